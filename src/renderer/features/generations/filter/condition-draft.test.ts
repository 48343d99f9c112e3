import { describe, expect, it } from 'vitest';
import type { MetadataCondition } from '../../../../shared/query';
import {
  createdDraft,
  metadataDraft,
  readCreated,
  readMetadata,
  readSeconds,
} from './condition-draft';

describe('days', () => {
  it('are whole local days, both included, there and back', () => {
    const draft = { from: '2026-01-31', to: '2026-02-01' };
    const read = readCreated(draft);
    expect(read).toEqual({
      value: {
        createdFrom: new Date(2026, 0, 31).toISOString(),
        createdBefore: new Date(2026, 1, 2).toISOString(),
      },
    });
    expect('value' in read && createdDraft(read.value)).toEqual(draft);
    expect(readCreated({ from: '', to: '2026-02-01' })).toEqual({
      value: { createdBefore: new Date(2026, 1, 2).toISOString() },
    });
  });

  it('must make sense', () => {
    expect(readCreated({ from: '', to: '' })).toMatchObject({ field: 0 });
    expect(readCreated({ from: '2026-02-01', to: '2026-01-31' })).toMatchObject({ field: 1 });
  });
});

describe('seconds', () => {
  it.each([
    ['10', '1.5min', { value: { min: 10, max: 90 } }],
    ['', '20s', { value: { min: undefined, max: 20 } }],
    ['', '', { field: 0 }],
    ['abc', '', { field: 0 }],
    ['', '-3', { field: 1 }],
    ['20', '10', { field: 1 }],
  ])('%j to %j', (from, to, expected) => {
    expect(readSeconds({ from, to })).toMatchObject(expected);
  });
});

describe('a condition on metadata', () => {
  const facets = [
    { path: ['a.b', 'c'], count: 3, values: [{ value: '120', count: 2 }] },
    { path: ['bpm'], count: 3, values: [{ value: 120, count: 2 }] },
  ];

  it.each([
    ['bpm', '≥', '118.5', { path: ['bpm'], operator: '≥', value: 118.5 }],
    ['key', '=', 'Cm', { path: ['key'], operator: '=', value: 'Cm' }],
    ['mix.reverb', '=', 'true', { path: ['mix', 'reverb'], operator: '=', value: true }],
    ['bpm', 'absent', 'left over', { path: ['bpm'], operator: 'absent' }],
    // As the library holds it: keys with a dot, and digits that are text.
    ['a.b.c', '=', '120', { path: ['a.b', 'c'], operator: '=', value: '120' }],
  ] satisfies [string, MetadataCondition['operator'], string, MetadataCondition][])(
    '%s %s %s',
    (path, operator, value, condition) => {
      const read = readMetadata({ path, operator, value }, facets);
      expect(read).toEqual({ value: condition });
      expect(metadataDraft(condition)).toMatchObject({ path, operator });
    },
  );

  it.each([
    ['', '=', 'x', 0],
    ['a"b', '=', 'x', 0],
    ['bpm', '>', 'fast', 1],
  ] as const)('%s %s %s is a mistake', (path, operator, value, field) => {
    expect(readMetadata({ path, operator, value }, [])).toMatchObject({ field });
  });
});
