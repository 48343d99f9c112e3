import { generationColumns } from './rows';

/** Text longer than this many bytes is cut before it leaves SQLite. */
const longText = 16_384;

/** `column` for text of ordinary length, `part` for the rest: a page stays small whatever it holds. */
const bounded = (column: string, part: string): string =>
  `CASE WHEN octet_length(${column}) > ${longText} THEN ${part} ELSE ${column} END`;

const start = (column: string): string => bounded(column, `substr(${column}, 1, 1000)`);

/** What a summary needs of metadata too long to be read whole. */
const longMetadata = `CASE WHEN json_valid(metadata, 6) THEN json_object(
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
    THEN substr(error_message, 1, 8000) || char(10) || substr(error_message, -8000)
    ELSE error_message END`,
  metadata: bounded('metadata', longMetadata),
};

/** The columns of a row in table order, as stored. */
export const fullColumns = generationColumns.map(([column]) => column).join(', ');

/** The same with every text bounded in size, enough for a summary. */
export const summaryColumns = generationColumns
  .map(([column]) => boundedColumns[column] ?? column)
  .join(', ');
