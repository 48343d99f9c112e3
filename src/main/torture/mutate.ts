import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createRandom } from '../sample/random';
import { openLibrary } from '../storage/entry';
import { fillCompanion } from './bases';
import { type Ending, endingOf, faultOf, makeEveryCall } from './calls';
import { byteDamages, companionDamages, contentDamages, harm } from './damage';

// Harms one library after another and makes every call to each. In a process of its own: what SQLite
// does with a damaged file may end it, or never end. Says each number before it begins.

const [seed = '', from = '0', to = '0', folder = '', ...bases] = process.argv.slice(2);

/** What this process tells, one JSON value on each line. */
export type Told =
  | Readonly<{ begins: number; harm: readonly string[] }>
  | Readonly<{ ended: number; codes: readonly string[]; faults: readonly string[] }>;

const tell = (told: Told): void => {
  // Straight to the system: what is still in a buffer when a process dies was never said.
  process.stdout.write(`${JSON.stringify(told)}\n`);
};

/** Each base with its companion, made once. */
const prepared = bases.map((base) => {
  const place = join(folder, basename(base, '.db'));
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const path = join(place, 'generations.db');
  cpSync(base, path);
  return { place, path };
});

const mutateOnce = async (index: number): Promise<void> => {
  const random = createRandom(`${seed}/${index}`);
  const base = prepared[index % prepared.length];
  if (!base) throw new Error('There is no base.');
  const { place, path } = base;
  for (const name of readdirSync(place)) {
    rmSync(join(place, name), { recursive: true, force: true });
  }
  cpSync(bases[index % bases.length] ?? '', path);
  const data = join(place, 'data');
  const withCompanion = random.chance(0.5);
  if (withCompanion) fillCompanion(path, data);
  const done = Array.from({ length: random.integer(1, 3) }, () => {
    const kind = random.weighted([
      ['bytes', 4],
      ['content', 5],
      ['companion', withCompanion ? 4 : 0],
    ] as const);
    if (kind === 'bytes') return harm(path, byteDamages, random);
    if (kind === 'content') return harm(path, contentDamages, random);
    const companions = join(data, 'libraries');
    const [companion = ''] = readdirSync(companions).filter((name) => name.endsWith('.db'));
    return `companion: ${harm(join(companions, companion), companionDamages, random)}`;
  });
  tell({ begins: index, harm: done });
  const endings: Ending[] = [...(await makeEveryCall(path, data, join(place, 'out')))];
  endings.push(await endingOf('as a program would', () => useAsProgram(path, data)));
  const faults = endings.map(faultOf).filter((fault) => fault !== null);
  tell({ ended: index, codes: endings.map(({ code }) => code), faults });
};

/** The same library through the programming interface. */
const useAsProgram = async (path: string, dataFolder: string): Promise<void> => {
  const library = openLibrary(path, { create: false, dataFolder, search: false });
  try {
    const { generations } = library;
    const job = generations.claimNext();
    if (job) generations.complete(job.id, { generationTimeSeconds: 1, fileSizeBytes: 1 });
    generations.restore(generations.delete(generations.list({ limit: 2 }).map(({ id }) => id)));
    library.stats();
    library.check();
    await library.migrations.rollback();
    library.reset({ confirm: true });
  } finally {
    library.close();
  }
};

for (let index = Number(from); index < Number(to); index++) await mutateOnce(index);
