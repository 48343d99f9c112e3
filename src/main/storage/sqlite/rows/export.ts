import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import { MonitorError } from '../../../../shared/errors';
import type { ExportFormat, ExportOutcome } from '../../../../shared/export';
import type { StoredRecord } from '../../../../shared/generation';
import type { GenerationFilter, GenerationSort } from '../../../../shared/query';
import { type Database, transaction } from '../core/database';
import { formatStoredDate } from '../core/dates';
import { moreColumns } from '../core/more-columns';
import { generationColumns } from '../core/rows';
import { judgementsById } from '../judgements/judgements';
import { countGenerations } from './counts';
import { withoutFormula } from './csv-formula';
import { pagesOfRecords } from './pages';

export type ExportRequest = Readonly<{
  filter: GenerationFilter;
  sort: GenerationSort;
  format: ExportFormat;
  /** Absolute path of the file to write; one that exists is replaced when all is written. */
  path: string;
}>;

/** How an export under way is followed and stopped. */
export type ExportControl = Readonly<{
  progress: (done: number, total: number) => void;
  isCancelled: () => boolean;
}>;

/** Rows read and written at a time: about 10 ms, after which others have their turn. */
const pageSize = 500;
/** What was said of a row, after its own columns. */
const judged: readonly string[] = ['heard_at', 'rating', 'starred', 'rejected', 'tags', 'note'];

/**
 * Writes every match to a file, in pages, between which the thread answers others. Rows are as they
 * are stored: numbers and date-times read back as the same. Cells of a CSV file that a spreadsheet
 * would take for a formula begin with an apostrophe (see csv-formula.ts); metadata that is JSON is a value in a JSON file.
 *
 * The file appears whole or not at all: it is written beside as `<file>.part` and renamed.
 *
 * @throws `export-failed` when the file cannot be written
 */
export const exportGenerations = async (
  database: Database,
  request: ExportRequest,
  control: ExportControl,
): Promise<ExportOutcome> => {
  const draft = `${request.path}.part`;
  try {
    const outcome = await writeAll(database, request, draft, control);
    if (!outcome.cancelled) writing(request.path, () => renameSync(draft, request.path));
    return outcome;
  } finally {
    rmSync(draft, { force: true });
  }
};

const writeAll = async (
  database: Database,
  request: ExportRequest,
  draft: string,
  control: ExportControl,
): Promise<ExportOutcome> => {
  const { total } = countGenerations(database, request.filter);
  const more = transaction(database, 'read', () => moreColumns(database));
  const format = formats[request.format](more);
  const file = writing(request.path, () => openSync(draft, 'w'));
  const write = (text: string) => writing(request.path, () => writeSync(file, text));
  try {
    let rows = 0;
    write(format.head);
    for (const records of pagesOfRecords(database, { ...request, limit: pageSize }, more)) {
      if (control.isCancelled()) return { rows, cancelled: true };
      write(format.rows(withJudgements(database, records), rows === 0));
      rows += records.length;
      control.progress(rows, Math.max(rows, total));
      await othersFirst();
    }
    write(format.foot);
    return { rows, cancelled: false };
  } finally {
    closeSync(file);
  }
};

type ExportedRecord = Readonly<
  StoredRecord | Record<string, string | number | boolean | readonly string[] | null>
>;

const withJudgements = (
  database: Database,
  records: readonly StoredRecord[],
): readonly ExportedRecord[] => {
  // A file without them would look as if nobody had judged anything.
  database.companion.assertUsable();
  const judgementOf = judgementsById(
    database,
    records.map(({ id }) => String(id)),
  );
  return records.map((record) => {
    const { heardAt, rating, starred, rejected, tags, note } = judgementOf(String(record.id));
    const heard = heardAt && formatStoredDate(heardAt);
    const own = Object.fromEntries(
      Object.entries(record).map(([column, value]) => [named(column), value]),
    );
    return { ...own, heard_at: heard, rating, starred, rejected, tags, note };
  });
};

type Format = Readonly<{
  head: string;
  rows: (records: readonly ExportedRecord[], first: boolean) => string;
  foot: string;
}>;

const toCsv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? withoutFormula(cell) : cell))),
    // Readers take each of these for the end of a row, not only the pair of both.
    { record_delimiter: 'windows', quoted_match: /[\r\n]/ },
  );

/** @param more names of the columns beside those that we know */
const formats: Readonly<Record<ExportFormat, (more: readonly string[]) => Format>> = {
  csv: (more) => {
    const columns = [...generationColumns.map(([column]) => column), ...more.map(named), ...judged];
    return {
      // The mark tells spreadsheets that the text is UTF-8.
      head: `\ufeff${toCsv([columns])}`,
      rows: (records) =>
        toCsv(records.map((record) => columns.map((column) => toCell(record[column])))),
      foot: '',
    };
  },
  json: () => ({
    head: '[',
    rows: (records, first) =>
      records
        .map((record, index) => `${first && index === 0 ? '' : ','}\n${toJson(record)}`)
        .join(''),
    foot: '\n]\n',
  }),
};

/** A column of the library's is told from one of ours with the same name. */
const named = (column: string): string =>
  judged.includes(column) ? `generations.${column}` : column;

const toCell = (value: ExportedRecord[string] | undefined): string | number | null => {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'object' && value !== null) return value.join(', ');
  return value ?? null;
};

const toJson = (record: ExportedRecord): string => {
  const { metadata, ...rest } = record;
  return `${JSON.stringify(rest).slice(0, -1)},"metadata":${asJson(metadata ?? null)}}`;
};

/** JSON as it is stored, digit for digit; anything else as text. */
const asJson = (text: unknown): string => {
  if (typeof text !== 'string') return JSON.stringify(text);
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
};

const writing = <T>(path: string, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new MonitorError(
      code === 'ENOSPC' ? 'disk-full' : 'export-failed',
      `${path} cannot be written (${code}).`,
      { hint: 'Choose another folder, or make room there.', cause },
    );
  }
};
