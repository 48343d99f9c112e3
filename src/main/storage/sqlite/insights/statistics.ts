import { type Database, transaction } from '../core/database';
import { countPrompts } from '../jobs/prompts';
import { countGenerations } from '../rows/counts';

/** As Python's `get_database_stats`, and what follows from the same numbers. */
export type LibraryStats = Readonly<{
  totalGenerations: number;
  byStatus: Readonly<Record<string, number>>;
  totalPrompts: number;
  /** Completed of all that ended, 0 to 1; `null` before any did. */
  successRate: number | null;
}>;

export const libraryStats = (database: Database): LibraryStats =>
  transaction(database, 'read', () => {
    const { total, byStatus } = countGenerations(database, {});
    const [completed, failed] = [byStatus.completed ?? 0, byStatus.failed ?? 0];
    return {
      totalGenerations: total,
      byStatus,
      totalPrompts: countPrompts(database),
      successRate: rate(completed, failed),
    };
  });

const rate = (completed: number, failed: number): number | null =>
  completed + failed === 0 ? null : completed / (completed + failed);
