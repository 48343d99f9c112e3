import type { Random } from './random';

/** A model of the sample library. */
export type SampleModel = Readonly<{
  name: string;
  /** With the share of the library's time at which each came into use, oldest first. */
  versions: readonly (readonly [string, number])[];
  sampleRate: number;
  channels: 1 | 2;
  /** Seconds of work per second of audio. */
  realTimeFactor: number;
  /** How much more often than others it fails. */
  failing: number;
  /** How often it is chosen. */
  weight: number;
  /** Lengths that people ask of it, seconds. */
  durations: readonly number[];
}>;

const musicgen = {
  sampleRate: 32_000,
  channels: 1,
  durations: [8, 8, 10, 15, 15, 20, 30],
} as const;
const versions = [['1.0.0', 0] as const, ['1.1.0', 0.55] as const];

export const sampleModels: readonly SampleModel[] = [
  {
    ...musicgen,
    name: 'musicgen-small',
    versions,
    realTimeFactor: 0.38,
    failing: 0.6,
    weight: 30,
  },
  { ...musicgen, name: 'musicgen-medium', versions, realTimeFactor: 0.82, failing: 1, weight: 30 },
  { ...musicgen, name: 'musicgen-large', versions, realTimeFactor: 1.65, failing: 1.4, weight: 16 },
  {
    ...musicgen,
    name: 'musicgen-stereo-medium',
    versions: [['1.0.0', 0.2]],
    channels: 2,
    realTimeFactor: 0.96,
    failing: 1,
    weight: 9,
  },
  { ...musicgen, name: 'musicgen-melody', versions, realTimeFactor: 0.9, failing: 0.9, weight: 7 },
  {
    name: 'yue-7b',
    versions: [
      ['0.1.0', 0.4],
      ['0.2.0', 0.8],
    ],
    sampleRate: 44_100,
    channels: 2,
    realTimeFactor: 2.6,
    failing: 1.9,
    weight: 9,
    durations: [10, 20, 30],
  },
];

/** A model in use at a share (0 to 1) of the library's time, and its version then. */
export const chooseModel = (
  random: Random,
  share: number,
): Readonly<{ model: SampleModel; version: string }> => {
  const inUse = sampleModels.filter(({ versions: all }) => (all[0]?.[1] ?? 0) <= share);
  const model = random.weighted(inUse.map((candidate) => [candidate, candidate.weight] as const));
  const version = model.versions.findLast(([, since]) => since <= share)?.[0] ?? '1.0.0';
  return { model, version };
};

/** Seconds of work per second of audio; 1 for models that nobody has timed here. */
export const realTimeFactorOf = (modelName: string): number =>
  sampleModels.find(({ name }) => name === modelName)?.realTimeFactor ?? 1;
