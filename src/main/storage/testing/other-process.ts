import { appendFileSync, rmSync } from 'node:fs';
import { openLibrary } from '../sqlite/library';
import { patiently } from './patiently';

// One process of two-processes.test.ts, to be killed at any moment. Every step is noted in a file
// after it was committed: what is noted must be in the library.

const [role = '', path = '', notes = '', dataFolder = ''] = process.argv.slice(2);

const library = await patiently(() => openLibrary(path, { create: false, dataFolder }));
const { generations } = library;
const note = (what: string, id: string) => appendFileSync(notes, `${what} ${id}\n`);

const job = { modelName: 'm', durationSeconds: 8, sampleRate: 32000, channels: 2, filePath: 'x' };

/** Creates, claims, completes and fails jobs. */
const work = (turn: number): void => {
  note('created', generations.create({ ...job, prompt: `prompt ${turn % 7}` }).id);
  const claimed = generations.claimNext();
  if (!claimed) return;
  note('claimed', claimed.id);
  if (turn % 3 === 0) {
    generations.fail(claimed.id, `error ${turn}`);
    note('failed', claimed.id);
  } else {
    const facts = { generationTimeSeconds: 1, fileSizeBytes: 1, metadata: { turn } };
    generations.complete(claimed.id, facts);
    note('completed', claimed.id);
  }
};

/** Lists, retries and backs up. */
const manage = async (turn: number): Promise<void> => {
  generations.page({ limit: 50 });
  generations.countByStatus();
  for (const id of generations.retry({}).retried) note('retried', id);
  if (turn % 5 !== 0) return;
  const copy = `${path}.${process.pid}.copy`;
  const { companion } = await library.backup(copy);
  rmSync(copy);
  if (companion !== null) rmSync(companion);
};

if (role === 'migrate') {
  note('ready', '-');
  await library.migrations.migrate();
  note('migrated', '-');
}
for (let turn = 0; ; turn++) {
  await patiently(() => (role === 'work' ? work(turn) : manage(turn)));
}
