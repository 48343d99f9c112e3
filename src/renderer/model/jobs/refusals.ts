import { formatCount } from '../../base/format/numbers';

type Skipped = Readonly<{ reason: string; refusal?: string }>;

/** How many the library refused and why, for instance `2 refused by the library (locked)`; or nothing. */
export const describeRefusals = (skipped: readonly Skipped[]): string => {
  const refused = skipped.filter(({ reason }) => reason === 'refused');
  if (refused.length === 0) return '';
  const why = [...new Set(refused.map(({ refusal }) => refusal))].slice(0, 3).join('; ');
  return `${formatCount(refused.length)} refused by the library (${why})`;
};
