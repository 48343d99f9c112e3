import { formatCount } from '../../base/format/numbers';
import { queryClient } from '../../base/ipc/query-client';
import { tell, tellError, tellUnderway } from '../../base/messages';

// What is done to many generations is done in batches, each a transaction of its own: no other
// program waits long for the library, and people see how far it is and can stop it.

/** Most generations of one call. */
export const batchSize = 1_000;

/** From so many on people see how far it is. */
const showsProgress = 1_000;

/** Cuts a list into parts of one call each. */
export const partsOf = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / batchSize) }, (_, part) =>
    ids.slice(part * batchSize, (part + 1) * batchSize),
  );

type Work<Outcome> = Readonly<{
  /** What is being done: `Re-queueing`. */
  doing: string;
  /** How many it will be, as far as known. */
  total: number;
  /** Does one batch after the other, telling each's outcome, and how many generations it took in. */
  batches: AsyncGenerator<Readonly<{ outcome: Outcome; size: number }>>;
}>;

/**
 * Does all batches, or those until Stop or a failure, which is told. What was done is what it
 * answers; the screen follows it all along.
 */
export const runBatches = async <Outcome>(work: Work<Outcome>): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  let stopped = false;
  let done = 0;
  const { doing, total } = work;
  const text = () => `${doing} ${formatCount(Math.min(done, total))} of ${formatCount(total)}…`;
  const underway =
    total > showsProgress
      ? tellUnderway(text(), { done, total }, () => {
          stopped = true;
        })
      : null;
  try {
    for await (const { outcome, size } of work.batches) {
      outcomes.push(outcome);
      done += size;
      underway?.update(text(), { done, total });
      void readAgain();
      if (stopped) {
        tell(`Stopped after ${formatCount(done)} of ${formatCount(total)}`);
        break;
      }
    }
  } catch (error) {
    tellError(error);
  } finally {
    underway?.end();
    await queryClient.invalidateQueries({ predicate: isOfGenerations });
  }
  return outcomes;
};

export const isOfGenerations = ({ queryKey }: { queryKey: readonly unknown[] }): boolean =>
  String(queryKey[0]).startsWith('generations.');

let reading = false;

/** Reads what is shown once more, unless that is under way. */
const readAgain = async (): Promise<void> => {
  if (reading) return;
  reading = true;
  await queryClient.invalidateQueries({ predicate: isOfGenerations });
  reading = false;
};
