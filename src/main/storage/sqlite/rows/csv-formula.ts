/**
 * What spreadsheets begin a formula with, the full-width forms of East Asian keyboards included, after
 * whatever they pass over or do not show: white space, controls, marks of direction and byte order.
 * Apostrophes are counted in, so that one more can be told from those that were there.
 */
const formula = /^'*(?:[\t\r]|[\s\p{C}]*[=+\-@|%＝＋－＠])/u;

/**
 * A cell's text so that no spreadsheet takes it for a formula: with an apostrophe before it where one
 * would. {@link withFormula} is the way back.
 */
export const withoutFormula = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** What {@link withoutFormula} was given. */
export const withFormula = (cell: string): string => {
  const text = cell.slice(1);
  return cell.startsWith("'") && withoutFormula(text) === cell ? text : cell;
};
