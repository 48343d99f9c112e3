import { fromFailure, type Result } from '../../../shared/errors';

/**
 * The value of an answer from the main process.
 *
 * @throws MonitorError with the code, message and hint of the failure
 */
export const unwrap = async <T>(answer: Promise<Result<T>>): Promise<T> => {
  const result = await answer;
  if (!result.ok) throw fromFailure(result.error);
  return result.value;
};
