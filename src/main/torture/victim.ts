import { rmSync } from 'node:fs';
import { MonitorError } from '../../shared/errors';
import { createRandom } from '../sample/random';
import { openLibrary } from '../storage/entry';
import { patiently } from '../storage/testing/patiently';
import { noteTo } from './ledger';

// A process that does all that can be done to a library, over and over, until it is killed.

const [path = '', dataFolder = '', notes = '', name = ''] = process.argv.slice(2);
const random = createRandom(name);
const note = noteTo(notes);

const library = await patiently(() => openLibrary(path, { create: false, dataFolder }));
const { generations, judgements, votes, migrations } = library;
const facts = {
  modelName: 'm',
  durationSeconds: 8,
  sampleRate: 32_000,
  channels: 2,
  filePath: 'x',
};
/** Jobs that this process alone judges and deletes, so that the order of what it did is known. */
const mine: string[] = [];
let count = 0;

const create = (): void => {
  const id = `${name}-${count++}`;
  note('will', 'create', id);
  generations.create({ ...facts, id, prompt: `prompt ${count % 5}`, metadata: { bpm: count } });
  note('did', 'create', id);
  mine.push(id);
};

const workOn = (): void => {
  const job = generations.claimNext();
  if (!job) {
    create();
    return;
  }
  note('did', 'claim', job.id);
  if (random.chance(0.6)) {
    const error = `error ${name} ${count++}`;
    note('will', 'fail', job.id, error);
    // Whoever made it may have deleted it meanwhile.
    if (generations.fail(job.id, error)) note('did', 'fail', job.id, error);
  } else {
    const outcome = { generationTimeSeconds: 1, fileSizeBytes: 1, metadata: { by: name } };
    note('will', 'complete', job.id);
    if (generations.complete(job.id, outcome)) note('did', 'complete', job.id);
  }
};

const failed = (): readonly string[] =>
  generations.list({ status: 'failed', limit: 5 }).map(({ id }) => id);

const retry = (): void => {
  const ids = failed();
  for (const id of ids) note('will', 'retry', id);
  const { retried } = generations.retry(ids);
  for (const id of retried) note('did', 'retry', id);
  if (!random.chance(0.3)) return;
  for (const id of retried) note('will', 'undo', id);
  generations.undoRetry(retried);
};

const judge = (): void => {
  if (mine.length === 0) {
    create();
    return;
  }
  const id = random.pick(mine);
  const rating = random.integer(1, 5);
  note('will', 'judge', id, String(rating));
  judgements.set([id], { rating, note: `rated ${rating}` });
  note('did', 'judge', id, String(rating));
};

const vote = (): void => {
  if (mine.length < 2) {
    create();
    return;
  }
  const [winnerId = '', loserId = ''] = mine.slice(-2);
  note('will', 'vote', winnerId);
  votes.cast({ winnerId, loserIds: [loserId], blind: true });
  note('did', 'vote', winnerId);
};

const remove = (): void => {
  const id = mine.shift();
  if (id === undefined) {
    create();
    return;
  }
  note('will', 'delete', id);
  const deleted = generations.delete([id]);
  note('did', 'delete', id);
  if (!random.chance(0.5)) return;
  note('will', 'restore', id);
  generations.restore(deleted);
  note('did', 'restore', id);
  mine.push(id);
};

const cancel = (): void => {
  const [waiting] = generations.pending(1);
  if (!waiting) {
    create();
    return;
  }
  note('will', 'cancel', waiting.id);
  generations.cancel([waiting.id]);
  note('did', 'cancel', waiting.id);
};

const backup = async (): Promise<void> => {
  const copy = `${path}.${name}-${count++}.copy.db`;
  note('will', 'backup', copy);
  const { companion } = await library.backup(copy);
  note('did', 'backup', copy);
  // A folder full of copies would be another test.
  rmSync(copy);
  if (companion !== null) rmSync(companion);
};

/** The first step of a library of ours stays where there are jobs. */
const rollback = async () => {
  try {
    return await migrations.rollback();
  } catch (thrown) {
    if (thrown instanceof MonitorError && thrown.code === 'invalid-input') return { backup: null };
    throw thrown;
  }
};

const migrate = async (): Promise<void> => {
  const { backup } = await (random.chance(0.6) ? migrations.migrate() : rollback());
  if (backup === null) return;
  rmSync(backup.path);
  if (backup.companion !== null) rmSync(backup.companion);
};

const steps: readonly (readonly [() => void | Promise<void>, number])[] = [
  [create, 20],
  [workOn, 30],
  [retry, 12],
  [judge, 12],
  [vote, 4],
  [remove, 6],
  [cancel, 3],
  [backup, 4],
  [migrate, 4],
];
note('did', 'open', path);
for (;;) await patiently(random.weighted(steps));
