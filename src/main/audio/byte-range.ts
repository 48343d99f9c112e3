/** Bytes `start … end`, both included. */
export type ByteRange = Readonly<{ start: number; end: number }>;

/**
 * What a `Range` header asks of a file (RFC 9110, section 14).
 *
 * @returns the range, cut to the file; `whole` where there is none to honour (no header, another
 *   unit, several ranges, bad syntax), which the standard lets a server ignore; `unsatisfiable` (416)
 *   where it lies outside
 */
export const parseByteRange = (
  header: string | null,
  size: number,
): ByteRange | 'whole' | 'unsatisfiable' => {
  const match = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header?.trim() ?? '');
  const [, from = '', to = ''] = match ?? [];
  if (!match || (from === '' && to === '')) return 'whole';
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < start) return 'whole';
  return start >= size ? 'unsatisfiable' : { start, end };
};
