import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, type Random } from '../sample/random';
import { type Library, openLibrary } from '../storage/entry';
import { byObject, type Note, notesOf } from './ledger';

// Processes at work on one library, killed at moments of no one's choosing. After each round: is the
// library whole, and is what it was told there, once?

/** How a suite went on; each entry of `faults` begins with the seed that shows it. */
export type Report = { done: number; faults: string[]; notes: Record<string, number> };

export type KillOptions = Readonly<{
  /** Processes to kill. */
  kills: number;
  seed: string;
  /** The program that is killed, built from victim.ts. */
  victim: string;
  /** Libraries to begin with. */
  bases: readonly string[];
  /** For the libraries; what shows a fault stays there. */
  folder: string;
  progress?: (report: Report) => void;
}>;

/** Kills of one library, before the next begins anew. */
const perLibrary = 30;
/** Processes at work on it at the same time. */
const mostAtOnce = 3;

export const runKills = async (options: KillOptions): Promise<Report> => {
  const { kills, seed, bases, folder, progress } = options;
  const report: Report = { done: 0, faults: [], notes: {} };
  for (let turn = 0; report.done < kills; turn++) {
    const name = `${seed}/${turn}`;
    const place = join(folder, `kills-${turn}`);
    mkdirSync(place, { recursive: true });
    const path = join(place, 'generations.db');
    cpSync(bases[turn % bases.length] ?? '', path);
    const end = Math.min(kills, report.done + perLibrary);
    const before = report.faults.length;
    await killOn(path, { ...options, seed: name }, end, report);
    if (report.faults.length === before) rmSync(place, { recursive: true });
    progress?.(report);
  }
  return report;
};

const killOn = async (
  path: string,
  { seed, victim }: KillOptions,
  end: number,
  report: Report,
): Promise<void> => {
  const random = createRandom(seed);
  const dataFolder = `${path}.data`;
  const files: string[] = [];
  while (report.done < end) {
    const atOnce = Math.min(random.integer(1, mostAtOnce), end - report.done);
    const round = Array.from({ length: atOnce }, (_, index) => {
      const name = `v${files.length + index}-${seed.replace(/\W/g, '_')}`;
      return { name, notes: `${path}.${files.length + index}.notes` };
    });
    files.push(...round.map(({ notes }) => notes));
    const complaints = await Promise.all(
      round.map(({ name, notes }) => killOne([victim, path, dataFolder, notes, name], random)),
    );
    report.done += atOnce;
    const found = complaints.filter((complaint) => complaint !== null);
    try {
      found.push(...(await faultsOf(path, dataFolder, files.map(notesOf))));
    } catch (thrown) {
      found.push(`opening it afterwards: ${thrown}`);
    }
    report.faults.push(...found.map((fault) => `${seed} after ${report.done} kills: ${fault}`));
    // What was found once would be found after each of the kills that follow.
    if (found.length > 0) report.done = end;
  }
  for (const { when, what } of files.flatMap(notesOf)) {
    if (when === 'did') report.notes[what] = (report.notes[what] ?? 0) + 1;
  }
};

/** Bytes of notes after which a process is killed at the latest: some fifty steps. */
const mostWork = 1_500;
/** Milliseconds after that, so that it may be anywhere in a step. */
const longestDelay = 5;
/** One that does not do that much within this time, milliseconds, has a fault. */
const patience = 120_000;

/** @returns what is wrong with it, if anything is */
const killOne = (args: readonly string[], random: Random): Promise<string | null> =>
  new Promise((done) => {
    const [work, delay] = [random.integer(1, mostWork), random.between(0, longestDelay)];
    const notes = args[3] ?? '';
    const child: ChildProcess = spawn(process.execPath, [...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    let late = false;
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    const watch = setInterval(() => {
      if ((statSync(notes, { throwIfNoEntry: false })?.size ?? 0) < work) return;
      clearInterval(watch);
      setTimeout(() => child.kill('SIGKILL'), delay);
    }, 2);
    const limit = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, patience);
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      clearTimeout(limit);
      if (late) done(`a process did not get on within ${patience / 1000} s`);
      else if (signal === 'SIGKILL') done(null);
      else done(`a process ended by itself (${code ?? signal}): ${errors.slice(-2_000)}`);
    });
  });

/** Everything that is not as the notes of all processes say. */
const faultsOf = async (
  path: string,
  dataFolder: string,
  ledgers: readonly (readonly Note[])[],
): Promise<readonly string[]> => {
  const library = openLibrary(path, { create: false, dataFolder });
  try {
    const { ok, problems } = library.check();
    const faults = ok ? [] : problems.map((problem) => `integrity: ${problem}`);
    const { warning, readOnlyReason } = library.info();
    if (warning !== null) faults.push(`warning: ${warning}`);
    if (readOnlyReason !== null) faults.push(`read-only: ${readOnlyReason}`);
    faults.push(...faultsOfJobs(library, ledgers.flat()));
    faults.push(...ledgers.flatMap((ledger) => faultsOfJudgements(library, ledger)));
    faults.push(...(await faultsOfCopies(path)));
    failInterrupted(library);
    return faults;
  } finally {
    library.close();
  }
};

