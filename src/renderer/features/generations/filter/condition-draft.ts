import type { MetadataFacet } from '../../../../shared/insights';
import {
  type GenerationFilter,
  isNumeric,
  type MetadataCondition,
  metadataValueText,
} from '../../../../shared/query';
import { pathOf, scalarOf, secondsOf } from '../../../model/filter/query-line';

// A condition as it stands in the fields of the dialog, and the filter that comes of it.

/** A range as typed: days as `2026-01-31`, lengths as `90`, `1.5min`. */
export type RangeDraft = Readonly<{ from: string; to: string }>;

export type MetadataDraft = Readonly<{
  /** Keys joined by dots. */
  path: string;
  operator: MetadataCondition['operator'];
  value: string;
}>;

/** The part of a filter, or what to do about the fields. */
export type DraftOutcome<Value> = Readonly<{ value: Value } | { mistake: string; field: number }>;

export const createdDraft = (filter: GenerationFilter): RangeDraft => ({
  from: filter.createdFrom === undefined ? '' : localDay(new Date(filter.createdFrom)),
  // The end is the first moment that no longer counts; the field names the last day that does.
  to:
    filter.createdBefore === undefined
      ? ''
      : localDay(new Date(new Date(filter.createdBefore).getTime() - 1)),
});

/** Whole local days, both included. */
export const readCreated = (
  draft: RangeDraft,
): DraftOutcome<Pick<GenerationFilter, 'createdFrom' | 'createdBefore'>> => {
  if (draft.from === '' && draft.to === '') return { mistake: 'Choose a day.', field: 0 };
  if (draft.from !== '' && draft.to !== '' && draft.to < draft.from) {
    return { mistake: 'The last day is before the first.', field: 1 };
  }
  return {
    value: {
      ...(draft.from === '' ? {} : { createdFrom: startOfDay(draft.from, 0) }),
      ...(draft.to === '' ? {} : { createdBefore: startOfDay(draft.to, 1) }),
    },
  };
};

export const secondsDraft = (min: number | undefined, max: number | undefined): RangeDraft => ({
  from: min === undefined ? '' : String(min),
  to: max === undefined ? '' : String(max),
});

/** Seconds, both ends included; `undefined` for an open end. */
export const readSeconds = (
  draft: RangeDraft,
): DraftOutcome<Readonly<{ min: number | undefined; max: number | undefined }>> => {
  const [from, to] = [draft.from.trim(), draft.to.trim()];
  if (from === '' && to === '') return { mistake: 'Give at least one end.', field: 0 };
  const [min, max] = [secondsOf(from), secondsOf(to)];
  const example = 'Give seconds, as in 90, or 1.5min.';
  if (from !== '' && min === null) return { mistake: example, field: 0 };
  if (to !== '' && max === null) return { mistake: example, field: 1 };
  if (min !== null && max !== null && max < min) {
    return { mistake: 'The longest is shorter than the shortest.', field: 1 };
  }
  return { value: { min: min ?? undefined, max: max ?? undefined } };
};

export const metadataDraft = (condition: MetadataCondition | undefined): MetadataDraft => ({
  path: condition?.path.join('.') ?? '',
  operator: condition?.operator ?? '=',
  value: condition?.value === undefined ? '' : metadataValueText(condition.value),
});

/** Whether a comparison is with a value. */
export const needsValue = (operator: MetadataCondition['operator']): boolean =>
  operator !== 'present' && operator !== 'absent';

/** @param facets what the library holds: a value typed as one of those is of its kind */
export const readMetadata = (
  { path, operator, value }: MetadataDraft,
  facets: readonly MetadataFacet[],
): DraftOutcome<MetadataCondition> => {
  const known = facets.find((facet) => facet.path.join('.') === path.trim());
  const keys = known ? [...known.path] : pathOf(path.trim());
  if (keys.length === 0) return { mistake: 'Name a key, as in bpm or mix.reverb.', field: 0 };
  if (path.includes('"'))
    return { mistake: 'A key with a double quote cannot be asked for.', field: 0 };
  if (!needsValue(operator)) return { value: { path: keys, operator } };
  const same = known?.values.find((one) => metadataValueText(one.value) === value);
  const typed = same ? same.value : scalarOf(value.trim());
  if (operator !== '=' && operator !== '≠' && !isNumeric(typed)) {
    return { mistake: `Give a number to compare with ${operator}.`, field: 1 };
  }
  return { value: { path: keys, operator, value: typed } };
};

const localDay = (date: Date): string => {
  const two = (part: number) => String(part).padStart(2, '0');
  const year = String(date.getFullYear()).padStart(4, '0');
  return `${year}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

/** The first moment of a local day, or of one some days later. */
const startOfDay = (day: string, later: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
};
