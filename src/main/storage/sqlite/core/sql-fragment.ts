import type { StoredValue } from './rows';

/** A piece of SQL with its parameters in order. */
export type Fragment = Readonly<{ sql: string; params: readonly StoredValue[] }>;

export const fragment = (sql: string, ...params: readonly StoredValue[]): Fragment => ({
  sql,
  params,
});

/** Joins conditions with AND; none at all is true. */
export const all = (conditions: readonly Fragment[]): Fragment =>
  conditions.length === 0
    ? fragment('1')
    : fragment(
        conditions.map(({ sql }) => `(${sql})`).join(' AND '),
        ...conditions.flatMap(({ params }) => params),
      );

/** Joins conditions with OR; none at all is false. */
export const any = (conditions: readonly Fragment[]): Fragment =>
  conditions.length === 0
    ? fragment('0')
    : fragment(
        conditions.map(({ sql }) => `(${sql})`).join(' OR '),
        ...conditions.flatMap(({ params }) => params),
      );
