import { randomUUID } from 'node:crypto';
import type { Vote, VoteCount } from '../../../../shared/judgement';
import type { Connection } from '../core/connection';
import { type Database, statement, transaction } from '../core/database';
import { formatStoredDate, storedNow } from '../core/dates';
import type { StoredValue } from '../core/rows';
import { copyRows, writeOwn } from '../sidecar/sidecar-tables';

// Votes of comparisons, kept as judgements are, see judgements.ts.

const columns = 'comparison_id, voted_at, winner_id, loser_id, blind';

/** Keeps a vote, one row per take that lost. Answers the id of the comparison, for {@link withdrawVote}. */
export const castVote = (database: Database, { winnerId, loserIds, blind }: Vote): string =>
  writeOwn(database, (store) => {
    const comparisonId = randomUUID();
    const now = storedNow();
    const insert = store.prepare(
      `INSERT INTO comparison_votes (${columns}) VALUES (?, ?, ?, ?, ?)`,
    );
    for (const loserId of new Set(loserIds)) {
      if (loserId !== winnerId) insert.run(comparisonId, now, winnerId, loserId, Number(blind));
    }
    return comparisonId;
  });

/** Takes a vote back; whether there was one. */
export const withdrawVote = (database: Database, comparisonId: string): boolean =>
  writeOwn(
    database,
    (store) =>
      store.prepare('DELETE FROM comparison_votes WHERE comparison_id = ?').run(comparisonId)
        .changes > 0,
  );

/** How often these generations won and lost, each row of a vote counted once; zeros included. */
export const votesOf = (database: Database, ids: readonly string[]): readonly VoteCount[] =>
  transaction(database, 'read', () => {
    database.companion.assertUsable();
    const sql = `SELECT value,
        (SELECT count(*) FROM comparison_votes WHERE winner_id = value),
        (SELECT count(*) FROM comparison_votes WHERE loser_id = value)
      FROM json_each(?)`;
    const rows = statement(database, sql).all(JSON.stringify(ids)) as [string, number, number][];
    return rows.map(([generationId, wins, losses]) => ({ generationId, wins, losses }));
  });

/** The prompts of each vote between takes of two prompts, or models: that of the winner first. */
export const votesBetween = (
  database: Database,
  column: 'prompt' | 'model_name',
  since: Date | null,
): readonly (readonly [winner: StoredValue, loser: StoredValue])[] =>
  transaction(database, 'read', () => {
    const sql = `SELECT winner.${column}, loser.${column} FROM comparison_votes
        JOIN generations AS winner ON winner.id = winner_id
        JOIN generations AS loser ON loser.id = loser_id
      WHERE winner.${column} <> loser.${column} AND voted_at >= ?`;
    const from = since === null ? '' : formatStoredDate(since);
    return statement(database, sql).all(from) as [StoredValue, StoredValue][];
  });

/** See {@link copyRows}. */
export const copyVotes = (from: Connection, to: Connection): void => {
  const put = to.prepare(
    `INSERT INTO comparison_votes (${columns}) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  copyRows(from, to, {
    table: 'comparison_votes',
    key: ['comparison_id', 'loser_id'],
    columns,
    keep: (...row) => put.run(...row),
  });
};
