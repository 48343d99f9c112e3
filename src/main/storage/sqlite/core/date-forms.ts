import { type Database, statement, transaction } from './database';
import { libraryVersion } from './library-version';

// Dates as SQLAlchemy writes them are in order as text, and an index holds that order. Other programs
// write `T`, `Z` and offsets: where a library has any such date, its rows are ordered by the moment that
// each names, which no index holds.

/** The columns by whose moments rows are ordered. */
type Moment = 'created_at' | 'completed_at';

/** Whether a text is out of order beside those that SQLAlchemy writes: a `T`, or a zone. */
const isOther = (column: Moment): string =>
  `(substr(${column}, 11, 1) NOT IN ('', ' ') OR substr(${column}, 12) GLOB '*[-+Zz]*')`;

/** Rows looked at in one go: some milliseconds. */
const slice = 5_000;
const look = `SELECT max(rowid), max(other), count(*) FROM (
    SELECT rowid, typeof(created_at) = 'text' AND ${isOther('created_at')}
      OR typeof(completed_at) = 'text' AND ${isOther('completed_at')} AS other
    FROM generations WHERE rowid > ? ORDER BY rowid LIMIT ${slice})`;

type Known = { upTo: number; version: string; found: boolean; complete: boolean };
const known = new WeakMap<Database, Known>();

const knownOf = (database: Database): Known => {
  const before = known.get(database);
  if (before) return before;
  const made = { upTo: Number.MIN_SAFE_INTEGER, version: '', found: false, complete: false };
  known.set(database, made);
  return made;
};

/** Looks at the next rows that nobody has looked at. @returns whether there may be more */
const lookOn = (database: Database, state: Known): boolean =>
  transaction(database, 'read', () => {
    state.version = libraryVersion(database);
    const [last, other, count] = statement(database, look).get(state.upTo) as [
      number | null,
      number | null,
      number,
    ];
    state.upTo = last ?? state.upTo;
    state.found ||= other === 1;
    state.complete = count < slice;
    return !state.complete && !state.found;
  });

/**
 * Whether the library has dates that are not in order as text, as far as its rows have been looked at:
 * of a small one, and of a large one whose rows were looked at before, all of them. To be called inside
 * a transaction.
 */
const hasOtherForms = (database: Database): boolean => {
  const state = knownOf(database);
  if (state.found) return true;
  const isFirst = state.version === '';
  if (isFirst || (state.complete && state.version !== libraryVersion(database))) {
    lookOn(database, state);
  }
  return state.found;
};

/** Looks at all rows of a library, a slice at a time; settles whether dates of other forms were found. */
export function* lookForDateForms(database: Database): Generator<void, boolean> {
  const state = knownOf(database);
  while (lookOn(database, state)) yield;
  return state.found;
}

/**
 * What orders rows by a moment: the column itself, or what it says of the moment where the library has
 * dates of other forms. Text that is no date is ordered as text.
 */
export const momentKey = (database: Database, column: Moment): string =>
  transaction(database, 'read', () => hasOtherForms(database)) ? `moment_of(${column})` : column;
