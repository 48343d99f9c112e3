import { setTimeout as pause } from 'node:timers/promises';
import { readableLine } from '../../../shared/readable-text';
import { assertSameFile, type Database } from '../sqlite/core/database';
import { rawText, type StoredValue } from '../sqlite/core/rows';
import { isBusy, toMonitorError } from '../sqlite/core/sqlite-errors';
import {
  changedRows,
  latestEnd,
  type RowidFirst,
  rowSlices,
  untilFullRead,
} from '../sqlite/core/table-scan';
import { type Command, type Terminal, withLibrary } from './command';

/** Milliseconds between two looks. A look costs microseconds while nobody writes. */
const interval = 200;

const columns = 'id, status, completed_at, substr(prompt, 1, 200)';
type Row = RowidFirst &
  readonly [
    rowid: number,
    id: StoredValue,
    status: StoredValue,
    completedAt: StoredValue,
    prompt: StoredValue,
  ];

/** What is remembered of each row: enough to see that it changed. */
type Seen = Map<string, Readonly<{ status: string; end: string }>>;

/** Something that happened to a generation; `from` is `null` when it is new, `to` when it is gone. */
export type Happening = Readonly<{
  at: string;
  id: string;
  from: string | null;
  to: string | null;
  prompt: string | null;
}>;

export const watch: Command = {
  takes: '',
  does: 'tell what changes, until Ctrl+C',
  more: `A line for each generation that comes, changes its status or goes. With --json each line is a JSON
object: at, id, from (null: new), to (null: deleted), prompt.`,
  words: 0,
  run: (typed, terminal) =>
    withLibrary(typed, async ({ database, info }) => {
      const tell = (happening: Happening) =>
        terminal.out(typed.json ? JSON.stringify(happening) : lineOf(happening));
      if (!typed.json) terminal.out(`Watching ${info().path}. Ctrl+C ends it.`);
      await tellChanges(database, tell, terminal);
      return null;
    }),
};

const lineOf = ({ at, id, from, to, prompt }: Happening): string => {
  const what =
    from === null ? `new: ${to}` : to === null ? `deleted (was ${from})` : `${from} → ${to}`;
  return readableLine(`${at.slice(11, 19)}  ${id}  ${what}${prompt === null ? '' : `  ${prompt}`}`);
};

const tellChanges = async (
  database: Database,
  tell: (happening: Happening) => void,
  { stop }: Terminal,
): Promise<void> => {
  const version = database.connection.prepare('PRAGMA main.data_version').pluck();
  let known = version.get();
  const seen: Seen = new Map();
  let since = { rowid: 0, end: '' };
  let full = { at: 0, took: 0 };
  /** Changes that only reading all rows would show may have been missed. */
  let unsure = false;

  const readAll = (first: boolean) => {
    const begun = performance.now();
    const end = latestEnd(database);
    const gone = new Set(seen.keys());
    for (const slice of rowSlices<Row>(database, 'generations', columns, 5_000)) {
      for (const row of slice) {
        gone.delete(look(row, first));
        since = { ...since, rowid: Math.max(since.rowid, row[0]) };
      }
    }
    for (const id of gone) {
      tell({ at: now(), id, from: seen.get(id)?.status ?? '', to: null, prompt: null });
      seen.delete(id);
    }
    since = { ...since, end };
    full = { at: Date.now(), took: performance.now() - begun };
    unsure = false;
  };

  /** @returns what names the row */
  const look = (row: Row, silently: boolean): string => {
    const [rowid, storedId, status, completedAt, prompt] = row;
    const id = typeof storedId === 'string' ? storedId : rawText(storedId) || `row ${rowid}`;
    const before = seen.get(id);
    const after = { status: rawText(status), end: rawText(completedAt) };
    if (before?.status === after.status && before.end === after.end) return id;
    seen.set(id, after);
    if (silently) return id;
    const from = before?.status ?? null;
    tell({ at: now(), id, from, to: after.status, prompt: rawText(prompt) });
    return id;
  };

  const readChanged = () => {
    const end = latestEnd(database);
    const rows = changedRows<Row>(database, columns, since);
    if (rows === null) return readAll(false);
    for (const row of rows) {
      look(row, false);
      since = { ...since, rowid: Math.max(since.rowid, row[0]) };
    }
    since = { ...since, end };
    unsure = true;
    if (untilFullRead(full) <= 0) readAll(false);
  };

  readAll(true);
  while (!stop?.aborted) {
    await pause(interval, undefined, stop && { signal: stop }).catch(() => undefined);
    try {
      assertSameFile(database);
      const current = version.get();
      if (current !== known) {
        readChanged();
        known = current;
      } else if (unsure && untilFullRead(full) <= 0) readAll(false);
    } catch (thrown) {
      // Somebody is writing just now: the next look will tell.
      if (!isBusy(thrown)) throw toMonitorError(thrown, database.path);
    }
  }
};

const now = (): string => new Date().toISOString();
