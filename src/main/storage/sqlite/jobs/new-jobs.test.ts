import { describe, expect, it } from 'vitest';
import type { NewJob } from '../../../../shared/job';
import { failureOf, open, rowsOf, sampleLibrary, withRaw } from '../../testing/libraries';
import type { Database } from '../core/database';
import { familyOf } from '../rows/family';
import { deleteGenerations, markProcessing } from './jobs';
import { createJobs } from './new-jobs';
import { searchPrompts } from './prompts';
import { undoChange } from './undo';

const library = (): Database => open(sampleLibrary()).database;
const job: NewJob = {
  prompt: 'a prompt of its own',
  modelName: 'musicgen-small',
  modelVersion: '1.0',
  durationSeconds: 8,
  sampleRate: 32_000,
  channels: 2,
  metadata: '{"bpm":90}',
  rerunOf: null,
};
const promptsOf = ({ path }: Database) =>
  withRaw(path, (raw) => raw.prepare('SELECT * FROM prompts ORDER BY id').all());

describe('createJobs', () => {
  it('queues jobs and counts their prompts, and takes all of it back', () => {
    const database = library();
    const [rows, prompts] = [rowsOf(database.path), promptsOf(database)];
    const known = String(rows[0]?.prompt);
    const jobs = [job, job, { ...job, prompt: known, metadata: null, rerunOf: 'gen_1' }];
    const { ids, undo } = createJobs(database, jobs);
    const byId = new Map(rowsOf(database.path).map((row) => [row.id, row]));
    expect(byId.get(ids[0] ?? '')).toEqual({
      id: ids[0],
      prompt: 'a prompt of its own',
      model_name: 'musicgen-small',
      model_version: '1.0',
      duration_seconds: 8,
      sample_rate: 32_000n,
      channels: 2n,
      file_path: `outputs/${ids[0]}.wav`,
      file_size_bytes: null,
      status: 'pending',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
      completed_at: null,
      generation_time_seconds: null,
      error_message: null,
      metadata: '{"bpm":90}',
    });
    expect(byId.get(ids[2] ?? '')?.metadata).toBe('{"rerun_of":"gen_1"}');
    expect(promptsOf(database)).toHaveLength(prompts.length + 1);
    expect(promptsOf(database).at(-1)).toMatchObject({ text: job.prompt, used_count: 2 });
    expect(undoChange(database, undo ?? '')).toEqual({ undone: ids, skipped: [] });
    expect(rowsOf(database.path)).toEqual(rows);
    expect(promptsOf(database)).toEqual(prompts);
  });

  it('leaves a job that a worker has taken, and the count of its prompt', () => {
    const database = library();
    const { ids, undo } = createJobs(database, [job, job]);
    markProcessing(database, ids[0] ?? '');
    expect(undoChange(database, undo ?? '')).toEqual({ undone: [ids[1]], skipped: [ids[0]] });
    expect(promptsOf(database).at(-1)).toMatchObject({ text: job.prompt });
  });

  it('queues none where the service would refuse one', () => {
    const database = library();
    const before = rowsOf(database.path);
    const jobs = [job, { ...job, durationSeconds: 31 }];
    expect(failureOf(() => createJobs(database, jobs)).code).toBe('invalid-input');
    expect(rowsOf(database.path)).toEqual(before);
    expect(createJobs(database, [{ ...job, modelName: 'own', prompt: 'x' }]).ids).toHaveLength(1);
  });
});

describe('familyOf', () => {
  it('is the same from every member, with what differs', () => {
    const database = library();
    const [original = ''] = createJobs(database, [job]).ids;
    const [child = ''] = createJobs(database, [
      { ...job, durationSeconds: 16, rerunOf: original },
    ]).ids;
    const [grandchild = ''] = createJobs(database, [
      { ...job, metadata: '{}', rerunOf: child },
    ]).ids;
    const family = familyOf(database, original);
    expect(family.complete).toBe(true);
    expect(family.members.map(({ id, rerunOf }) => [id, rerunOf])).toEqual([
      [original, null],
      [child, original],
      [grandchild, child],
    ]);
    expect(family.members.map(({ differences }) => differences.map(({ field }) => field))).toEqual([
      [],
      ['length'],
      ['length', 'bpm'],
    ]);
    for (const id of [child, grandchild]) expect(familyOf(database, id)).toEqual(family);
    deleteGenerations(database, [child]);
    expect(familyOf(database, original).members).toEqual([]);
    expect(familyOf(database, grandchild).members).toMatchObject([
      { id: grandchild, rerunOf: child, differences: [] },
    ]);
  });

  it('follows no circle, and has nobody in a library without links', () => {
    const database = library();
    const [one = '', other = ''] = rowsOf(database.path).map(({ id }) => id);
    expect(familyOf(database, one).members).toEqual([]);
    const link = (id: string, to: string) =>
      withRaw(database.path, (raw) =>
        raw
          .prepare("UPDATE generations SET metadata = json_object('rerun_of', ?) WHERE id = ?")
          .run(to, id),
      );
    link(one, other);
    link(other, one);
    expect(familyOf(database, one).members.length).toBeGreaterThan(0);
    expect(familyOf(database, 'gen_none')).toEqual({ members: [], complete: true });
  });
});

it('searchPrompts finds by any part of the text, most used first', () => {
  const database = library();
  const found = searchPrompts(database, { text: 'PIANO', limit: 5 });
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThanOrEqual(5);
  for (const { text } of found) expect(text.toLowerCase()).toContain('piano');
  const uses = found.map(({ usedCount }) => usedCount ?? 0);
  expect(uses).toEqual([...uses].sort((a, b) => b - a));
  expect(
    searchPrompts(database, { text: '%', limit: 5 }).every(({ text }) => text.includes('%')),
  ).toBe(true);
});
