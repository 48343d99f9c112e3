import { type Database, statement, transaction } from './database';

/**
 * A text that changes whenever anybody, this connection included, has committed a change to the
 * library or to what the companion keeps about it. Costs some microseconds. Inside a read transaction
 * it belongs to what that transaction sees.
 */
export const libraryVersion = (database: Database): string => {
  const { cache } = database;
  if (cache.seen !== null) return cache.seen;
  const [data] = statement(database, 'PRAGMA data_version').get() as [number];
  const [own] = statement(database, 'SELECT total_changes()').get() as [number];
  const [schema] = statement(database, 'PRAGMA schema_version').get() as [number];
  const [judged] = database.companion.isAttached()
    ? (statement(database, 'PRAGMA companion.data_version').get() as [number])
    : [0];
  const version = `${data}.${own}.${schema}.${judged}`;
  if (cache.reading) cache.seen = version;
  return version;
};

/** The same, wherever it is asked. */
export const versionNow = (database: Database): string =>
  transaction(database, 'read', () => libraryVersion(database));

/** Whether that has been worked out from the library as it is. */
export const isKnown = (database: Database, key: string): boolean =>
  database.cache.values.has(key) && database.cache.version === versionNow(database);

const maxValues = 200;

/** `work`'s result, kept until the library changes. */
export const perVersion = <T>(database: Database, key: string, work: () => T): T => {
  const { cache } = database;
  const version = versionNow(database);
  if (cache.version !== version || cache.values.size >= maxValues) {
    cache.version = version;
    cache.values.clear();
  }
  if (cache.values.has(key)) return cache.values.get(key) as T;
  const value = work();
  // Where somebody wrote meanwhile, what `work` asked for has been kept for a later version.
  if (!cache.writing && cache.version === version) cache.values.set(key, value);
  return value;
};

/** Leaves only the latest of the kept values whose keys begin like this, for those that are large. */
export const keepLatest = ({ cache }: Database, prefix: string, count: number): void => {
  const keys = [...cache.values.keys()].filter((key) => key.startsWith(prefix));
  for (const key of keys.slice(0, -count)) cache.values.delete(key);
};

/** The same for work of several transactions: its result is kept where nobody wrote in between. */
export function* perVersionInTurns<T>(
  database: Database,
  key: string,
  work: () => Generator<void, T>,
): Generator<void, T> {
  const before = versionNow(database);
  const { cache } = database;
  if (cache.version === before && cache.values.has(key)) return cache.values.get(key) as T;
  const value = yield* work();
  if (versionNow(database) === before) perVersion(database, key, () => value);
  return value;
}
