import { errorLine } from '../../../../shared/error-line';
import type {
  Generation,
  GenerationSummary,
  MalformedField,
  StoredRecord,
} from '../../../../shared/generation';
import { type Judgement, unjudged } from '../../../../shared/judgement';
import type { Outlook } from '../../../../shared/outlook';
import { firstCharacters } from '../../../../shared/text';
import { parseStoredDate } from './dates';
import { parseMetadata } from './metadata';

/** A value as SQLite holds it: whatever the declared type, any of these can be in any column. */
export type StoredValue = string | number | bigint | Buffer | null;

/** One row of `generations`, columns in table order. */
export type GenerationRow = readonly StoredValue[];

/** The columns of `generations` in table order, with the field of {@link Generation} each one is. */
export const generationColumns = [
  ['id', 'id'],
  ['prompt', 'prompt'],
  ['model_name', 'modelName'],
  ['model_version', 'modelVersion'],
  ['duration_seconds', 'durationSeconds'],
  ['sample_rate', 'sampleRate'],
  ['channels', 'channels'],
  ['file_path', 'filePath'],
  ['file_size_bytes', 'fileSizeBytes'],
  ['status', 'status'],
  ['created_at', 'createdAt'],
  ['completed_at', 'completedAt'],
  ['generation_time_seconds', 'generationTimeSeconds'],
  ['error_message', 'errorMessage'],
  ['metadata', 'metadata'],
] as const;

/** At most so many characters of a malformed value are repeated. */
const maxRaw = 10_000;

/** A value as text: blobs as `x'…'`, nothing as the empty text. */
export const rawText = (value: StoredValue | undefined): string => {
  if (value === null || value === undefined) return '';
  if (!Buffer.isBuffer(value)) return String(value).slice(0, maxRaw);
  return `x'${value.subarray(0, maxRaw / 2).toString('hex')}${value.length > maxRaw / 2 ? '…' : ''}'`;
};

// One function per kind of column rather than an object per row: a page of 100 rows is mapped in a
// fraction of the time that SQLite takes to read it. `bad` gathers the columns to complain about.

const text = (row: GenerationRow, index: number, bad: number[]): string => {
  const value = row[index];
  if (typeof value === 'string') return value;
  bad.push(index);
  return rawText(value);
};

const optionalText = (row: GenerationRow, index: number, bad: number[]): string | null => {
  const value = row[index];
  if (typeof value === 'string') return value;
  if (value !== null && value !== undefined) bad.push(index);
  return null;
};

const requiredNumber = (row: GenerationRow, index: number, bad: number[]): number | null => {
  const value = row[index];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  bad.push(index);
  return null;
};

const optionalNumber = (row: GenerationRow, index: number, bad: number[]): number | null => {
  const value = row[index];
  return value === null || value === undefined ? null : requiredNumber(row, index, bad);
};

const requiredDate = (row: GenerationRow, index: number, bad: number[]): Date | null => {
  const value = row[index];
  const date = typeof value === 'string' ? parseStoredDate(value) : null;
  if (date === null) bad.push(index);
  return date;
};

const optionalDate = (row: GenerationRow, index: number, bad: number[]): Date | null => {
  const value = row[index];
  return value === null || value === undefined ? null : requiredDate(row, index, bad);
};

const metadataOf = (
  row: GenerationRow,
  index: number,
  bad: number[],
): Pick<Generation, 'metadata' | 'metadataText'> => {
  const text = optionalText(row, index, bad);
  const { metadata, malformed } = parseMetadata(text);
  if (malformed) bad.push(index);
  return { metadata, metadataText: malformed || text === '' ? null : text };
};

const allIsWell: readonly MalformedField[] = [];

const complaints = (row: GenerationRow, bad: readonly number[]): readonly MalformedField[] =>
  bad.length === 0
    ? allIsWell
    : bad.map((index) => ({
        field: generationColumns[index]?.[1] ?? String(index),
        raw: rawText(row[index]),
      }));

/**
 * The one mapper from a row to a {@link Generation}. Never throws: a value of the wrong kind becomes
 * `null`, or its text form where the field cannot be `null`, and is listed in `malformed`.
 */
export const toGeneration = (row: GenerationRow): Generation => {
  const bad: number[] = [];
  return {
    id: text(row, 0, bad),
    prompt: text(row, 1, bad),
    modelName: text(row, 2, bad),
    modelVersion: optionalText(row, 3, bad),
    durationSeconds: requiredNumber(row, 4, bad),
    sampleRate: requiredNumber(row, 5, bad),
    channels: requiredNumber(row, 6, bad),
    filePath: text(row, 7, bad),
    fileSizeBytes: optionalNumber(row, 8, bad),
    status: text(row, 9, bad),
    createdAt: requiredDate(row, 10, bad),
    completedAt: optionalDate(row, 11, bad),
    generationTimeSeconds: optionalNumber(row, 12, bad),
    errorMessage: optionalText(row, 13, bad),
    ...metadataOf(row, 14, bad),
    malformed: complaints(row, bad),
  };
};

const maxPrompt = 500;
const maxErrorSummary = 300;

/** A generation as a list shows it. */
export const toSummary = (
  generation: Generation,
  judgement: Judgement = unjudged(generation.id),
  outlook: Outlook | null = null,
): GenerationSummary => {
  const { bpm, key, genre } = generation.metadata;
  return {
    id: generation.id,
    status: generation.status,
    modelName: generation.modelName,
    modelVersion: generation.modelVersion,
    durationSeconds: generation.durationSeconds,
    sampleRate: generation.sampleRate,
    channels: generation.channels,
    fileSizeBytes: generation.fileSizeBytes,
    createdAt: generation.createdAt,
    completedAt: generation.completedAt,
    generationTimeSeconds: generation.generationTimeSeconds,
    prompt: firstCharacters(generation.prompt, maxPrompt),
    errorSummary: errorSummary(generation.errorMessage),
    bpm: typeof bpm === 'number' ? bpm : null,
    key: typeof key === 'string' ? key : null,
    genre: typeof genre === 'string' ? genre : null,
    heardAt: judgement.heardAt,
    rating: judgement.rating,
    starred: judgement.starred,
    rejected: judgement.rejected,
    tags: judgement.tags,
    malformed: generation.malformed.length > 0,
    outlook,
  };
};

/** What went wrong in one line, bounded in size. */
export const errorSummary = (text: string | null): string | null => {
  if (text === null) return null;
  const line = errorLine(text);
  return line === '' ? null : firstCharacters(line, maxErrorSummary);
};

/**
 * The row exactly as stored, by column name. Integers beyond 2^53 and blobs are shown as text.
 *
 * @param more names of further columns, whose values are the last of the row
 */
export const toStoredRecord = (row: GenerationRow, more: readonly string[] = []): StoredRecord =>
  Object.fromEntries([
    ...generationColumns.map(([column], index) => [column, storedForDisplay(row[index] ?? null)]),
    ...more.map((column, index) => [
      column,
      storedForDisplay(row[row.length - more.length + index] ?? null),
    ]),
  ]);

const storedForDisplay = (value: StoredValue): string | number | null => {
  if (Buffer.isBuffer(value)) return rawText(value);
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`;
  return value;
};
