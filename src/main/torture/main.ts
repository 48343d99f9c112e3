import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runBackups } from './backups';
import { makeBases } from './bases';
import { type Report, runKills } from './kills';
import { runMutations } from './mutations';

// `npm run torture`: the long form of torture.test.ts, bundled with the programs that it runs.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10000' },
    mutations: { type: 'string', default: '10000' },
    backups: { type: 'string', default: '1000' },
    seed: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    folder: { type: 'string', default: tmpdir() },
    // Suites at the same time; each runs programs of its own.
    jobs: { type: 'string', default: String(Math.min(2, availableParallelism())) },
  },
});
const { seed } = values;
const numberOf = (name: 'kills' | 'mutations' | 'backups' | 'jobs'): number => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`--${name} takes a number: ${values[name]}`);
};
const program = (name: string): string =>
  join(dirname(fileURLToPath(import.meta.url)), `${name}.js`);

mkdirSync(values.folder, { recursive: true });
const folder = mkdtempSync(join(values.folder, 'dgx-torture-'));
const bases = Object.values(makeBases(process.cwd(), folder));

type Suite = Readonly<{
  name: string;
  count: number;
  run: (progress: Progress) => Promise<Report>;
}>;
type Progress = (report: Report) => void;

const backupsOf = (journal: 'wal' | 'delete', backups: number): Suite => ({
  name: `backups beside a busy writer (${journal})`,
  count: backups,
  run: (progress) =>
    runBackups({ backups, journal, writer: program('busy-writer'), folder, progress }),
});
const [kills, mutations, backups] = [numberOf('kills'), numberOf('mutations'), numberOf('backups')];
const suites: readonly Suite[] = [
  {
    name: 'kills',
    count: kills,
    run: (progress) =>
      runKills({ kills, seed, victim: program('victim'), bases, folder, progress }),
  },
  {
    name: 'mutations',
    count: mutations,
    run: (progress) =>
      runMutations({ mutations, seed, program: program('mutate'), bases, folder, progress }),
  },
  backupsOf('wal', Math.ceil(backups / 2)),
  backupsOf('delete', Math.floor(backups / 2)),
];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Milliseconds between two lines that say how far it is. */
const interval = 30_000;

const runSuite = async ({ name, count, run }: Suite): Promise<number> => {
  const begun = performance.now();
  const seconds = () => Math.round((performance.now() - begun) / 1000);
  let said = performance.now();
  const report = await run(({ done, faults }) => {
    if (performance.now() - said < interval) return;
    said = performance.now();
    say(`  ${done} of ${count} ${name}, ${faults.length} faults, ${seconds()} s`);
  });
  const notes = Object.entries(report.notes).sort(([, a], [, b]) => b - a);
  say(
    `${report.faults.length === 0 ? '✓' : '✗'} ${report.done} ${name}, ${report.faults.length} faults, ${seconds()} s`,
  );
  if (notes.length > 0) say(`  ${notes.map(([what, times]) => `${what} ${times}`).join(', ')}`);
  for (const fault of report.faults) say(`  - ${fault}`);
  return report.faults.length;
};

say(`Seed ${seed}, Node.js ${process.version}, in ${folder}`);
const left = suites.filter(({ count }) => count > 0);
let faults = 0;
const work = async (): Promise<void> => {
  for (let suite = left.shift(); suite; suite = left.shift()) {
    const found = await runSuite(suite);
    faults += found;
  }
};
await Promise.all(Array.from({ length: Math.max(1, numberOf('jobs')) }, work));
if (faults === 0) rmSync(folder, { recursive: true, force: true });
else say(`What shows the faults is in ${folder}.`);
process.exitCode = faults === 0 ? 0 : 1;
