import type { AudioFacts } from './audio';
import type { Generation } from './generation';

/** What the record says where the file says something else. */
export type Differences = Readonly<
  Partial<Pick<Generation, 'durationSeconds' | 'sampleRate' | 'channels' | 'fileSizeBytes'>>
>;

/** Models end a piece at a whole frame of theirs: less than this, seconds, is no difference. */
const lengthTolerance = 0.25;

/** Compares a file with its record; what either does not know is no difference. */
export const differences = (
  facts: AudioFacts,
  record: Pick<Generation, 'durationSeconds' | 'sampleRate' | 'channels' | 'fileSizeBytes'>,
): Differences => {
  const apart = (a: number | null, b: number | null, tolerance = 0): boolean =>
    a !== null && b !== null && Math.abs(a - b) > tolerance;
  // Opus has one rate for all, and notes what it was made from.
  const fileRate = /^opus/i.test(facts.codec) ? null : facts.sampleRate;
  return {
    ...(apart(facts.durationSeconds, record.durationSeconds, lengthTolerance) && {
      durationSeconds: record.durationSeconds,
    }),
    ...(apart(fileRate, record.sampleRate) && { sampleRate: record.sampleRate }),
    ...(apart(facts.channels, record.channels) && { channels: record.channels }),
    ...(apart(facts.sizeBytes, record.fileSizeBytes) && { fileSizeBytes: record.fileSizeBytes }),
  };
};