/** What the service does when it starts: jobs that nobody works on any more have failed. */
let interruptions = 0;
const failInterrupted = ({ generations }: Library): void => {
  for (const { id } of generations.list({ status: 'processing', limit: 1_000 })) {
    generations.fail(id, `Interrupted ${interruptions++}`);
  }
};

const faultsOfJobs = ({ generations }: Library, notes: readonly Note[]): readonly string[] => {
  const faults: string[] = [];
  const byId = byObject(notes);
  const created = notes.filter(({ what }) => what === 'create').map(({ of }) => of);
  const rows = generations.list({ limit: 1_000_000 });
  const ids = rows.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) faults.push('a job is there twice');
  const there = new Set(ids);
  for (const id of ids) {
    if (id.startsWith('v') && !byId.has(id)) faults.push(`${id} is there, and nobody made it`);
  }
  for (const id of new Set(created)) {
    const own = byId.get(id) ?? [];
    const has = (when: Note['when'], what: string) =>
      own.some((note) => note.when === when && note.what === what);
    if (has('did', 'create') && !has('will', 'delete') && !there.has(id))
      faults.push(`${id} is lost`);
    const last = own.findLast(({ what }) => what === 'delete' || what === 'restore');
    if (last?.what === 'restore' && last.when === 'did' && !there.has(id)) {
      faults.push(`${id} was restored, and is lost`);
    }
    if (has('did', 'delete') && !has('will', 'restore') && there.has(id)) {
      faults.push(`${id} was deleted, and is there`);
    }
    const claims = own.filter(({ what }) => what === 'claim').length;
    const queued = own.filter(({ when, what }) => when === 'will' && what === 'retry').length;
    if (claims > 1 + queued) faults.push(`${id} was claimed ${claims} times, queued ${1 + queued}`);
    if (there.has(id)) faults.push(...faultsOfFailures(generations, id, own));
  }
  return faults;
};

/** Each failure has a text of its own: it must be there once, as the outcome or as an earlier one. */
const faultsOfFailures = (
  generations: Library['generations'],
  id: string,
  notes: readonly Note[],
): readonly string[] => {
  const row = generations.get(id);
  const texts = [
    ...generations.attempts(id).map(({ errorMessage }) => errorMessage ?? ''),
    ...(row?.status === 'failed' ? [row.errorMessage ?? ''] : []),
  ];
  const twice = texts.filter((text, index) => texts.indexOf(text) !== index);
  const forgotten = notes
    .filter(({ when, what, value }) => when === 'did' && what === 'fail' && !texts.includes(value))
    .map(({ value }) => value);
  return [
    ...twice.map((text) => `${id} has “${text}” twice`),
    ...forgotten.map((text) => `${id} has forgotten “${text}”`),
  ];
};

/** What was said last is known, or what was just being said. */
const faultsOfJudgements = (library: Library, ledger: readonly Note[]): readonly string[] => {
  const judged = byObject(ledger.filter(({ what }) => what === 'judge'));
  return [...judged].flatMap(([id, notes]) => {
    const last = notes.findLastIndex(({ when }) => when === 'did');
    const possible = notes.slice(Math.max(0, last)).map(({ value }) => value);
    const [known] = library.judgements.get([id]);
    const rating = known?.rating ?? null;
    if (rating === null ? last === -1 : possible.includes(String(rating))) return [];
    // Deleted ones keep their judgement, but only those that are there are asked about.
    if (library.generations.get(id) === null) return [];
    return [`${id} is rated ${rating}, not ${possible.join(' or ')}`];
  });
};

/** What has the name of a copy is one, whole; what was under way has another name. */
const faultsOfCopies = async (path: string): Promise<readonly string[]> => {
  const folder = join(path, '..');
  const copies = readdirSync(folder).filter((name) => /\.(copy|backup|before-\w+)\.db$/.test(name));
  return copies.flatMap((name) => {
    const file = join(folder, name);
    try {
      const copy = openLibrary(file, { readOnly: true, dataFolder: `${file}.data` });
      const { ok } = copy.check();
      copy.close();
      return ok ? [] : [`the copy ${name} is damaged`];
    } catch (thrown) {
      return [`the copy ${name} cannot be opened: ${thrown}`];
    } finally {
      rmSync(file, { force: true });
    }
  });
};
