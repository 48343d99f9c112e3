import { MonitorError } from '../../../../shared/errors';
import type { MigrationReport, MigrationStatus } from '../../../../shared/library';
import { type Database, transaction } from '../core/database';
import {
  earlierAdditions,
  hasEarlierAdditions,
  removeEarlierAdditions,
} from '../core/earlier-additions';
import {
  applyMigration,
  baseMigration,
  indexMigrations,
  isOurs,
  type Migration,
  markAsOurs,
  presenceOf,
  revertMigration,
} from '../core/migrations';
import { backupLibrary, backupName } from './backup';
import { takeOverEarlier } from './take-over';

/**
 * Which steps a library has and lacks, by what is really in it. What an earlier version added, and
 * this one keeps elsewhere, counts as a step that it lacks. Nothing is listed as applied where there
 * is nothing of ours.
 */
export const migrationStatus = (database: Database): MigrationStatus =>
  transaction(database, 'read', () => {
    const { connection } = database;
    const whole = indexMigrations.filter((step) => presenceOf(connection, step) === 'whole');
    const kind = isOurs(connection) ? 'applied' : 'adopted';
    const base = kind === 'applied' || whole.length > 0 || hasEarlierAdditions(connection);
    return {
      applied: [
        ...(base ? [{ name: baseMigration.name, kind } as const] : []),
        ...whole.map(({ name }) => ({ name, kind: 'applied' }) as const),
      ],
      pending: pendingOf(database).map(nameOf),
    };
  });

/** A step, or that which takes out what an earlier version added. */
type Step = Migration | typeof earlierAdditions;

const nameOf = (step: Step): string => (typeof step === 'string' ? step : step.name);

const pendingOf = ({ connection }: Database): readonly Step[] => [
  ...(hasEarlierAdditions(connection) ? ([earlierAdditions] as const) : []),
  ...indexMigrations.filter((step) => presenceOf(connection, step) !== 'whole'),
];

/**
 * Adds what the library lacks: indexes only. Each step is one transaction, so that other writers wait
 * for no more than one, and an interruption leaves the library before or after a step. A checked
 * backup is made first.
 */
export const migrateLibrary = async (database: Database): Promise<MigrationReport> => {
  if (migrationStatus(database).pending.length === 0) return { steps: [], backup: null };
  assertWritable(database);
  const backup = await backupLibrary(database, backupName(database.path, 'before-migration'));
  const steps: string[] = [];
  for (const step of transaction(database, 'read', () => pendingOf(database))) {
    transaction(database, 'write', () => {
      // Another process may have taken it meanwhile.
      if (pendingOf(database).includes(step)) take(database, step);
    });
    steps.push(nameOf(step));
  }
  return { steps, backup };
};

const take = (database: Database, step: Step): void => {
  if (typeof step === 'string') removeEarlier(database);
  else applyMigration(database.connection, step);
  assertForeignKeys(database);
};

/** What is there is copied first, while nobody can add to it; only then it is taken out. */
const removeEarlier = (database: Database): void => {
  takeOverEarlier(database, { always: true });
  const ours = isOurs(database.connection);
  removeEarlierAdditions(database.connection);
  if (ours) markAsOurs(database.connection);
};

/**
 * Takes the latest step back, after a checked backup. What an adopted library came with is never
 * touched, and of one that we created the first step only while it is empty.
 */
export const rollbackLibrary = async (database: Database): Promise<MigrationReport> => {
  assertWritable(database);
  const last = transaction(database, 'read', () => lastStep(database));
  if (last === undefined) return { steps: [], backup: null };
  if (last === baseMigration) assertEmpty(database);
  const backup = await backupLibrary(database, backupName(database.path, 'before-rollback'));
  transaction(database, 'write', () => {
    const step = lastStep(database);
    if (step === undefined || step !== last) return;
    if (step === baseMigration) assertEmpty(database);
    if (typeof step === 'string') removeEarlier(database);
    else revertMigration(database.connection, step);
    assertForeignKeys(database);
  });
  database.statements.clear();
  return { steps: [nameOf(last)], backup };
};

/** What came last, whole or in part. */
const lastStep = ({ connection }: Database): Step | undefined => {
  if (hasEarlierAdditions(connection)) return earlierAdditions;
  const index = indexMigrations.findLast((step) => presenceOf(connection, step) !== 'none');
  return index ?? (isOurs(connection) ? baseMigration : undefined);
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
