import { type RareStanding, rareStandings } from '../../../../shared/insights';

// What the leaderboards of prompts and of models have in common.

const dayMs = 24 * 3_600_000;

/** When a window of so many days begins; `null` for all time. */
export const windowStart = (days: number | null): Date | null =>
  days === null ? null : new Date(Date.now() - days * dayMs);

/** What a rare standing is worked out from. */
const countOf = {
  rating: 'rated',
  starred: 'starred',
  wins: 'comparisons',
} as const satisfies Record<RareStanding, string>;
type Count = (typeof countOf)[RareStanding];

/** The rare standings that any has. @param isCounted whether any has such a count above 0 */
export const knownStandings = (isCounted: (count: Count) => boolean): readonly RareStanding[] =>
  rareStandings.filter((what) => isCounted(countOf[what]));

export const compare = <T extends number | string | Date>(a: T, b: T): number =>
  a < b ? -1 : a > b ? 1 : 0;
