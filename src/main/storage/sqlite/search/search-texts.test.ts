import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder, withRaw } from '../../testing/libraries';
import { openSearchTexts } from './search-texts';

// As many texts as make the index worth asking.
const many = Array.from({ length: 6_000 }, (_, index) => `take ${index} with bells`);

it('texts of megabytes are found to their end, and keep nobody waiting for an index', () => {
  const path = join(temporaryFolder(), 'search.db');
  const texts = openSearchTexts(path);
  const long = texts.numberOf(`${'la '.repeat(1_000_000)} and a Needle`);
  const short = texts.numberOf('a needle');
  for (const text of many) texts.numberOf(text);
  expect(texts.save()).toBe(false);
  expect([...texts.matching('needle')].sort()).toEqual([long, short].sort());
  expect(texts.matching('take 17 with')).toHaveLength(1);

  const used = new Uint8Array(texts.greatest() + 1).fill(1);
  used[long] = 0;
  texts.keepOnly(used);
  expect(texts.matching('needle')).toEqual([short]);
  texts.close();
  const longest = 'SELECT max(length(folded)) FROM texts';
  expect(withRaw(path, (raw) => raw.prepare(longest).pluck().get())).toBeLessThan(100);
});
