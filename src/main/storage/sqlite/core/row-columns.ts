import { generationColumns } from './rows';

/** Text longer than this many bytes is cut before it leaves SQLite. */
const longText = 16_384;

/** `column` for text of ordinary length, `part` for the rest: a page stays small whatever it holds. */
const bounded = (column: string, part: string): string =>
  `CASE WHEN octet_length(${column}) > ${longText} THEN ${part} ELSE ${column} END`;

/**
 * The last so many characters at least, of four bytes each at most. By bytes, for characters are counted from
 * the beginning; what the first three may have lost of a character goes with them.
 */
const end = (column: string, characters: number): string =>
  `substr(CAST(substr(CAST(${column} AS BLOB), -${4 * (characters + 3)}) AS TEXT), 4)`;

const start = (column: string): string => bounded(column, `substr(${column}, 1, 1000)`);

/** What a summary needs of metadata too long to be read whole; of megabytes, which take as long as a page, nothing. */
const longMetadata = `CASE WHEN octet_length(metadata) > 1048576 THEN '{}'
  WHEN json_valid(metadata, 6) THEN json_object(
  'bpm', json_extract(metadata, '$.bpm'), 'key', json_extract(metadata, '$.key'),
  'genre', json_extract(metadata, '$.genre')) ELSE 'too long' END`;

const boundedColumns: Readonly<Record<string, string>> = {
  prompt: start('prompt'),
  model_name: start('model_name'),
  model_version: start('model_version'),
  file_path: start('file_path'),
  status: start('status'),
  // As `bothEnds` of error-line.ts, which finds the same in it as in the whole.
  error_message: `CASE WHEN octet_length(error_message) > 65536
    THEN substr(error_message, 1, 8000) || char(10) || ${end('error_message', 8_000)}
    ELSE error_message END`,
  metadata: bounded('metadata', longMetadata),
};

/** Columns that may hold texts of any length, and from how many bytes on the details have a part of them. */
export const longColumns = [
  'prompt',
  'model_name',
  'model_version',
  'file_path',
  'error_message',
  'metadata',
];
const tooLong = 200_000;
const partOf = (column: string): string =>
  column === 'error_message'
    ? `substr(${column}, 1, 20000) || char(10) || ${end(column, 20_000)}`
    : `substr(${column}, 1, 40000)`;
const isTooLong = (column: string): string =>
  `(typeof(${column}) = 'text' AND octet_length(${column}) > ${tooLong})`;

/** The columns with the beginning of what is very long, of an error also the end. */
export const detailColumns = generationColumns
  .map(([column]) =>
    longColumns.includes(column)
      ? `CASE WHEN ${isTooLong(column)} THEN ${partOf(column)} ELSE ${column} END`
      : column,
  )
  .join(', ');

/** How many characters each of {@link longColumns} has where it was cut, else `NULL`. */
export const cutLengths = longColumns
  .map((column) => `CASE WHEN ${isTooLong(column)} THEN length(${column}) END`)
  .join(', ');

/** The columns of a row in table order, as stored. */
export const fullColumns = generationColumns.map(([column]) => column).join(', ');

/** The same with every text bounded in size, enough for a summary. */
export const summaryColumns = generationColumns
  .map(([column]) => boundedColumns[column] ?? column)
  .join(', ');
