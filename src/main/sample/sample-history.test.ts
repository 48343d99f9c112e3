import { describe, expect, it } from 'vitest';
import { type SampleGeneration, sampleHistory } from './sample-history';

const end = new Date('2026-03-01T15:30:00Z');
const history = (seed = 'test', until = end) =>
  sampleHistory({ seed, end: until, generations: 5_000, days: 60, prompts: 500, short: 140 });
const sample = history();
const withStatus = (status: string) => sample.filter((generation) => generation.status === status);
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const countBy = <T>(items: readonly T[], keyOf: (item: T) => string) => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
};

describe('the sample history', () => {
  it('is the same for the same seed and end, another for another', () => {
    expect(history()).toEqual(sample);
    expect(history('other')).not.toEqual(sample);
  });

  it.each(['a', 'b', 'c', 'd', 'e', 'f'])('has a believable mix with seed %s', (seed) => {
    const until = new Date(end.getTime() + seed.charCodeAt(0) * 5_000_000);
    const all = history(seed, until);
    const share = (status: string) => all.filter((one) => one.status === status).length / 5_000;
    expect(all.length).toBe(5_000);
    expect(new Set(all.map(({ id }) => id)).size).toBe(5_000);
    expect(share('completed')).toBeGreaterThan(0.85);
    expect(share('completed')).toBeLessThan(0.91);
    expect(share('failed')).toBeGreaterThan(0.065);
    expect(share('failed')).toBeLessThan(0.1);
    expect(share('cancelled')).toBeGreaterThan(0.02);
    expect(share('pending')).toBe(3 / 5_000);
    // Nothing lies in the future, nothing ends before it begins, and the newest wait.
    expect(Math.max(...all.map((one) => one.completedAt ?? one.createdAt))).toBeLessThan(+until);
    expect(all.every((one) => one.completedAt === null || one.completedAt > one.createdAt)).toBe(
      true,
    );
    expect(all.slice(-3).map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
    expect(all.map(({ createdAt }) => createdAt)).toEqual(
      all.map(({ createdAt }) => createdAt).sort((a, b) => a - b),
    );
  });

  it('covers sixty days up to just now, with nights', () => {
    const days = new Set(sample.map((one) => new Date(one.createdAt).toISOString().slice(0, 10)));
    expect(days.size).toBeGreaterThan(55);
    const newest = sample.at(-4)?.createdAt ?? 0;
    expect(end.getTime() - newest).toBeLessThan(60 * 60_000);
    const hours = countBy(sample, (one) => String(new Date(one.createdAt).getUTCHours()));
    expect(hours.get('20') ?? 0).toBeGreaterThan(4 * (hours.get('4') ?? 0));
  });

  it('has prompts of which few are used often and many seldom', () => {
    const uses = [...countBy(sample, (one) => one.prompt).values()].sort((a, b) => b - a);
    expect(uses.length).toBeGreaterThan(330);
    expect(uses.length).toBeLessThanOrEqual(500);
    expect(uses[0] ?? 0).toBeGreaterThan(20 * median(uses));
  });

  it('gives each model a pace of its own', () => {
    const paces = new Map<string, number[]>();
    for (const one of withStatus('completed')) {
      const pace = (one.generationTimeSeconds ?? 0) / one.durationSeconds;
      paces.set(one.modelName, [...(paces.get(one.modelName) ?? []), pace]);
    }
    expect(paces.size).toBe(6);
    const medians = ['musicgen-small', 'musicgen-medium', 'musicgen-large', 'yue-7b'].map((name) =>
      median(paces.get(name) ?? []),
    );
    expect(medians).toEqual([...medians].sort((a, b) => a - b));
    expect(new Set(medians.map((pace) => pace.toFixed(1))).size).toBe(4);
  });

  it('has one worker: no job is worked on while another is', () => {
    const spans = withStatus('completed')
      .map((one) => {
        const done = one.completedAt ?? 0;
        return [done - (one.generationTimeSeconds ?? 0) * 1000, done] as const;
      })
      .sort(([a], [b]) => a - b);
    spans.forEach(([start], index) => {
      expect(start).toBeGreaterThanOrEqual((spans[index - 1]?.[1] ?? 0) - 1);
    });
  });

  it('fails in many ways, some of them several lines long', () => {
    const messages = withStatus('failed').map((one) => one.errorMessage ?? '');
    const signatures = countBy(messages, (message) =>
      (message.split('\n').at(-1) ?? '').replace(/gen_\w+|[0-9a-f-]{36}|[\d.]+/g, '#').slice(0, 40),
    );
    expect(signatures.size).toBeGreaterThanOrEqual(8);
    expect(messages.every((message) => message.length > 0)).toBe(true);
    expect(messages.filter((message) => message.startsWith('Traceback')).length).toBeGreaterThan(
      50,
    );
    expect(sample.filter(({ attempts }) => attempts.length > 0).length).toBeGreaterThan(20);
  });

  it('describes most of its music', () => {
    const described = sample.filter(({ metadata }) => metadata?.bpm !== undefined);
    expect(described.length).toBeGreaterThan(4_400);
    expect(described.length).toBeLessThan(4_900);
    const one = described.find(({ status }) => status === 'completed') as SampleGeneration;
    expect(Object.keys(one.metadata ?? {})).toEqual(
      expect.arrayContaining(['bpm', 'key', 'tempo', 'genre', 'instruments', 'energy']),
    );
    // What a prompt says is so.
    for (const { prompt, metadata } of described) {
      const said = /(\d+) bpm/i.exec(prompt)?.[1];
      if (said !== undefined) expect(metadata?.bpm).toBe(Number(said));
    }
  });

  it('tells the outcome only of what is finished', () => {
    for (const one of sample) {
      expect(one.completedAt === null).toBe(one.status === 'pending');
      expect(one.errorMessage === null).toBe(
        one.status === 'pending' || one.status === 'completed',
      );
      expect(one.fileSizeBytes === null).toBe(one.status !== 'completed');
      expect(one.generationTimeSeconds === null).toBe(one.status !== 'completed');
    }
  });
});
