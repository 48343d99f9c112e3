import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from './processes';

// A worker that is killed leaves its job in `processing`, where nobody takes it again. So each
// worker notes what it has in hand, and the next one looks for notes whose writer is gone.

const prefix = '.sample-worker-';

/** The note of this process. */
export type JobInHand = Readonly<{ hold: (id: string) => void; release: () => void }>;

/** @param folder the worker's output folder, made if need be */
export const noteJobsIn = (folder: string): JobInHand => {
  const path = join(folder, `${prefix}${process.pid}`);
  mkdirSync(folder, { recursive: true });
  return {
    hold: (id) => writeFileSync(path, id),
    release: () => rmSync(path, { force: true }),
  };
};

/** The jobs that workers which are gone had in hand. Their notes are taken away. */
export const takeAbandoned = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .filter((name) => {
      const pid = Number(name.slice(prefix.length));
      return !Number.isInteger(pid) || pid === process.pid || !isRunning(pid);
    })
    .map((name) => {
      const id = readFileSync(join(folder, name), 'utf8');
      rmSync(join(folder, name), { force: true });
      return id;
    });
