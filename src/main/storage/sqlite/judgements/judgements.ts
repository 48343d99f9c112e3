import { MonitorError } from '../../../../shared/errors';
import {
  type Judgement,
  type JudgementChange,
  type JudgementChanges,
  type JudgementOutcome,
  judged,
  opposite,
  unjudged,
} from '../../../../shared/judgement';
import type { Connection } from '../core/connection';
import { type Database, statement, transaction } from '../core/database';
import { formatStoredDate, parseStoredDate, storedNow } from '../core/dates';
import { oddIdOf } from '../core/odd-ids';
import { rawText, type StoredValue } from '../core/rows';
import { copyRows, writeOwn } from '../sidecar/sidecar-tables';

// What people think of takes. Read through the library's connection, written to the companion, see
// sidecar/sidecar.ts.

const columns = 'generation_id, heard_at, rating, starred, rejected, tags, note, updated_at';
const select = `SELECT ${columns} FROM generation_judgements WHERE generation_id`;
const upsert = `INSERT INTO generation_judgements (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (generation_id) DO UPDATE SET heard_at = excluded.heard_at, rating = excluded.rating,
    starred = excluded.starred, rejected = excluded.rejected, tags = excluded.tags,
    note = excluded.note, updated_at = excluded.updated_at`;

/**
 * What was said of these generations; those never judged are left out.
 *
 * @throws MonitorError `companion-unusable`, …
 */
export const judgementsOf = (database: Database, ids: readonly string[]): readonly Judgement[] =>
  transaction(database, 'read', () => {
    database.companion.assertUsable();
    return judgementsInSight(database, ids);
  });

const judgementsInSight = (database: Database, ids: readonly string[]): readonly Judgement[] =>
  transaction(database, 'read', () => {
    const sql = `${select} IN (SELECT value FROM json_each(?))`;
    return (statement(database, sql).all(JSON.stringify(ids)) as StoredValue[][]).map(toJudgement);
  });

/**
 * The same for each generation, {@link unjudged} for those left out, and for all where the companion
 * cannot be used: lists are shown all the same, and the window says so.
 */
export const judgementsById = (
  database: Database,
  ids: readonly string[],
): ((id: string) => Judgement) => {
  const known = new Map(inSightIfAny(database, ids).map((one) => [one.generationId, one]));
  return (id) => known.get(id) ?? unjudged(id);
};

const inSightIfAny = (database: Database, ids: readonly string[]): readonly Judgement[] => {
  try {
    return judgementsInSight(database, ids);
  } catch (thrown) {
    if (thrown instanceof MonitorError && thrown.code === 'companion-unusable') return [];
    throw thrown;
  }
};

/** What was said of the generations of one prompt or model. */
export type Praise = Readonly<{
  /** Ratings given, and their sum. */
  rated: number;
  stars: number;
  starred: number;
}>;

/** By prompt or model, those of which nothing was said left out. */
export const praiseBy = (
  database: Database,
  column: 'prompt' | 'model_name',
  since: Date | null = null,
): ReadonlyMap<string, Praise> =>
  transaction(database, 'read', () => {
    const sql = `SELECT g.${column}, count(j.rating), total(j.rating), sum(j.starred = 1)
      FROM generation_judgements AS j CROSS JOIN generations AS g ON g.id = j.generation_id
      WHERE (j.rating IS NOT NULL OR j.starred = 1) AND g.created_at >= ? GROUP BY 1`;
    const from = since === null ? '' : formatStoredDate(since);
    const rows = statement(database, sql).all(from) as [StoredValue, number, number, number][];
    return new Map(
      rows.map(([name, rated, stars, starred]) => [rawText(name), { rated, stars, starred }]),
    );
  });

/**
 * Judges generations, each once, all in one transaction. Those that are not there are left out.
 *
 * @throws MonitorError `library-refused` where none is left because of what their ids are
 */
export const judge = (database: Database, changes: JudgementChanges): JudgementOutcome => {
  const wanted = changes.flatMap(({ ids, change }) => ids.map((id) => ({ id, change })));
  const present = presentOf(
    database,
    wanted.map(({ id }) => id),
  );
  if (present.size === 0) assertOrdinary(database, wanted[0]?.id);
  return writeOwn(database, (store) => {
    const one = store.prepare(`${select} = ?`).raw(true);
    const put = store.prepare(upsert);
    const now = storedNow();
    const undo = new Map<string, { ids: string[]; change: JudgementChange }>();
    for (const { id, change } of wanted) {
      if (!present.has(id)) continue;
      const before = toJudgement((one.get(id) as StoredValue[] | undefined) ?? [id]);
      put.run(...toRow(judged(before, change), now));
      const back = opposite(before, change);
      const key = JSON.stringify(back);
      const same = undo.get(key);
      if (same) same.ids.push(id);
      else undo.set(key, { ids: [id], change: back });
    }
    return { changed: [...present], undo: [...undo.values()] };
  });
};

const assertOrdinary = (database: Database, id: string | undefined): void => {
  const odd = id === undefined ? null : oddIdOf(database, id);
  if (!odd) return;
  throw new MonitorError('library-refused', `This generation cannot be judged: ${odd.why}.`, {
    hint: 'The program that wrote it has to give it another id.',
  });
};

/** Those of the ids that are generations. */
const presentOf = (database: Database, ids: readonly string[]): ReadonlySet<string> =>
  transaction(database, 'read', () => {
    const sql = 'SELECT id FROM generations WHERE id IN (SELECT value FROM json_each(?))';
    const rows = statement(database, sql).all(JSON.stringify(ids)) as [string][];
    return new Set(rows.map(([id]) => id));
  });

const toJudgement = (row: readonly StoredValue[]): Judgement => {
  const [id, heardAt = null, rating = null, starred, rejected, tags, note, updatedAt = null] = row;
  return {
    generationId: String(id),
    heardAt: typeof heardAt === 'string' ? parseStoredDate(heardAt) : null,
    rating: rating === null ? null : Number(rating),
    starred: Number(starred ?? 0) === 1,
    rejected: Number(rejected ?? 0) === 1,
    tags: tagsOf(tags),
    note: typeof note === 'string' ? note : null,
    updatedAt: typeof updatedAt === 'string' ? parseStoredDate(updatedAt) : null,
  };
};

/** Somebody may have written something else by hand. */
const tagsOf = (stored: StoredValue | undefined): readonly string[] => {
  try {
    const tags: unknown = typeof stored === 'string' ? JSON.parse(stored) : [];
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
  } catch {
    return [];
  }
};

const toRow = (judgement: Judgement, now: string): StoredValue[] => [
  judgement.generationId,
  judgement.heardAt ? formatStoredDate(judgement.heardAt) : null,
  judgement.rating,
  Number(judgement.starred),
  Number(judgement.rejected),
  judgement.tags.length > 0 ? JSON.stringify(judgement.tags) : null,
  judgement.note,
  now,
];

/** See {@link copyRows}. Of two judgements of a generation the later one stays. */
export const copyJudgements = (from: Connection, to: Connection): void => {
  const put = to.prepare(`${upsert} WHERE excluded.updated_at > generation_judgements.updated_at`);
  copyRows(from, to, {
    table: 'generation_judgements',
    key: ['generation_id', 'updated_at'],
    columns,
    keep: (...row) => put.run(...row),
  });
};
