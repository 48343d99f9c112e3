import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../../shared/query';
import { mergeFilters } from '../../model/filter/filter-params';
import { parseQuery } from '../../model/filter/query-line';
import { askedTogether, withoutAsked } from './empty-conditions';

const now = Date.now();
const state = (query: string, chosen = {}) => ({
  query,
  chosen,
  sort: newestFirst,
  grouped: false,
});
const filterOf = ({ query, chosen }: ReturnType<typeof state>) =>
  mergeFilters(chosen, parseQuery(query, now).filter);

describe('conditions that nothing meets together', () => {
  it('are told apart, each alone and the rest without it', () => {
    const filter = filterOf(state('piano bpm:120 key:Am', { statuses: ['failed'] }));
    expect(askedTogether(filter).map(({ label, alone }) => [label, alone])).toEqual([
      ['Status Failed', { statuses: ['failed'] }],
      ['Text piano', { text: 'piano' }],
      ['bpm 120', { metadata: [{ path: ['bpm'], operator: '=', value: 120 }] }],
      ['key Am', { metadata: [{ path: ['key'], operator: '=', value: 'Am' }] }],
    ]);
  });

  it('are none where there is one', () => {
    expect(askedTogether({ statuses: ['failed'] })).toEqual([]);
    expect(
      askedTogether({ createdFrom: '2026-01-01T00:00:00Z', createdBefore: '2026-02-01T00:00:00Z' }),
    ).toEqual([]);
  });

  it.each([
    ['piano bpm:120 key:Am', {}, 'bpm 120', 'piano key:Am', {}],
    ['piano 120 bpm', {}, 'bpm 120', 'piano', {}],
    ['soft piano bpm:120', {}, 'Text soft piano', 'bpm:120', {}],
    ['piano', { statuses: ['failed'] }, 'Status Failed', 'piano', {}],
    ['piano', { tags: ['a', 'b'] }, 'Tag a', 'piano', { tags: ['b'] }],
    ['status:failed piano', {}, 'Status Failed', 'piano', {}],
  ])('of %s %j without %s are %s %j', (query, chosen, label, rest, left) => {
    const before = state(query, chosen);
    const asked = askedTogether(filterOf(before)).find((one) => one.label === label);
    if (!asked) throw new Error('no such condition');
    expect(withoutAsked(before, asked.without, now)).toMatchObject({ query: rest, chosen: left });
  });
});
