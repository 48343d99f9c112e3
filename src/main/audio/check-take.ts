import type { Finding, FindingKind, Take } from '../../shared/audio-check';
import { differences } from '../../shared/audio-differences';
import { toFailure } from '../../shared/errors';
import { isComplete } from '../../shared/generation';
import type { AudioPlaces } from './allowed-file';
import { peaksOf, withAudio } from './analysis';
import { readFacts } from './facts';
import type { PeakCache } from './peak-cache';

/** Files open at the same time. */
const atOnce = 16;

/** Looks at the audio of finished takes, in their order; nothing is changed. */
export const checkTakes = async (
  takes: readonly Take[],
  places: AudioPlaces,
  cache: PeakCache,
): Promise<readonly Finding[]> => {
  const found: (readonly Finding[])[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < takes.length; index = next++) {
      const take = takes[index];
      if (take && isComplete(take)) found[index] = await checkTake(take, places, cache);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return found.flatMap((findings) => findings ?? []);
};

const checkTake = async (
  take: Take,
  places: AudioPlaces,
  cache: PeakCache,
): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  const note = (kind: FindingKind, message: string) =>
    found.push({ kind, id: take.id, title: take.prompt, message });
  try {
    await withAudio({ filePath: take.filePath, places }, async (audio) => {
      const facts = await readFacts(audio);
      const { durationSeconds: length, declaredSeconds: declared } = facts;
      if (facts.problems.includes('no-samples')) {
        note('no-samples', `${take.filePath} has a header and no sound.`);
        return;
      }
      if (facts.problems.includes('truncated')) {
        const whole = declared === null ? '' : ` of ${seconds(declared)}`;
        note('truncated', `${take.filePath} holds ${seconds(length)}${whole}, and ends early.`);
      }
      const peaks = await peaksOf(audio, cache);
      if (peaks?.silent) note('silent', `${take.filePath} is never louder than −60 dBFS.`);
      if (peaks?.clipped) note('clipped', `${take.filePath} stays at full scale in places.`);
      const differing = (Object.keys(differences(facts, take)) as (keyof typeof names)[]).filter(
        // That a file was cut is told already.
        (name) => name !== 'durationSeconds' || !facts.problems.includes('truncated'),
      );
      if (differing.length > 0) {
        const what = differing.map((name) => names[name]).join(', ');
        note('differs', `File and record differ in ${what}.`);
      }
    });
  } catch (thrown) {
    const { code, message } = toFailure(thrown);
    note(kinds[code] ?? 'not-audio', message);
  }
  return found;
};

const kinds: Readonly<Record<string, FindingKind>> = {
  'audio-missing': 'missing',
  'audio-refused': 'refused',
  'audio-unreadable': 'refused',
  'audio-unsupported': 'unsupported',
};

const names = {
  durationSeconds: 'length',
  sampleRate: 'sample rate',
  channels: 'channels',
  fileSizeBytes: 'size',
} as const;

const seconds = (value: number | null): string => `${(value ?? 0).toFixed(1)} s`;
