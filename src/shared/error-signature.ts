import { errorLine } from './error-line';

const maxLength = 300;

/**
 * What kind of error this is: the line that says what went wrong (see error-line.ts), with what differs between two of a kind taken out
 * (`<id>`, `<path>`, `<address>`, `<n>`), so that failures can be counted by cause. `null` for no
 * text.
 */
export const errorSignature = (text: string | null): string | null => {
  const line = errorLine(text ?? '');
  if (line === '') return null;
  return line
    .slice(0, 2_000)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<id>')
    .replace(/\bgen_[0-9a-f]+\b/gi, '<id>')
    .replace(/\b0x[0-9a-f]+\b/gi, '<address>')
    .replace(/(^|[\s"'(=:])(?:[a-z]:)?(?:\.{0,2}[\\/])[^\s"'():,]+/gi, '$1<path>')
    .replace(/(^|[\s"'(=:])[\w.-]+(?:\/[\w.-]+)+/g, '$1<path>')
    .replace(/\b[0-9a-f]*\d[0-9a-f]{7,}\b/gi, '<id>')
    .replace(/\d+(?:[.,]\d+)*/g, '<n>')
    .replace(/\s+/g, ' ')
    .slice(0, maxLength);
};
