import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Report } from './kills';
import type { Told } from './mutate';

// Libraries harmed at random, and every call made to each: an answer or a refusal in plain words, never
// `internal`, never the end of the process, never none.

export type MutationOptions = Readonly<{
  mutations: number;
  seed: string;
  /** The program that harms, built from mutate.ts. */
  program: string;
  bases: readonly string[];
  folder: string;
  progress?: (report: Report) => void;
}>;

/** A harmed library that keeps the process longer than this, milliseconds, hangs. */
const patience = 120_000;
/** Mutations for one process, after which a new one begins. */
const perProcess = 500;

export const runMutations = async (options: MutationOptions): Promise<Report> => {
  const report: Report = { done: 0, faults: [], notes: {} };
  while (report.done < options.mutations) {
    const to = Math.min(options.mutations, report.done + perProcess);
    // A process that died leaves the rest to the next one.
    while (report.done < to) report.done = await mutateIn(options, report.done, to, report);
    options.progress?.(report);
  }
  return report;
};

/** @returns the number to go on with */
const mutateIn = (
  { seed, program, folder, bases }: MutationOptions,
  from: number,
  to: number,
  report: Report,
): Promise<number> =>
  new Promise((done) => {
    const args = [program, seed, String(from), String(to), folder, ...bases];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let begun = { index: from, harm: 'its beginning' };
    let next = from;
    let errors = '';
    let late = false;
    let limit: NodeJS.Timeout;
    const wait = () => {
      clearTimeout(limit);
      limit = setTimeout(() => {
        late = true;
        child.kill('SIGKILL');
      }, patience);
    };
    wait();
    child.stderr.on('data', (chunk) => {
      errors = `${errors}${chunk}`.slice(-4_000);
    });
    const complain = (fault: string) =>
      report.faults.push(`${seed}/${begun.index} (${begun.harm}): ${fault}`);
    createInterface({ input: child.stdout }).on('line', (line) => {
      wait();
      const told = JSON.parse(line) as Told;
      if ('begins' in told) begun = { index: told.begins, harm: told.harm.join(' | ') };
      else {
        next = told.ended + 1;
        for (const code of told.codes) report.notes[code] = (report.notes[code] ?? 0) + 1;
        told.faults.forEach(complain);
      }
    });
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      if (code === 0) return done(to);
      complain(late ? 'it hangs' : `the process ended (${code ?? signal}): ${errors}`);
      done(Math.max(next, begun.index + 1));
    });
  });
