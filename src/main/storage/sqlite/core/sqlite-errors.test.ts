import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createAllSchema, failureOf, libraryOf, open } from '../../testing/libraries';
import { transaction } from './database';

// What the long torture found: a damaged length made SQLite ask for more memory than there is.
it('memory that SQLite does not get is no failure without a name', () => {
  const { database } = open(libraryOf(createAllSchema));
  const failure = failureOf(() =>
    transaction(database, 'read', () => {
      throw new Database.SqliteError('out of memory', 'SQLITE_NOMEM');
    }),
  );
  expect(failure).toMatchObject({
    code: 'library-unreadable',
    hint: expect.stringContaining('backup'),
  });
});
