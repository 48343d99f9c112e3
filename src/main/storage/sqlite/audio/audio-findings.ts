import type { Finding, FindingKind } from '../../../../shared/audio-check';
import { MonitorError } from '../../../../shared/errors';
import type { GenerationFilter } from '../../../../shared/query';
import type { CheckStep, KeptCheck, LastCheck } from '../../engine';
import type { Connection } from '../core/connection';
import { type Database, limited, statement, transaction } from '../core/database';
import { formatStoredDate, parseStoredDate } from '../core/dates';
import type { StoredValue } from '../core/rows';
import type { Fragment } from '../core/sql-fragment';
import { findingsTable } from '../sidecar/audio-check-tables';
import { writeOwn } from '../sidecar/sidecar-tables';

// What the last check of the audio found. Always in the companion, never in a library: which files
// are there depends on the machine.

const findingColumns = ['kind', 'generation_id', 'title', 'message'];

export const lastCheck = (database: Database): LastCheck => {
  const store = database.companion.readable();
  try {
    const check = store && keptCheck(store);
    if (!store || !check) return { libraryPath: database.path, check: null, counts: {} };
    const sql = `SELECT kind, count(*) FROM ${findingsTable} GROUP BY kind`;
    const counts = store.prepare(sql).raw(true).all() as [FindingKind, number][];
    return { libraryPath: database.path, check, counts: Object.fromEntries(counts) };
  } catch (thrown) {
    throw database.companion.errorOf(thrown);
  }
};

const keptCheck = (store: Connection): KeptCheck | null => {
  const row = store
    .prepare('SELECT phase, after, checked, total, ended_at FROM audio_check')
    .raw(true)
    .get() as [KeptCheck['phase'], string, number, number, StoredValue] | undefined;
  if (!row) return null;
  const [phase, after, checked, total, ended] = row;
  return { phase, after, checked, total, endedAt: endOf(ended) };
};

const endOf = (stored: StoredValue): Date =>
  (typeof stored === 'string' ? parseStoredDate(stored) : null) ?? new Date(0);

/** Keeps a step, all of it or nothing. Fails with `library-none` when another library is open. */
export const keepCheck = (
  database: Database,
  { libraryPath, check, found, fresh }: CheckStep,
): null => {
  if (libraryPath !== database.path) {
    throw new MonitorError('library-none', 'Another library is open.');
  }
  const { phase, after, checked, total, endedAt } = check;
  writeOwn(database, (store) => {
    const insert = store.prepare(
      `INSERT INTO ${findingsTable} (${findingColumns.join(', ')}) VALUES (?, ?, ?, ?)`,
    );
    if (fresh) store.exec(`DELETE FROM ${findingsTable}`);
    for (const { kind, id, title, message } of found) insert.run(kind, id, title, message);
    store
      .prepare('INSERT OR REPLACE INTO audio_check VALUES (1, ?, ?, ?, ?, ?)')
      .run(phase, after, checked, total, formatStoredDate(endedAt));
  });
  return null;
};

/** Findings of a kind, or all, in the order in which they were found. */
export const listFindings = (
  database: Database,
  wanted: Readonly<{ kind: FindingKind | null; position: number; limit: number }>,
): Readonly<{ total: number; findings: readonly Finding[] }> =>
  transaction(database, 'read', () => {
    database.companion.assertUsable();
    const { kind, position, limit } = wanted;
    const from = `FROM ${findingsTable} ${kind === null ? '' : 'WHERE kind = ?'}`;
    const asked = kind === null ? [] : [kind];
    const [total] = statement(database, `SELECT count(*) ${from}`).get(...asked) as [number];
    const sql = `SELECT ${findingColumns.join(', ')} ${from} ORDER BY id ${limited} OFFSET ?`;
    const rows = statement(database, sql).all(...asked, limit, position) as [
      FindingKind,
      string | null,
      string,
      string,
    ][];
    const findings = rows.map(([found, id, title, message]) => ({
      kind: found,
      id,
      title,
      message,
    }));
    return { total, findings };
  });

/** Generations whose audio has one of these findings. */
export const findingCondition = (kinds: NonNullable<GenerationFilter['audio']>): Fragment => ({
  sql: `generations.rowid IN (SELECT g.rowid
    FROM ${findingsTable} AS f CROSS JOIN generations AS g ON g.id = f.generation_id
    WHERE f.kind IN (${kinds.map(() => '?').join(', ')}))`,
  params: kinds,
});
