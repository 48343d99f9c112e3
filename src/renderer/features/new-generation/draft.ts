import type { Generation, GenerationSummary } from '../../../shared/generation';
import {
  analysisKeys,
  checkJob,
  type JobProblem,
  mostJobs,
  type NewJob,
  newJobSchema,
  rerunKey,
} from '../../../shared/job';
import { parseExact, stringifyExact, withoutMembers } from '../../../shared/json-text';

/** What stands in the dialog's fields, as typed. */
export type Draft = Readonly<{
  prompt: string;
  /** Each line that is not empty is a prompt of its own. */
  byLine: boolean;
  modelName: string;
  modelVersion: string;
  /** Seconds. */
  length: string;
  /** Hz. */
  sampleRate: string;
  channels: 1 | 2;
  /** How many times each prompt is queued. */
  takes: string;
  /** JSON text of an object; empty for none. */
  metadata: string;
  /** The generation that this is made from. */
  rerunOf: Readonly<{ id: string; prompt: string }> | null;
}>;

export type Field = 'prompt' | 'modelName' | 'length' | 'sampleRate' | 'takes' | 'metadata';
export type FieldProblem = Readonly<{
  field: Field;
  level: JobProblem['level'];
  message: string;
}>;

/** The jobs of a draft, and what is to be said of it; with an error among that, no jobs. */
export type Checked = Readonly<{ jobs: readonly NewJob[]; problems: readonly FieldProblem[] }>;

const emptyDraft: Draft = {
  prompt: '',
  byLine: false,
  modelName: 'musicgen-small',
  modelVersion: '',
  length: '16',
  sampleRate: '32000',
  channels: 2,
  takes: '1',
  metadata: '',
  rerunOf: null,
};

/** A draft like the latest generation, without its prompt. */
export const draftLike = (latest: GenerationSummary | undefined): Draft =>
  latest ? { ...emptyDraft, ...settingsOf(latest) } : emptyDraft;

/** A draft that repeats a generation; what was added to it on completion is left out. */
export const draftOf = (generation: Generation): Draft => ({
  ...emptyDraft,
  ...settingsOf(generation),
  prompt: generation.prompt,
  metadata: wishedMetadata(generation.metadataText),
  rerunOf: { id: generation.id, prompt: generation.prompt },
});

const settingsOf = (
  from: Pick<
    Generation,
    'modelName' | 'modelVersion' | 'durationSeconds' | 'sampleRate' | 'channels'
  >,
): Partial<Draft> => ({
  modelName: from.modelName,
  modelVersion: from.modelVersion ?? '',
  ...(from.durationSeconds === null ? {} : { length: String(from.durationSeconds) }),
  ...(from.sampleRate === null ? {} : { sampleRate: String(from.sampleRate) }),
  channels: from.channels === 1 ? 1 : 2,
});

const wishedMetadata = (text: string | null): string => {
  const wished = text === null ? '{}' : withoutMembers(text, [rerunKey, ...analysisKeys]);
  return wished === '{}' ? '' : stringifyExact(parseExact(wished), 2);
};

/** The prompts of a draft. One that was taken over untouched stays as it is, blanks included. */
export const promptsOf = ({ prompt, byLine, rerunOf }: Draft): readonly string[] => {
  if (!byLine) return [prompt === rerunOf?.prompt ? prompt : prompt.trim()];
  const lines = prompt.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '');
};

/** Turns a draft into jobs. */
export const checkDraft = (draft: Draft): Checked => {
  const problems: FieldProblem[] = [];
  const fail = (field: Field, message: string) => problems.push({ field, level: 'error', message });
  const prompts = promptsOf(draft);
  const takes = numberOf(draft.takes);
  const durationSeconds = numberOf(draft.length);
  const sampleRate = numberOf(draft.sampleRate);
  const modelName = draft.modelName.trim();
  const metadata = parseMetadata(draft.metadata);

  if (prompts.every((prompt) => prompt.trim() === ''))
    fail('prompt', 'Say what it should sound like.');
  if (modelName === '') fail('modelName', 'Name a model.');
  if (!(durationSeconds > 0)) fail('length', 'In seconds, above 0.');
  if (!(Number.isInteger(sampleRate) && sampleRate >= 1_000 && sampleRate <= 768_000)) {
    fail('sampleRate', 'In Hz, such as 32000.');
  }
  if (!(Number.isInteger(takes) && takes >= 1)) fail('takes', 'From 1 on.');
  else if (takes * prompts.length > mostJobs) {
    fail('takes', `${mostJobs} at most.`);
  }
  if (metadata === undefined) fail('metadata', 'This is not a JSON object.');
  for (const problem of limitProblems(prompts, modelName, durationSeconds)) {
    if (!problems.some(({ field }) => field === problem.field)) problems.push(problem);
  }
  if (problems.some(({ level }) => level === 'error')) return { jobs: [], problems };

  const job = {
    modelName,
    modelVersion: draft.modelVersion.trim() || null,
    durationSeconds,
    sampleRate,
    channels: draft.channels,
    metadata: metadata ?? null,
    rerunOf: draft.rerunOf?.id ?? null,
  };
  const jobs = prompts.flatMap((prompt) =>
    Array.from({ length: takes }, (): NewJob => ({ ...job, prompt })),
  );
  const refused = jobs.map((one) => newJobSchema.safeParse(one)).find(({ success }) => !success);
  const strange = refused?.error?.issues[0];
  if (strange === undefined) return { jobs, problems };
  fail(fieldOf(strange.path[0]), strange.message);
  return { jobs: [], problems };
};

/** The service's limits, each said once, with the line where there are several prompts. */
const limitProblems = (
  prompts: readonly string[],
  modelName: string,
  durationSeconds: number,
): readonly FieldProblem[] => {
  const said = new Map<Field, FieldProblem>();
  for (const [index, prompt] of prompts.entries()) {
    for (const { field, level, message } of checkJob({ prompt, modelName, durationSeconds })) {
      const name = field === 'durationSeconds' ? 'length' : 'prompt';
      const where = name === 'prompt' && prompts.length > 1 ? `Prompt ${index + 1}: ` : '';
      if (!said.has(name)) said.set(name, { field: name, level, message: where + message });
    }
  }
  return [...said.values()];
};

const fieldOf = (path: unknown): Field => {
  if (path === 'durationSeconds') return 'length';
  if (path === 'sampleRate' || path === 'metadata' || path === 'modelName') return path;
  return path === 'modelVersion' ? 'modelName' : 'prompt';
};

const numberOf = (text: string): number =>
  text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));

/** JSON text in one line, numbers as typed; `null` for none, `undefined` for what is no JSON object. */
const parseMetadata = (text: string): string | null | undefined => {
  if (text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? stringifyExact(parseExact(text)) : undefined;
  } catch {
    return undefined;
  }
};
