import {
  type GenerationFilter,
  type MetadataCondition,
  metadataValueText,
} from '../../../../shared/query';
import { formatDuration } from '../../../base/format/numbers';
import { kindLabels, takeFindings } from '../../../model/kind-labels';
import { statusLabel } from '../../../model/status';
import type { EditedCondition } from './edited-condition';

/** One condition as people read it, and the filter without it. */
export type Condition = Readonly<{
  id: string;
  name: string;
  value: string;
  without: GenerationFilter;
  /** With what it can be changed in the dialog of conditions, where it can. */
  edit: EditedCondition | null;
}>;

/** Every condition of a filter but the status where it is a single one, which has radios. */
export const describeFilter = (filter: GenerationFilter): readonly Condition[] => {
  const conditions: Condition[] = [];
  const add = (
    id: string,
    name: string,
    value: string,
    without: GenerationFilter,
    edit: Condition['edit'] = null,
  ) => conditions.push({ id, name, value, without, edit });
  const { statuses, models, metadata } = filter;
  if (statuses && statuses.length > 1) {
    add('statuses', 'Status', statuses.map(statusLabel).join(', '), omit(filter, 'statuses'));
  }
  if (filter.stalled) add('stalled', 'State', 'Stalled?', omit(filter, 'stalled'));
  if (models) add('models', 'Model', models.join(', '), omit(filter, 'models'));
  if (filter.prompt !== undefined) add('prompt', 'Prompt', filter.prompt, omit(filter, 'prompt'));
  if (filter.text !== undefined) add('text', 'Text', filter.text, omit(filter, 'text'));
  if (filter.errorSignature !== undefined) {
    add(
      'error',
      'Error',
      filter.errorSignature ?? 'without a message',
      omit(filter, 'errorSignature'),
    );
  }
  if (filter.createdFrom !== undefined || filter.createdBefore !== undefined) {
    add('created', 'Created', dates(filter), omit(filter, 'createdFrom', 'createdBefore'), {
      kind: 'created',
    });
  }
  const length = range(filter.minDurationSeconds, filter.maxDurationSeconds);
  if (length) {
    add('length', 'Length', length, omit(filter, 'minDurationSeconds', 'maxDurationSeconds'), {
      kind: 'length',
    });
  }
  const taken = range(filter.minTimeTakenSeconds, filter.maxTimeTakenSeconds);
  if (taken) {
    add('taken', 'Time taken', taken, omit(filter, 'minTimeTakenSeconds', 'maxTimeTakenSeconds'), {
      kind: 'timeTaken',
    });
  }
  for (const [field, name, sign, kind] of openEnds) {
    const end = filter[field];
    if (end === undefined) continue;
    add(field, name, `${sign} ${formatDuration(end)}`, omit(filter, field), { kind });
  }
  metadata?.forEach((condition, index) => {
    const others = metadata.filter((_, other) => other !== index);
    const rest = omit(filter, 'metadata');
    const without = others.length > 0 ? { ...rest, metadata: others } : rest;
    add(`metadata-${index}`, condition.path.join('.'), describeMetadata(condition), without, {
      kind: 'metadata',
      index,
    });
  });
  const flag = (name: 'heard' | 'starred' | 'rejected' | 'rated') => {
    const wanted = filter[name];
    if (wanted !== undefined) add(name, flagNames[name], wanted ? 'yes' : 'no', omit(filter, name));
  };
  flag('heard');
  flag('starred');
  flag('rejected');
  flag('rated');
  const { minRating, maxRating, tags, audio } = filter;
  if (audio) {
    const value =
      audio.length === takeFindings.length
        ? 'anything found'
        : audio.map((kind) => kindLabels[kind]).join(', ');
    add('audio', 'Audio check', value, omit(filter, 'audio'));
  }
  if (minRating !== undefined || maxRating !== undefined) {
    const value = describeRating(minRating, maxRating);
    add('rating', 'Rating', value, omit(filter, 'minRating', 'maxRating'));
  }
  for (const tag of tags ?? []) {
    const others = tags?.filter((other) => other !== tag) ?? [];
    const rest = omit(filter, 'tags');
    add(`tag-${tag}`, 'Tag', tag, others.length > 0 ? { ...rest, tags: others } : rest);
  }
  if (filter.hasFileSize !== undefined) {
    const value = filter.hasFileSize ? 'known' : 'unknown';
    add('size', 'File size', value, omit(filter, 'hasFileSize'));
  }
  return conditions;
};

const openEnds = [
  ['overDurationSeconds', 'Length', '>', 'length'],
  ['underDurationSeconds', 'Length', '<', 'length'],
  ['overTimeTakenSeconds', 'Time taken', '>', 'timeTaken'],
  ['underTimeTakenSeconds', 'Time taken', '<', 'timeTaken'],
] as const satisfies readonly (readonly [keyof GenerationFilter, string, string, string])[];

const flagNames = { heard: 'Heard', starred: 'Starred', rejected: 'Rejected', rated: 'Rated' };

const describeRating = (min: number | undefined, max: number | undefined): string => {
  if (min === max) return String(min);
  if (max === undefined) return `≥ ${min}`;
  return min === undefined ? `≤ ${max}` : `${min} – ${max}`;
};

const describeMetadata = ({ operator, value }: MetadataCondition): string => {
  if (operator === 'present') return 'is there';
  if (operator === 'absent') return 'is not there';
  const text = value === undefined ? '' : metadataValueText(value);
  return operator === '=' ? text : `${operator} ${text}`;
};

const range = (min: number | undefined, max: number | undefined): string | null => {
  if (min !== undefined && max !== undefined) {
    return min === max ? formatDuration(min) : `${formatDuration(min)} – ${formatDuration(max)}`;
  }
  if (min !== undefined) return `≥ ${formatDuration(min)}`;
  return max === undefined ? null : `≤ ${formatDuration(max)}`;
};

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

const dates = ({ createdFrom, createdBefore }: GenerationFilter): string => {
  const from = createdFrom === undefined ? null : new Date(createdFrom);
  const before = createdBefore === undefined ? null : new Date(createdBefore);
  const say = (date: Date) => (isMidnight(date) ? day : moment).format(date);
  if (from && before) {
    // The end is the first moment that no longer counts.
    const last = isMidnight(before) ? new Date(before.getTime() - 1) : before;
    const end = isMidnight(before) ? day.format(last) : moment.format(last);
    return say(from) === end ? end : `${say(from)} – ${end}`;
  }
  return from ? `since ${say(from)}` : before ? `before ${say(before)}` : '';
};

const isMidnight = (date: Date): boolean => date.getHours() === 0 && date.getMinutes() === 0;

const omit = (filter: GenerationFilter, ...names: (keyof GenerationFilter)[]): GenerationFilter =>
  Object.fromEntries(
    Object.entries(filter).filter(([name]) => !(names as readonly string[]).includes(name)),
  );
