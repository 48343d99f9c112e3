/**
 * Gains that make takes equally loud, decibels: all as loud as the quietest, so that nothing clips.
 * A take without a loudness stays as it is.
 *
 * @param loudnesses LKFS each
 */
export const matchGains = (loudnesses: readonly (number | null)[]): readonly number[] => {
  const known = loudnesses.filter((loudness) => loudness !== null);
  const quietest = Math.min(...known);
  return loudnesses.map((loudness) => (loudness === null ? 0 : quietest - loudness));
};

/** Decibels → factor. */
export const toFactor = (decibels: number): number => 10 ** (decibels / 20);
