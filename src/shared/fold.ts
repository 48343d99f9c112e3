/**
 * The form in which text is compared when searching: lower case, letter by letter, accents of Latin, Greek
 * and Cyrillic letters left out. A text matches when its folded form contains the folded needle: a plain
 * substring, nothing being a wildcard.
 */
export const fold = (text: string): string => {
  const lower = text.toLowerCase().replaceAll('ς', 'σ');
  return ascii.test(lower) ? lower : lower.normalize('NFD').replace(accents, '').normalize('NFC');
};

const ascii = /^[\0-\x7f]*$/;
/** Marks of other scripts are letters of their own. */
const accents = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\u0300-\u036f]+/gu;
