import type { FindingKind } from '../../../shared/audio-check';
import type { GenerationFilter, MetadataCondition } from '../../../shared/query';
import { kindLabels } from '../kind-labels';

// A filter as parameters of the address, and back. Nothing is trusted on the way back: the storage
// checks every filter once more.

const numberFields = {
  minDurationSeconds: 'length-from',
  maxDurationSeconds: 'length-to',
  overDurationSeconds: 'length-over',
  underDurationSeconds: 'length-under',
  minTimeTakenSeconds: 'taken-from',
  maxTimeTakenSeconds: 'taken-to',
  overTimeTakenSeconds: 'taken-over',
  underTimeTakenSeconds: 'taken-under',
  minRating: 'rating-from',
  maxRating: 'rating-to',
} as const satisfies Partial<Record<keyof GenerationFilter, string>>;

const textFields = {
  prompt: 'prompt',
  text: 'text',
  createdFrom: 'created-from',
  createdBefore: 'created-before',
} as const satisfies Partial<Record<keyof GenerationFilter, string>>;

const flagFields = {
  hasFileSize: 'has-size',
  heard: 'heard',
  starred: 'starred',
  rejected: 'rejected',
  rated: 'rated',
} as const satisfies Partial<Record<keyof GenerationFilter, string>>;

type NumberField = keyof typeof numberFields;
type TextField = keyof typeof textFields;
const numberNames = Object.keys(numberFields) as NumberField[];
const flagNames = Object.keys(flagFields) as (keyof typeof flagFields)[];
const textNames = Object.keys(textFields) as TextField[];

export const writeFilter = (filter: GenerationFilter, search: URLSearchParams): void => {
  for (const status of filter.statuses ?? []) search.append('status', status);
  if (filter.stalled) search.append('is', 'stalled');
  for (const model of filter.models ?? []) search.append('model', model);
  for (const name of textNames) {
    const value = filter[name];
    if (value !== undefined) search.append(textFields[name], value);
  }
  for (const name of numberNames) {
    const value = filter[name];
    if (value !== undefined) search.append(numberFields[name], String(value));
  }
  if (filter.errorSignature !== undefined) search.append('error', filter.errorSignature ?? '');
  for (const condition of filter.metadata ?? []) {
    search.append('metadata', JSON.stringify(condition));
  }
  for (const kind of filter.audio ?? []) search.append('audio', kind);
  for (const tag of filter.tags ?? []) search.append('tag', tag);
  for (const name of flagNames) {
    const value = filter[name];
    if (value !== undefined) search.append(flagFields[name], String(value));
  }
};

export const readFilter = (search: URLSearchParams): GenerationFilter => {
  const filter: GenerationFilter = {};
  const statuses = search.getAll('status');
  if (statuses.length > 0) filter.statuses = statuses;
  if (search.get('is') === 'stalled') filter.stalled = true;
  const models = search.getAll('model');
  if (models.length > 0) filter.models = models;
  for (const name of textNames) {
    const value = search.get(textFields[name]);
    if (value !== null) filter[name] = value;
  }
  for (const name of numberNames) {
    const value = Number(search.get(numberFields[name]) ?? Number.NaN);
    if (Number.isFinite(value)) filter[name] = value;
  }
  const error = search.get('error');
  // No kind of error has an empty text.
  if (error !== null) filter.errorSignature = error === '' ? null : error;
  const metadata = search.getAll('metadata').flatMap(readCondition);
  if (metadata.length > 0) filter.metadata = metadata;
  const audio = search.getAll('audio').filter((kind) => kind in kindLabels) as FindingKind[];
  if (audio.length > 0) filter.audio = audio;
  const tags = search.getAll('tag');
  if (tags.length > 0) filter.tags = tags;
  for (const name of flagNames) {
    const value = search.get(flagFields[name]);
    if (value !== null) filter[name] = value === 'true';
  }
  return filter;
};

const readCondition = (text: string): MetadataCondition[] => {
  try {
    const value = JSON.parse(text) as MetadataCondition;
    return Array.isArray(value.path) && typeof value.operator === 'string' ? [value] : [];
  } catch {
    return [];
  }
};

/** Two filters at once: lists are joined, of single values the second one's is taken. */
export const mergeFilters = (a: GenerationFilter, b: GenerationFilter): GenerationFilter => {
  const metadata = [...(a.metadata ?? []), ...(b.metadata ?? [])];
  const tags = [...new Set([...(a.tags ?? []), ...(b.tags ?? [])])];
  return {
    ...a,
    ...b,
    ...(metadata.length > 0 ? { metadata } : {}),
    ...(tags.length > 0 ? { tags } : {}),
  };
};

/** Whether anything is asked at all. */
export const isEmptyFilter = (filter: GenerationFilter): boolean =>
  Object.values(filter).every((value) => value === undefined);
