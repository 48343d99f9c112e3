import { MonitorError } from '../../../../shared/errors';
import type { MigrationReport, MigrationStatus } from '../../../../shared/library';
import { type Database, transaction } from '../core/database';
import { storedNow } from '../core/dates';
import {
  adoptMigration,
  appliedMigrations,
  applyMigration,
  attemptsMigration,
  baseMigration,
  judgementsMigration,
  type Migration,
  migrations,
  revertMigration,
} from '../core/migrations';
import { moveAttempts } from '../history/attempts';
import { moveJudgements } from '../judgements/judgements';
import { inWrite, type Move } from '../sidecar/sidecar-tables';
import { backupLibrary, backupName } from './backup';

/** What the companion keeps until the library has the tables of a step. */
const moves: ReadonlyMap<Migration, Move> = new Map([
  [attemptsMigration, moveAttempts],
  [judgementsMigration, moveJudgements],
]);

/** Which steps a library has and lacks. Of an adopted one the first is done already. */
export const migrationStatus = (database: Database): MigrationStatus =>
  transaction(database, 'read', () => {
    const applied = appliedMigrations(database.connection);
    const pending = missing(database).map(({ name }) => name);
    return { applied, pending };
  });

const missing = (database: Database): readonly Migration[] => {
  const applied = appliedMigrations(database.connection);
  return migrations.filter(
    (step) => step !== baseMigration && !applied.some(({ name }) => name === step.name),
  );
};

/**
 * Adds what the library lacks: to an adopted one plain indexes and plain tables only. Each step is
 * one transaction, so that other writers wait for no more than one, and an interruption leaves the
 * library before or after a step. A checked backup is made first.
 */
export const migrateLibrary = async (database: Database): Promise<MigrationReport> => {
  if (missing(database).length === 0) return { steps: [], backup: null };
  assertWritable(database);
  const backup = await backupLibrary(database, backupName(database.path, 'before-migration'));
  const steps: string[] = [];
  for (let step = missing(database)[0]; step; step = missing(database)[0]) {
    takeStep(database, step);
    steps.push(step.name);
  }
  return { steps, backup };
};

const takeStep = (database: Database, step: Migration): void => {
  let moved = () => {};
  transaction(database, 'write', () => {
    const { connection } = database;
    // Another process may have taken it meanwhile.
    if (!missing(database).includes(step)) return;
    if (appliedMigrations(connection).length === 0) {
      adoptMigration(connection, baseMigration, storedNow());
    }
    applyMigration(connection, step, storedNow());
    assertForeignKeys(database);
    const companion = database.companion.existing();
    if (companion) moved = moves.get(step)?.(companion, connection) ?? moved;
  });
  moved();
};

/**
 * Takes the latest step back, after a checked backup. What an adopted library came with is never
 * touched, and of one that we created the first step only while it is empty.
 */
export const rollbackLibrary = async (database: Database): Promise<MigrationReport> => {
  assertWritable(database);
  const last = lastStep(database);
  if (last === undefined) return { steps: [], backup: null };
  if (last === baseMigration) assertEmpty(database);
  const backup = await backupLibrary(database, backupName(database.path, 'before-rollback'));
  transaction(database, 'write', () => {
    const step = lastStep(database);
    if (step !== last) return;
    if (step === baseMigration) assertEmpty(database);
    const move = moves.get(step);
    if (move) {
      const companion = database.companion.required();
      inWrite(companion, () => move(database.connection, companion));
    }
    revertMigration(database.connection, step);
    assertForeignKeys(database);
  });
  database.statements.clear();
  return { steps: [last.name], backup };
};

const lastStep = (database: Database): Migration | undefined => {
  const last = appliedMigrations(database.connection)
    .filter(({ kind }) => kind === 'applied')
    .at(-1);
  return migrations.find(({ name }) => name === last?.name);
};

const assertWritable = (database: Database): void => {
  if (database.readOnlyReason === null) return;
  throw new MonitorError('library-read-only', database.readOnlyReason);
};

const assertEmpty = (database: Database): void => {
  const rows = database.connection.prepare('SELECT count(*) FROM generations').pluck().get();
  if (rows === 0) return;
  throw new MonitorError(
    'invalid-input',
    `Taking back the first step would destroy ${rows} generations.`,
    { hint: 'To start again with an empty library, use `db reset`.' },
  );
};

const assertForeignKeys = (database: Database): void => {
  const broken = database.connection.pragma('main.foreign_key_check') as unknown[];
  if (broken.length > 0) {
    throw new MonitorError('internal', `${broken.length} rows would refer to rows not there.`);
  }
};
