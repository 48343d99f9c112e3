import type { Database } from '../core/database';
import { medianOf } from '../core/median';
import { rawText, type StoredValue } from '../core/rows';
import { rowSlices } from '../core/table-scan';
import { type JobColumns, jobStatus } from './column-store';

// What follows from the rows of each prompt, by the prompt's number. Of all time it is kept and
// brought up to date: only prompts whose rows have changed are summed up again.

export type PromptSums = Readonly<{
  /** Generations from this moment on, milliseconds since 1970. */
  since: number;
  uses: Uint32Array;
  completed: Uint32Array;
  failed: Uint32Array;
  /** Completed ones with time and length, and the sums of these. */
  timed: Uint32Array;
  work: Float64Array;
  music: Float64Array;
  /** First and last creation; infinite where no row has a date. */
  first: Float64Array;
  last: Float64Array;
  /** Medians of the seconds that completed jobs took, infinite where nobody has asked yet. */
  medians: Float64Array;
}>;

/** From a moment on, milliseconds since 1970. */
export const promptSumsSince = (jobs: JobColumns, since: number): PromptSums => {
  const sums = emptySums(jobs.texts.length, since);
  addRows(sums, jobs, null);
  return sums;
};

const kept = new WeakMap<JobColumns, PromptSums>();

/** Of all time. */
export const promptSums = (jobs: JobColumns): PromptSums => {
  const before = kept.get(jobs);
  if (!before) {
    jobs.changed.clear();
    const sums = promptSumsSince(jobs, Number.NEGATIVE_INFINITY);
    kept.set(jobs, sums);
    return sums;
  }
  if (jobs.changed.size === 0) return before;
  const sums = emptySums(jobs.texts.length, Number.NEGATIVE_INFINITY);
  const isChanged = new Uint8Array(jobs.texts.length);
  for (const prompt of jobs.changed) isChanged[prompt] = 1;
  jobs.changed.clear();
  for (const name of columns) {
    const [to, from] = [sums[name], before[name]];
    for (let prompt = 0; prompt < from.length; prompt++) {
      if (!isChanged[prompt]) to[prompt] = from[prompt] ?? 0;
    }
  }
  addRows(sums, jobs, isChanged);
  kept.set(jobs, sums);
  return sums;
};

const columns = [
  ...(['uses', 'completed', 'failed', 'timed', 'work', 'music'] as const),
  ...(['first', 'last', 'medians'] as const),
];

const emptySums = (prompts: number, since: number): PromptSums => ({
  since,
  uses: new Uint32Array(prompts),
  completed: new Uint32Array(prompts),
  failed: new Uint32Array(prompts),
  timed: new Uint32Array(prompts),
  work: new Float64Array(prompts),
  music: new Float64Array(prompts),
  first: new Float64Array(prompts).fill(Number.POSITIVE_INFINITY),
  last: new Float64Array(prompts).fill(Number.NEGATIVE_INFINITY),
  medians: new Float64Array(prompts).fill(Number.POSITIVE_INFINITY),
});

/** @param only of these prompts; `null` for all */
const addRows = (sums: PromptSums, jobs: JobColumns, only: Uint8Array | null): void => {
  const { since, uses, completed, failed, timed, work, music, first, last } = sums;
  for (let at = 0; at < jobs.count; at++) {
    const prompt = jobs.prompts[at] ?? 0;
    if (only !== null && !only[prompt]) continue;
    const created = jobs.created[at] ?? 0;
    if (!isSince(created, since)) continue;
    add(uses, prompt, 1);
    if (created < (first[prompt] ?? 0)) first[prompt] = created;
    if (created > (last[prompt] ?? 0)) last[prompt] = created;
    if (jobs.statuses[at] === jobStatus.failed) add(failed, prompt, 1);
    if (jobs.statuses[at] !== jobStatus.completed) continue;
    add(completed, prompt, 1);
    if (!isTimed(jobs, at)) continue;
    add(timed, prompt, 1);
    add(work, prompt, jobs.taken[at] ?? 0);
    add(music, prompt, jobs.lengths[at] ?? 0);
  }
};

/** To a prompt that is known: what lies beyond an array of numbers is not kept. */
export const add = (to: Uint32Array | Float64Array, prompt: number, amount: number): void => {
  to[prompt] = (to[prompt] ?? 0) + amount;
};

/** Of all time are those, too, that have no date. */
const isSince = (created: number, since: number): boolean =>
  since === Number.NEGATIVE_INFINITY || created >= since;

const isTimed = (jobs: JobColumns, at: number): boolean =>
  !Number.isNaN(jobs.taken[at]) && !Number.isNaN(jobs.lengths[at]);

/** Median of the seconds that completed jobs took, by the prompt's number: right for these prompts. */
export const mediansOf = (
  jobs: JobColumns,
  { since, timed, medians }: PromptSums,
  prompts: Uint32Array,
): Float64Array => {
  const wanted = prompts.filter((prompt) => medians[prompt] === Number.POSITIVE_INFINITY);
  if (wanted.length === 0) return medians;
  // The times of each prompt side by side, beginning where `ends` says at first.
  const ends = new Int32Array(timed.length).fill(-1);
  let total = 0;
  for (const prompt of wanted) {
    ends[prompt] = total;
    total += timed[prompt] ?? 0;
  }
  const times = new Float64Array(total);
  for (let at = 0; at < jobs.count; at++) {
    const prompt = jobs.prompts[at] ?? 0;
    const end = ends[prompt] ?? -1;
    if (end === -1 || jobs.statuses[at] !== jobStatus.completed || !isTimed(jobs, at)) continue;
    if (!isSince(jobs.created[at] ?? 0, since)) continue;
    times[end] = jobs.taken[at] ?? 0;
    ends[prompt] = end + 1;
  }
  for (const prompt of wanted) {
    const end = ends[prompt] ?? 0;
    medians[prompt] = medianOf(times.subarray(end - (timed[prompt] ?? 0), end).sort());
  }
  return medians;
};

/** Prompts of the table `prompts` by rowid: the prompt's number, or its text while no row has it. */
type KnownPrompts = { greatest: number; byRowid: Map<number, number | string> };
const knownPrompts = new WeakMap<JobColumns, KnownPrompts>();

/** Prompts read in one go. */
const slice = 10_000;

/** The library's own count of uses, by the prompt's number: it goes on where generations were deleted. */
export const countedUses = (database: Database, jobs: JobColumns): Float64Array => {
  const known = knownPrompts.get(jobs) ?? { greatest: Number.MIN_SAFE_INTEGER, byRowid: new Map() };
  knownPrompts.set(jobs, known);
  type NewPrompt = readonly [number, StoredValue];
  const isNew = `rowid > ${known.greatest}`;
  for (const rows of rowSlices<NewPrompt>(database, 'prompts', 'text', slice, isNew)) {
    for (const [rowid, text] of rows) {
      known.byRowid.set(rowid, rawText(text));
      known.greatest = rowid;
    }
  }
  const uses = new Float64Array(jobs.texts.length);
  type Row = readonly [number, StoredValue];
  for (const rows of rowSlices<Row>(database, 'prompts', 'used_count', slice)) {
    for (const [rowid, counted] of rows) {
      let prompt = known.byRowid.get(rowid);
      if (typeof prompt === 'string') {
        prompt = jobs.numbers.get(prompt);
        if (prompt !== undefined) known.byRowid.set(rowid, prompt);
      }
      if (prompt !== undefined && typeof counted === 'number') uses[prompt] = counted;
    }
  }
  return uses;
};
