import type { JsonObject } from '../../shared/generation';
import { commonKeys } from './key';
import { createRandom, type Random } from './random';
import { sampleFailure } from './sample-failures';
import { chooseModel, type SampleModel, sampleModels } from './sample-models';
import { type SamplePrompt, samplePrompts } from './sample-prompts';
import { wavSize } from './wav';

/** One generation of the sample library. Moments are milliseconds since 1970 with fraction. */
export type SampleGeneration = Readonly<{
  id: string;
  prompt: string;
  modelName: string;
  modelVersion: string;
  durationSeconds: number;
  sampleRate: number;
  channels: 1 | 2;
  filePath: string;
  status: 'pending' | 'completed' | 'failed' | 'cancelled';
  createdAt: number;
  completedAt: number | null;
  generationTimeSeconds: number | null;
  fileSizeBytes: number | null;
  errorMessage: string | null;
  metadata: JsonObject | null;
  /** Earlier attempts that failed, oldest first. */
  attempts: readonly SampleAttempt[];
}>;
export type SampleAttempt = Readonly<{
  completedAt: number;
  errorMessage: string;
  retriedAt: number;
}>;

/** What the history is to be. */
export type HistoryOptions = Readonly<{
  seed: string;
  /** The present moment of the library: nothing in it is later. */
  end: Date;
  generations: number;
  days: number;
  /** Different prompts to choose from. */
  prompts: number;
  /** So many of the newest jobs are short, 4 to 10 s: those that get real audio, and some more. */
  short: number;
}>;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How busy each hour of the day is, in UTC: people sleep, and some play late. */
const hours: readonly number[] = [
  5, 3, 1, 0.4, 0.2, 0.2, 0.5, 2, 5, 8, 9, 8, 5, 7, 9, 10, 10, 8, 6, 7, 9, 11, 10, 8,
];

const pendingCount = 3;

/** Somebody wants this job at this moment. */
type Wish = Readonly<{ at: number; prompt: SamplePrompt; model: SampleModel; version: string }>;

/** Makes up the history of a library, oldest first. Pure: the same options give the same history. */
export const sampleHistory = (options: HistoryOptions): readonly SampleGeneration[] => {
  const random = createRandom(`history/${options.seed}/${options.end.toISOString()}`);
  const catalogue = samplePrompts(random, options.prompts);
  const wishes = wishesOf(options, random, catalogue);
  const jobs = wishes.map((wish, index) =>
    newJob(wish, random, index >= options.generations - options.short),
  );
  const finished = jobs.slice(0, -pendingCount);
  const waiting = jobs.slice(-pendingCount);
  return [...workThrough(finished, options, random), ...waiting];
};

const wishesOf = (
  options: HistoryOptions,
  random: Random,
  catalogue: readonly SamplePrompt[],
): readonly Wish[] => {
  const end = options.end.getTime();
  const days = Array.from({ length: options.days }, (_, ago) => {
    const start = end - (ago + 1) * day;
    const weekday = new Date(start + day / 2).getUTCDay();
    const weekend = weekday === 0 || weekday === 6;
    const growth = 1.3 - ago / (options.days * 1.6);
    return [start, (weekend ? 0.55 : 1) * growth * random.between(0.5, 1.5)] as const;
  });
  // Zipf: the second most loved prompt is used about half as often as the first.
  const loved = catalogue.map((prompt, rank) => [prompt, 1 / (rank + 2) ** 0.95] as const);
  const latest = end - 25 * minute;
  const wishes: Wish[] = [];
  while (wishes.length < options.generations - pendingCount) {
    // A session: somebody sits down and tries this and that, or asks for many takes at once. The
    // first one made up is the last in time: the library was in use until just now.
    const first = wishes.length === 0;
    const hourOfDay = random.weighted(hours.map((weight, index) => [index, weight] as const));
    const start = first
      ? latest - 20 * minute
      : atHour(random.weighted(days), hourOfDay) + random.between(0, hour);
    const takes = random.chance(0.12) && start < latest - 5 * hour;
    const size = takes ? random.integer(8, 30) : 1 + Math.floor(-Math.log(1 - random.next()) * 8);
    const share = 1 - (end - start) / (options.days * day);
    let choice = chooseModel(random, share);
    let prompt = random.weighted(loved);
    let at = start;
    for (let count = 0; count < size || first; count++) {
      if (at > latest || wishes.length >= options.generations - pendingCount) break;
      wishes.push({ at, prompt, ...choice });
      at += takes ? random.between(0.01, 0.4) * second : gap(random);
      if (!takes && random.chance(0.4)) prompt = random.weighted(loved);
      if (!takes && random.chance(0.15)) choice = chooseModel(random, share);
    }
  }
  wishes.sort((a, b) => a.at - b.at);
  return [...wishes, ...waitingWishes(end, random, loved)];
};

/** What is still in the queue: asked of the quickest model, so that the sample worker is soon done. */
const waitingWishes = (
  end: number,
  random: Random,
  loved: readonly (readonly [SamplePrompt, number])[],
): readonly Wish[] => {
  const [model] = sampleModels;
  const version = model?.versions.at(-1)?.[0];
  if (!model || version === undefined) throw new RangeError('There are no models.');
  return Array.from({ length: pendingCount }, (_, index) => ({
    at: end - ((pendingCount - index) * 30 - random.between(0, 20)) * second,
    prompt: random.weighted(loved),
    model,
    version,
  }));
};

/** The first moment after `start` at which it is that hour, in UTC. */
const atHour = (start: number, hourOfDay: number): number => {
  const midnight = Math.floor(start / day) * day;
  const moment = midnight + hourOfDay * hour;
  return moment < start ? moment + day : moment;
};

