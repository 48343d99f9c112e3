import { describe, expect, it } from 'vitest';
import type { GenerationFilter } from '../../../shared/query';
import { isEmptyFilter, mergeFilters, readFilter, writeFilter } from './filter-params';

const there = (filter: GenerationFilter): string => {
  const search = new URLSearchParams();
  writeFilter(filter, search);
  return search.toString();
};
const thereAndBack = (filter: GenerationFilter) => readFilter(new URLSearchParams(there(filter)));

describe('a filter in the address', () => {
  it('comes back as it was', () => {
    const filter: GenerationFilter = {
      statuses: ['failed', 'a&b=c'],
      models: ['musicgen-small'],
      prompt: '日本の琴 "x"\n#?&',
      text: '100% lofi',
      createdFrom: '2026-01-31T00:00:00.000Z',
      createdBefore: '2026-02-01T00:00:00.000Z',
      minDurationSeconds: 8,
      maxTimeTakenSeconds: 20.5,
      overDurationSeconds: 7.5,
      underTimeTakenSeconds: 30,
      metadata: [{ path: ['bpm'], operator: '>', value: 120 }],
      errorSignature: 'CUDA out of memory',
      hasFileSize: false,
      stalled: true,
      heard: false,
      minRating: 4,
      tags: ['intro', 'a&b'],
      audio: ['missing', 'no-samples'],
    };
    expect(thereAndBack(filter)).toEqual(filter);
    expect(thereAndBack({ errorSignature: null })).toEqual({ errorSignature: null });
    expect(thereAndBack({})).toEqual({});
  });

  it('is not believed when it makes no sense', () => {
    expect(
      readFilter(new URLSearchParams('length-from=abc&audio=loud&metadata=%7B&other=1')),
    ).toEqual({});
  });
});

describe('two filters', () => {
  it('hold together', () => {
    const bpm = { path: ['bpm'], operator: '>', value: 1 } as const;
    const key = { path: ['key'], operator: '=', value: 'C' } as const;
    expect(
      mergeFilters(
        { statuses: ['failed'], tags: ['a'], metadata: [{ ...bpm, path: ['bpm'] }] },
        { text: 'a', tags: ['a', 'b'], metadata: [{ ...key, path: ['key'] }] },
      ),
    ).toEqual({ statuses: ['failed'], text: 'a', tags: ['a', 'b'], metadata: [bpm, key] });
    expect(mergeFilters({}, {})).toEqual({});
    expect(isEmptyFilter({})).toBe(true);
    expect(isEmptyFilter({ text: 'a' })).toBe(false);
  });
});
