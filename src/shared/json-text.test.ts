import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExact, stringifyExact, toPlain, withMembers } from './json-text';

const seeds =
  '{"seed": 6687881544318117707, "bpm": 90, "key": "Cm", "cfg": 3.0, "sampler": {"noise_seed": 18446744073709551615}}';

describe('withMembers', () => {
  it.each([
    ['{}', '{"a": 1}', '{"a":1}'],
    ['{ }', '{"a":1}', '{"a":1 }'],
    ['{"a": 1}', '{"a": 2}', '{"a": 2}'],
    ['{"a":1e5,\n "b" : -0 }\n', '{"c": 3.0}', '{"a":1e5,\n "b" : -0,"c":3.0 }\n'],
    ['{"a": {"b": 1}, "b": [1, {"a": 2}]}', '{"b": null}', '{"a": {"b": 1}, "b": null}'],
    ['{"a": 1, "a": 2}', '{"a": 3}', '{"a": 1, "a": 3}'],
    ['{"\\u0061": 1}', '{"a": 2}', '{"\\u0061": 2}'],
    ['{"a": "}, \\"b\\": {"}', '{"b": "{"}', '{"a": "}, \\"b\\": {", "b": "{"}'],
    ['{"a": NaN, "b": -Infinity}', '{"b": 1}', '{"a": NaN, "b": 1}'],
    ['{"": 1}', '{"": 2, "__proto__": 3}', '{"": 2, "__proto__": 3}'],
    [seeds, '{"bpm": 91}', seeds.replace('90', '91')],
  ])('%s with %s', (text, added, expected) => {
    expect(withMembers(text, added)).toBe(expected);
  });

  it('leaves what is there where only the missing is wanted', () => {
    expect(withMembers('{"a": 1.0}', '{"a": 2, "b": 3}', 'missing')).toBe('{"a": 1.0, "b": 3}');
  });
});

describe('exact JSON', () => {
  it.each([seeds, '[1e5,-0,3.0,0.1,12345678901234567890.5]', '{"a":[{"b":18446744073709551615}]}'])(
    'is spelled as it was: %s',
    (text) => {
      expect(stringifyExact(parseExact(text))).toBe(text.replace(/([,:]) /g, '$1'));
    },
  );

  it('reads what Python writes for no number as null', () => {
    expect(parseExact('{"a": NaN, "b": "NaN"}')).toEqual({ a: null, b: 'NaN' });
  });

  it.each([
    '{"seed": 1, "seed": 2}',
    '{"a": {"b": [1]}, "a": {"b": [2, 3]}, "b": null, "b": false}',
    '{"a": "\\ud800", "__proto__": 1, "__proto__": {"x": 2}, "": "\u007f\u2028"}',
    `{"a": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  ])('reads whatever JSON.parse reads, case %#', (text) => {
    expect(Object.entries(parseExact(text) as object)).toHaveLength(
      Object.keys(JSON.parse(text)).length,
    );
  });

  it('takes the last of a key that stands there twice, as every reader does', () => {
    expect(parseExact('{"seed": 1, "seed": 2, "a": {"b": 1, "b": null}}')).toEqual({
      seed: 2,
      a: { b: null },
    });
  });

  it('reads any JSON that JSON.stringify makes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.stringify(toPlain(parseExact(text)))).toBe(
          JSON.stringify(toPlain(JSON.parse(text))),
        );
      }),
    );
  });

  it('gives plain values, digits as text where a number would round them', () => {
    expect(toPlain(parseExact(seeds))).toEqual({
      seed: '6687881544318117707',
      bpm: 90,
      key: 'Cm',
      cfg: 3,
      sampler: { noise_seed: '18446744073709551615' },
    });
  });
});
