import { normalStatus } from '../../../../shared/generation';
import { type Database, statement, transaction } from '../core/database';
import { parseStoredDate } from '../core/dates';
import { libraryVersion } from '../core/library-version';
import { rawText, type StoredValue } from '../core/rows';
import {
  atOnce,
  changedRows,
  type FullRead,
  latestEnd,
  rowSlices,
  schemaVersionOf,
  unhurried,
  untilFullRead,
} from '../core/table-scan';
import { countGenerations } from '../rows/counts';

// What leaderboards need of every generation, in memory, one array per column: grouping a million
// rows by a text takes SQLite seconds, in which a rollback journal lets nobody write. Read in slices
// when first asked for, brought up to date afterwards.

/** The statuses that leaderboards tell apart. */
export const jobStatus = { other: 0, waiting: 1, completed: 2, failed: 3 } as const;

/** Rows in the order of their rowids; NaN where a value is missing or no number. */
export type JobColumns = {
  count: number;
  rowids: Float64Array;
  /** Positions in `texts`. */
  prompts: Uint32Array;
  statuses: Uint8Array;
  /** Milliseconds since 1970. */
  created: Float64Array;
  /** Seconds that a job took, and of its music. */
  taken: Float64Array;
  lengths: Float64Array;
  /** Every prompt once, with where it is. */
  texts: string[];
  numbers: Map<string, number>;
  /** Rows of each status. */
  tally: Uint32Array;
  /** Prompts whose rows have changed since somebody last emptied this. */
  changed: Set<number>;
  /** What was worked out from the columns as they are now, by name. */
  derived: Map<string, unknown>;
};

type Row = readonly [
  rowid: number,
  prompt: StoredValue,
  status: StoredValue,
  created: StoredValue,
  taken: StoredValue,
  length: StoredValue,
];
const columns = 'prompt, status, created_at, generation_time_seconds, duration_seconds';

/** Room for rows that come. */
const spare = 1_024;
/** Rows read in one go: some ten milliseconds. */
const slice = 10_000;
/** Milliseconds that the columns are kept for whoever comes back. */
const keptFor = 300_000;
/** A library may change so fast that what was read is never exactly what it holds. */
const maxBuilds = 2;

type Built = Readonly<{ jobs: JobColumns; schemaVersion: number; read: FullRead }>;
type State = {
  built: Built | null;
  building: Promise<JobColumns> | null;
  /** The library's version that the columns are up to date with, and when all were read. */
  version: string;
  readVersion: string;
  lastEnd: string;
  /** Forgets the columns once nobody has asked for a while. */
  forget: NodeJS.Timeout | null;
};

const states = new WeakMap<Database, State>();

/**
 * The columns as the library is at this moment. When they are first asked for that takes a while, in
 * which others of this thread have their turn.
 */
export const jobColumns = async (database: Database): Promise<JobColumns> => {
  const state = stateOf(database);
  for (let builds = 1; ; builds++) {
    const jobs = inStep(database, state);
    if (jobs) return jobs;
    const read = await build(database, state);
    if (builds === maxBuilds) return read;
  }
};

/** The same at once; inside a write transaction with what that has done so far. */
export const jobColumnsNow = (database: Database): JobColumns => {
  const { connection, cache } = database;
  // What a write transaction sees may yet be rolled back: it is not kept.
  const state = connection.inTransaction && cache.writing ? newState() : stateOf(database);
  for (let builds = 1; ; builds++) {
    const jobs = inStep(database, state);
    if (jobs) return jobs;
    const read = atOnce(readAll(database, state));
    if (builds === maxBuilds) return read;
  }
};

const stateOf = (database: Database): State => {
  const state = states.get(database) ?? newState();
  states.set(database, state);
  if (state.forget) clearTimeout(state.forget);
  state.forget = setTimeout(() => states.delete(database), keptFor).unref();
  return state;
};

const newState = (): State => ({
  built: null,
  building: null,
  version: '',
  readVersion: '',
  lastEnd: '',
  forget: null,
});

/** Reads all rows beside other work; whoever asks meanwhile waits for the same. */
const build = (database: Database, state: State): Promise<JobColumns> => {
  state.building ??= unhurried(readAll(database, state)).finally(() => {
    state.building = null;
  });
  return state.building;
};

/** Reads all rows, pausing after each slice. */
function* readAll(database: Database, state: State): Generator<void, JobColumns> {
  const startedAt = Date.now();
  const begin = transaction(database, 'read', () => ({
    version: libraryVersion(database),
    lastEnd: latestEnd(database),
    schemaVersion: schemaVersionOf(database),
    total: countGenerations(database, {}).total,
  }));
  const jobs = emptyColumns(begin.total);
  for (const rows of rowSlices<Row>(database, 'generations', columns, slice)) {
    for (const row of rows) note(jobs, row);
    yield;
  }
  const now = Date.now();
  const read = { at: now, took: now - startedAt };
  state.built = { jobs, schemaVersion: begin.schemaVersion, read };
  state.lastEnd = begin.lastEnd;
  state.version = '';
  state.readVersion = begin.version;
  return jobs;
}

/** The columns brought up to date; `null` where only reading all rows can do that. */
const inStep = (database: Database, state: State): JobColumns | null =>
  transaction(database, 'read', () => {
    const { built } = state;
    if (!built) return null;
    const now = libraryVersion(database);
    const { jobs, schemaVersion, read } = built;
    if (now !== state.version) {
      if (schemaVersionOf(database) !== schemaVersion) return null;
      if (!catchUp(database, jobs, state.lastEnd)) return null;
      state.lastEnd = latestEnd(database);
      state.version = now;
    }
    if (now !== state.readVersion && untilFullRead(read) <= 0) {
      build(database, state).catch(() => undefined);
    }
    return jobs;
  });

