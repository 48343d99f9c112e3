import { type Database, transaction } from '../core/database';
import { countPrompts } from '../jobs/prompts';
import { countGenerations } from '../rows/counts';

/** As Python's `get_database_stats`, and what follows from the same numbers. */
export type LibraryStats = Readonly<{
  totalGenerations: number;
  /** As Python has them; every other status is in `byStatus` only. */
  pending: number;
  processing: number;
  completed: number;
  failed: number;
  byStatus: Readonly<Record<string, number>>;
  totalPrompts: number;
  /** Completed of all that ended, 0 to 1; `null` before any did. */
  successRate: number | null;
}>;

export const libraryStats = (database: Database): LibraryStats =>
  transaction(database, 'read', () => {
    const { total, byStatus } = countGenerations(database, {});
    const { pending = 0, processing = 0, completed = 0, failed = 0 } = byStatus;
    return {
      totalGenerations: total,
      pending,
      processing,
      completed,
      failed,
      byStatus,
      totalPrompts: countPrompts(database),
      successRate: rate(completed, failed),
    };
  });

const rate = (completed: number, failed: number): number | null =>
  completed + failed === 0 ? null : completed / (completed + failed);
