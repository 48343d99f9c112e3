import { fold } from '../../../../shared/fold';
import type { Prompt } from '../../../../shared/prompt';
import { type Database, limited, statement, transaction } from '../core/database';
import { parseStoredDate, storedNow } from '../core/dates';
import { rawText, type StoredValue } from '../core/rows';

const select = 'SELECT id, text, used_count, first_used_at, last_used_at FROM prompts';
type PromptRow = readonly [number, StoredValue, StoredValue, StoredValue, StoredValue];

const dateOf = (value: StoredValue): Date | null =>
  typeof value === 'string' ? parseStoredDate(value) : null;

const toPrompt = ([id, text, usedCount, first, last]: PromptRow): Prompt => ({
  id,
  text: rawText(text),
  usedCount: typeof usedCount === 'number' ? usedCount : null,
  firstUsedAt: dateOf(first),
  lastUsedAt: dateOf(last),
});

// Written so as to need no unique index: a library of the documents' kind may lack one.
const countSql = 'UPDATE prompts SET used_count = used_count + 1, last_used_at = ? WHERE text = ?';
const insertSql = `INSERT INTO prompts (text, used_count, first_used_at, last_used_at)
  VALUES (?, 1, ?, ?)`;

/** Counts one use of a prompt. To be called inside a write transaction. */
export const countPromptUse = (database: Database, text: string, now: string): void => {
  if (statement(database, countSql).run(now, text).changes > 0) return;
  statement(database, insertSql).run(text, now, now);
};

/** Counts one use of a prompt and answers it. */
export const trackPrompt = (database: Database, text: string): Prompt =>
  transaction(database, 'write', () => {
    countPromptUse(database, text, storedNow());
    const row = statement(database, `${select} WHERE text = ?`).get(text);
    return toPrompt(row as PromptRow);
  });

/** `null` when there is none. */
export const getPrompt = (database: Database, id: number): Prompt | null =>
  findPrompt(database, 'WHERE id = ?', id);

/** By its exact text. `null` when there is none. */
export const getPromptByText = (database: Database, text: string): Prompt | null =>
  findPrompt(database, 'WHERE text = ?', text);

const findPrompt = (database: Database, where: string, value: string | number): Prompt | null =>
  transaction(database, 'read', () => {
    const row = statement(database, `${select} ${where}`).get(value) as PromptRow | undefined;
    return row ? toPrompt(row) : null;
  });

/** Most used first; of equal use, the latest used first. */
export const listPrompts = (
  database: Database,
  { limit = 100, offset = 0 }: Readonly<{ limit?: number; offset?: number }> = {},
): readonly Prompt[] =>
  transaction(database, 'read', () => {
    const sql = `${select} ORDER BY used_count DESC, last_used_at DESC, id ${limited} OFFSET ?`;
    return (statement(database, sql).all(limit, offset) as PromptRow[]).map(toPrompt);
  });

/** The most used prompts. */
export const mostUsedPrompts = (database: Database, limit = 10): readonly Prompt[] =>
  listPrompts(database, { limit });

/** Prompts that contain a text, upper or lower case, nothing being a wildcard; most used first. */
export const searchPrompts = (
  database: Database,
  { text, limit }: Readonly<{ text: string; limit: number }>,
): readonly Prompt[] =>
  transaction(database, 'read', () => {
    const sql = `${select} WHERE matches_text(?, text)
      ORDER BY used_count DESC, last_used_at DESC, id ${limited}`;
    return (statement(database, sql).all(fold(text), limit) as PromptRow[]).map(toPrompt);
  });

/** How many prompts there are. */
export const countPrompts = (database: Database): number =>
  transaction(database, 'read', () => {
    const [total] = statement(database, 'SELECT count(*) FROM prompts').get() as [number];
    return total;
  });
