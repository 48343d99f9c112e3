import type {
  Generation,
  GenerationSummary,
  MalformedField,
  StoredRecord,
} from '../../shared/generation';
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

/** Reads columns one by one and gathers those whose value is not of the declared kind. */
const reader = (row: GenerationRow) => {
  const malformed: MalformedField[] = [];
  const complain = (index: number) => {
    malformed.push({
      field: generationColumns[index]?.[1] ?? String(index),
      raw: rawText(row[index]),
    });
  };
  return {
    malformed,
    complain,
    text: (index: number): string => {
      const value = row[index];
      if (typeof value === 'string') return value;
      complain(index);
      return rawText(value);
    },
    optionalText: (index: number): string | null => {
      const value = row[index];
      if (typeof value === 'string' || value === null || value === undefined) return value ?? null;
      complain(index);
      return null;
    },
    number: (index: number, required: boolean): number | null => {
      const value = row[index];
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      if (required || (value !== null && value !== undefined)) complain(index);
      return null;
    },
    date: (index: number, required: boolean): Date | null => {
      const value = row[index];
      const date = typeof value === 'string' ? parseStoredDate(value) : null;
      if (date === null && (required || (value !== null && value !== undefined))) complain(index);
      return date;
    },
  };
};

/**
 * The one mapper from a row to a {@link Generation}. Never throws: a value of the wrong kind becomes
 * `null`, or its text form where the field cannot be `null`, and is listed in `malformed`.
 */
export const toGeneration = (row: GenerationRow): Generation => {
  const read = reader(row);
  const metadata = parseMetadata(read.optionalText(14));
  if (metadata.malformed) read.complain(14);
  return {
    id: read.text(0),
    prompt: read.text(1),
    modelName: read.text(2),
    modelVersion: read.optionalText(3),
    durationSeconds: read.number(4, true),
    sampleRate: read.number(5, true),
    channels: read.number(6, true),
    filePath: read.text(7),
    fileSizeBytes: read.number(8, false),
    status: read.text(9),
    createdAt: read.date(10, true),
    completedAt: read.date(11, false),
    generationTimeSeconds: read.number(12, false),
    errorMessage: read.optionalText(13),
    metadata: metadata.metadata,
    malformed: read.malformed,
  };
};

const maxPrompt = 500;
const maxErrorSummary = 300;

/** A generation as a list shows it. */
export const toSummary = (generation: Generation): GenerationSummary => {
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
    errorSummary: lastLine(generation.errorMessage),
    bpm: typeof bpm === 'number' ? bpm : null,
    key: typeof key === 'string' ? key : null,
    genre: typeof genre === 'string' ? genre : null,
    malformed: generation.malformed.length > 0,
  };
};

/** Cuts without leaving half of a surrogate pair. */
const firstCharacters = (text: string, length: number): string => {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  const last = cut.charCodeAt(length - 1);
  return last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut;
};

const lastLine = (text: string | null): string | null => {
  if (text === null) return null;
  const line = text.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return line === '' ? null : firstCharacters(line, maxErrorSummary);
};

/** The row exactly as stored, by column name. Integers beyond 2^53 and blobs are shown as text. */
export const toStoredRecord = (row: GenerationRow): StoredRecord =>
  Object.fromEntries(
    generationColumns.map(([column], index) => [column, storedForDisplay(row[index] ?? null)]),
  );

const storedForDisplay = (value: StoredValue): string | number | null => {
  if (Buffer.isBuffer(value)) return rawText(value);
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`;
  return value;
};
