import { MonitorError } from '../../../shared/errors';

/** As a worker would: when others write without a pause, it is simply tried again. */
export const patiently = async <T>(step: () => T | Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await step();
    } catch (thrown) {
      if (!(thrown instanceof MonitorError) || thrown.code !== 'library-busy') throw thrown;
    }
  }
};