/** @returns whether the columns hold as many rows of each status as the library */
const catchUp = (database: Database, jobs: JobColumns, end: string): boolean => {
  const rowid = jobs.rowids[jobs.count - 1] ?? Number.MIN_SAFE_INTEGER;
  const changed = changedRows<Row>(database, columns, { rowid, end });
  if (changed === null) return false;
  for (const row of changed) note(jobs, row, jobs.changed);
  // One that waited may have been cancelled since, or have its former outcome again.
  for (const row of rowsAt(database, waitingBeside(jobs, changed))) note(jobs, row, jobs.changed);
  jobs.derived.clear();
  const { total, byStatus } = countGenerations(database, {});
  const { completed, failed, pending = 0, processing = 0 } = byStatus;
  return (
    jobs.count === total &&
    jobs.tally[jobStatus.completed] === completed &&
    jobs.tally[jobStatus.failed] === failed &&
    jobs.tally[jobStatus.waiting] === pending + processing
  );
};

/** Rowids of rows that wait, but for those just read. */
const waitingBeside = (jobs: JobColumns, read: readonly Row[]): readonly number[] => {
  const known = new Set(read.map(([rowid]) => rowid));
  const rowids: number[] = [];
  const next = (after: number) => jobs.statuses.indexOf(jobStatus.waiting, after);
  for (let at = next(0); at !== -1; at = next(at + 1)) {
    const rowid = jobs.rowids[at] ?? 0;
    if (!known.has(rowid)) rowids.push(rowid);
  }
  return rowids;
};

const rowsAt = (database: Database, rowids: readonly number[]): readonly Row[] => {
  const sql = `SELECT rowid, ${columns} FROM generations
    WHERE rowid IN (SELECT value FROM json_each(?))`;
  return statement(database, sql).all(JSON.stringify(rowids)) as Row[];
};

const emptyColumns = (rows: number): JobColumns => {
  const size = rows + spare;
  return {
    count: 0,
    rowids: new Float64Array(size),
    prompts: new Uint32Array(size),
    statuses: new Uint8Array(size),
    created: new Float64Array(size),
    taken: new Float64Array(size),
    lengths: new Float64Array(size),
    texts: [],
    numbers: new Map(),
    tally: new Uint32Array(4),
    changed: new Set(),
    derived: new Map(),
  };
};

/**
 * Puts a row where it belongs: in place of what was known of it, or at the end.
 *
 * @param changed where to note prompts if the row is another than before
 */
const note = (jobs: JobColumns, row: Row, changed?: Set<number>): void => {
  const [rowid, prompt, status, created, taken, length] = row;
  const isNew = jobs.count === 0 || rowid > (jobs.rowids[jobs.count - 1] ?? 0);
  const at = isNew ? jobs.count : positionOf(jobs, rowid);
  // Below the greatest rowid and unknown: the number of rows will tell that all must be read again.
  if (at === -1) return;
  if (isNew) {
    if (at === jobs.rowids.length) enlarge(jobs);
    jobs.count += 1;
  } else change(jobs.tally, jobs.statuses[at] ?? 0, -1);
  const kind = statusOf(status);
  change(jobs.tally, kind, 1);
  jobs.rowids[at] = rowid;
  const date = typeof created === 'string' ? parseStoredDate(created) : null;
  const text = numberOf(jobs, rawText(prompt));
  const moment = date?.getTime() ?? Number.NaN;
  const seconds = typeof taken === 'number' ? taken : Number.NaN;
  const music = typeof length === 'number' ? length : Number.NaN;
  const isAsBefore =
    !isNew &&
    jobs.prompts[at] === text &&
    jobs.statuses[at] === kind &&
    Object.is(jobs.created[at], moment) &&
    Object.is(jobs.taken[at], seconds) &&
    Object.is(jobs.lengths[at], music);
  if (isAsBefore) return;
  if (!isNew) changed?.add(jobs.prompts[at] ?? 0);
  changed?.add(text);
  jobs.prompts[at] = text;
  jobs.statuses[at] = kind;
  jobs.created[at] = moment;
  jobs.taken[at] = seconds;
  jobs.lengths[at] = music;
};

const change = (tally: Uint32Array, status: number, by: number): void => {
  tally[status] = (tally[status] ?? 0) + by;
};

const statusOf = (status: StoredValue): number => {
  const normal = typeof status === 'string' ? normalStatus(status) : null;
  if (normal === 'completed' || normal === 'failed') return jobStatus[normal];
  return normal === 'pending' || normal === 'processing' ? jobStatus.waiting : jobStatus.other;
};

const numberOf = (jobs: JobColumns, text: string): number => {
  const known = jobs.numbers.get(text);
  if (known !== undefined) return known;
  const number = jobs.texts.push(text) - 1;
  jobs.numbers.set(text, number);
  return number;
};

/** Where a rowid is, by halves; -1 for nowhere. */
const positionOf = ({ rowids, count }: JobColumns, rowid: number): number => {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = rowids[middle] ?? 0;
    if (found === rowid) return middle;
    if (found < rowid) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
};

const enlarge = (jobs: JobColumns): void => {
  const size = jobs.rowids.length * 2;
  const longer = <A extends Float64Array | Uint32Array | Uint8Array>(old: A, grown: A): A => {
    grown.set(old);
    return grown;
  };
  jobs.rowids = longer(jobs.rowids, new Float64Array(size));
  jobs.prompts = longer(jobs.prompts, new Uint32Array(size));
  jobs.statuses = longer(jobs.statuses, new Uint8Array(size));
  jobs.created = longer(jobs.created, new Float64Array(size));
  jobs.taken = longer(jobs.taken, new Float64Array(size));
  jobs.lengths = longer(jobs.lengths, new Float64Array(size));
};
