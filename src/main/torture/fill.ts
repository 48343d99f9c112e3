import { join } from 'node:path';
import { toFailure } from '../../shared/errors';
import { openSettings } from '../settings';
import { openLibrary } from '../storage/entry';

// A program that writes to a library until the disk is full, and goes on using it. What it found it tells
// on standard output, as JSON.

const [path = '', dataFolder = ''] = process.argv.slice(2);
const open = () => openLibrary(path, { create: false, dataFolder, search: false });
const library = open();
const { generations, judgements } = library;
const facts = {
  modelName: 'm',
  durationSeconds: 8,
  sampleRate: 32_000,
  channels: 2,
  filePath: 'x',
};

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'ok';
  } catch (thrown) {
    const { code, message } = toFailure(thrown);
    return code === 'internal' ? `internal: ${message}` : code;
  }
};

const before = generations.count();
const made: string[] = [];
const create = () => {
  const { id } = generations.create({ ...facts, prompt: `${made.length} ${'p'.repeat(2_000)}` });
  made.push(id);
};
let full = 'ok';
for (let count = 0; count < 10_000 && full === 'ok'; count++) full = await codeOf(create);

const codes = {
  list: await codeOf(() => generations.list({ limit: 500 })),
  judge: await codeOf(() => {
    for (const id of made) judgements.set([id], { note: 'n'.repeat(5_000) });
  }),
  retry: await codeOf(() => generations.retry({})),
  backup: await codeOf(() => library.backup(`${path}.copy.db`)),
  migrate: await codeOf(() => library.migrations.migrate()),
  claim: await codeOf(() => generations.claimNext()),
  delete: await codeOf(() => generations.delete(made.slice(0, 3))),
};

/** Settings of half a megabyte, which have no room any more. */
const settings = openSettings(join(dataFolder, 'settings.json'));
settings.update((all) => ({
  ...all,
  outputFolders: Array.from({ length: 500 }, (_, folder) => `/${folder}${'f'.repeat(1_000)}`),
}));
const settingsAfter = {
  code: settings.problem()?.code ?? 'ok',
  held: settings.get().outputFolders.length,
};

const lost = made.slice(3).filter((id) => generations.get(id) === null);
library.close();

const again = open();
const check = again.check();
const rows = again.generations.count();
again.close();
process.stdout.write(
  JSON.stringify({ full, before, made: made.length, codes, lost, check, rows, settingsAfter }),
);
