import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { toFailure } from '../../shared/errors';
import { defaultSettings } from '../../shared/settings';
import { startStorage } from '../storage-host';

// The application's storage, with a library whose trigger never ends. In a process of its own, as nothing
// but the end of a process ends SQLite. What it found it tells on standard output, as JSON.

const [path = '', dataFolder = '', id = '', silence = ''] = process.argv.slice(2);
const worker = join(dirname(fileURLToPath(import.meta.url)), 'storage-worker.js');
const { stalledAfter } = defaultSettings;
let threads = 0;
const silent = () => {};
const storage = startStorage(
  (role) => {
    threads++;
    return new Worker(worker, { workerData: { dataFolder, role, stalledAfter } });
  },
  { changed: silent, lost: silent, exporting: silent, fault: silent },
  { silence: Number(silence) },
);
const endingOf = async (asked: Promise<unknown>): Promise<unknown> => {
  try {
    return await asked;
  } catch (thrown) {
    return toFailure(thrown);
  }
};

await storage.call('open', { url: path, create: false });
const retry = storage.call('generations.retry', { ids: [id] });
const behind = storage.call('judgements.get', { ids: [id] });
const [stuck, also] = await Promise.all([endingOf(retry), endingOf(behind)]);
const details = await endingOf(storage.call('generations.get', { id }));
const told = { stuck, also, details, threads, isStuck: storage.stuck() };
process.stdout.write(JSON.stringify(told), () => process.kill(process.pid, 'SIGKILL'));