const gap = (random: Random): number =>
  (8 - Math.log(1 - random.next()) * 70) * second + random.next();

const newJob = (wish: Wish, random: Random, short: boolean): SampleGeneration => {
  const { model, prompt } = wish;
  // Most jobs come through the storage layer, some through the HTTP service with ids of its own.
  const id = random.chance(0.25) ? `gen_${hex(random, 8)}` : uuid(random);
  return {
    id,
    prompt: prompt.text,
    modelName: model.name,
    modelVersion: wish.version,
    durationSeconds: short
      ? Math.min(random.integer(4, 10), random.integer(4, 10))
      : random.pick(model.durations),
    sampleRate: model.sampleRate,
    channels: model.channels,
    filePath: `outputs/${id}.wav`,
    status: 'pending',
    createdAt: wish.at,
    completedAt: null,
    generationTimeSeconds: null,
    fileSizeBytes: null,
    errorMessage: null,
    metadata: random.chance(0.92) ? describe(prompt, random) : null,
    attempts: [],
  };
};

const describe = (prompt: SamplePrompt, random: Random): JsonObject => {
  const { genre } = prompt;
  const bpm = prompt.bpm ?? Math.round(random.between(...genre.bpm));
  const energy = random.between(...genre.energy);
  const mode = random.chance(genre.minor) ? 'minor' : 'major';
  return {
    bpm,
    key: prompt.key ?? random.pick(commonKeys[mode]),
    tempo: bpm < 90 ? 'slow' : bpm < 130 ? 'moderate' : 'fast',
    genre: genre.name,
    instruments: [...new Set([...prompt.instruments, ...genre.instruments.slice(0, 3)])],
    energy: rounded(energy, 3),
    danceability: rounded(Math.min(1, energy * 0.7 + random.between(0, 0.3)), 3),
  };
};

/** One worker takes the jobs in turn: each starts when it is wanted and the one before is done. */
const workThrough = (
  jobs: readonly SampleGeneration[],
  { end, days }: HistoryOptions,
  random: Random,
): readonly SampleGeneration[] => {
  const done: SampleGeneration[] = [];
  // Two bad evenings, when the machine's memory was short.
  const troubles = [0.35, 0.72].map((share) => end.getTime() - (1 - share) * days * day);
  const again: (SampleGeneration & { wantedAt: number })[] = [];
  let free = 0;
  const take = (job: SampleGeneration, wantedAt: number) => {
    const start = Math.max(wantedAt, free) + random.between(0.02, 0.4) * second;
    const model = sampleModels.find(({ name }) => name === job.modelName);
    const inTrouble = troubles.some((moment) => start > moment && start < moment + 7 * hour);
    const risk = 0.1 * (model?.failing ?? 1) * (inTrouble ? 5 : 1);
    if (job.attempts.length === 0 && random.chance(0.035)) {
      // Taken out of the queue by hand, so the worker never sees it.
      const completedAt = job.createdAt + random.between(2, 60) * second;
      done.push({ ...job, status: 'cancelled', completedAt, errorMessage: 'Cancelled by user' });
      return;
    }
    if (job.attempts.length === 0 && random.chance(risk)) {
      const { message, afterSeconds } = sampleFailure(job, random);
      const completedAt = start + afterSeconds * second;
      free = completedAt;
      const failed = { ...job, status: 'failed', completedAt, errorMessage: message } as const;
      const retriedAt = completedAt + random.between(2, 50) * minute;
      if (random.chance(0.15) && retriedAt < end.getTime() - hour) {
        const attempts = [{ completedAt, errorMessage: message, retriedAt }];
        again.push({ ...job, attempts, wantedAt: retriedAt });
        again.sort((a, b) => a.wantedAt - b.wantedAt);
      } else done.push(failed);
      return;
    }
    const completed = completion(job, start, model?.realTimeFactor ?? 1, random);
    free = completed.completedAt ?? free;
    done.push(completed);
  };
  for (const job of jobs) {
    for (let next = again[0]; next && next.wantedAt <= job.createdAt; next = again[0]) {
      again.shift();
      const { wantedAt, ...retried } = next;
      take(retried, wantedAt);
    }
    take(job, job.createdAt);
  }
  for (const { wantedAt, ...retried } of again) take(retried, wantedAt);
  return done.sort((a, b) => a.createdAt - b.createdAt);
};

const completion = (
  job: SampleGeneration,
  start: number,
  realTimeFactor: number,
  random: Random,
): SampleGeneration => {
  const slow = random.chance(0.02) ? random.between(1.8, 3.5) : 1;
  const pace = realTimeFactor * Math.exp(random.normal() * 0.14) * slow;
  const time = rounded(1.1 + job.durationSeconds * pace, 3);
  const frames = Math.round(job.durationSeconds * job.sampleRate);
  const rms = random.between(0.08, 0.24);
  const analysis = {
    peak_amplitude: rounded(random.between(0.6, 0.88), 4),
    rms_energy: rounded(rms, 4),
    dynamic_range_db: rounded(random.between(5, 18), 2),
    bit_depth: 16,
  };
  return {
    ...job,
    status: 'completed',
    completedAt: start + time * second,
    generationTimeSeconds: time,
    fileSizeBytes: wavSize(frames, job.channels, { title: job.prompt }),
    metadata: random.chance(0.95) ? { ...job.metadata, ...analysis } : job.metadata,
  };
};

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, () => random.integer(0, 15).toString(16)).join('');

const uuid = (random: Random): string =>
  `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${random.pick(['8', '9', 'a', 'b'])}${hex(random, 3)}-${hex(random, 12)}`;
