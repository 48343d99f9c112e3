import { expect, it } from 'vitest';
import { fold } from './fold';

it.each([
  ['naïve CAFÉ', 'naive cafe'],
  ['Ångström', 'angstrom'],
  ['nai\u0308ve', 'naive'],
  ['ΆΛΣ άλς', 'αλσ αλσ'],
  ['Ёлка й', 'елка и'],
  ['straße', 'straße'],
  // Marks that are letters of their own.
  ['がぎ', 'がぎ'],
  ['한국어', '한국어'],
  ['हिन्दी', 'हिन्दी'],
  ['日本の琴', '日本の琴'],
])('%s is compared as %s', (text, folded) => {
  expect(fold(text)).toBe(folded);
});
