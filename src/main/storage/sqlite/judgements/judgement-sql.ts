import type { GenerationFilter } from '../../../../shared/query';
import type { StoredValue } from '../core/rows';
import type { Fragment } from '../core/sql-fragment';

// What is asked of judgements, as conditions and keys on rows of `generations`.

/**
 * Generations by what was said of them, from the few that were judged to their rowids, which every
 * index holds: no row has to be read for it.
 */
const those = (
  negated: boolean,
  condition: string,
  ...params: readonly StoredValue[]
): Fragment => ({
  sql: `generations.rowid ${negated ? 'NOT IN' : 'IN'} (SELECT g.rowid
    FROM generation_judgements AS j CROSS JOIN generations AS g ON g.id = j.generation_id
    WHERE ${condition})`,
  params,
});

/** The conditions of a filter that concern judgements. */
export const judgementConditions = (filter: GenerationFilter): readonly Fragment[] => {
  const { heard, starred, rejected, rated, minRating, maxRating, tags = [] } = filter;
  const conditions: Fragment[] = [];
  const is = (wanted: boolean | undefined, condition: string) => {
    if (wanted !== undefined) conditions.push(those(!wanted, condition));
  };
  is(heard, 'j.heard_at IS NOT NULL');
  is(starred, 'j.starred = 1');
  is(rejected, 'j.rejected = 1');
  is(rated, 'j.rating IS NOT NULL');
  if (minRating !== undefined) conditions.push(those(false, 'j.rating >= ?', minRating));
  if (maxRating !== undefined) conditions.push(those(false, 'j.rating <= ?', maxRating));
  for (const tag of tags) {
    conditions.push(
      those(false, 'json_valid(j.tags) AND ? IN (SELECT value FROM json_each(j.tags))', tag),
    );
  }
  return conditions;
};

/** A value of the judgement as a key of an order. */
export const judgementKey = (column: 'heard_at' | 'rating' | 'starred'): string => {
  const value = `(SELECT j.${column} FROM generation_judgements AS j
    WHERE j.generation_id = generations.id)`;
  return column === 'starred' ? `coalesce(${value}, 0)` : value;
};

/** The tags in use, the most frequent first. */
export const tagsInUse = `SELECT tag.value, count(*)
  FROM generation_judgements AS j, json_each(iif(json_valid(j.tags), j.tags, '[]')) AS tag
  WHERE j.tags IS NOT NULL AND tag.type = 'text' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 200`;
