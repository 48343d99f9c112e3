import { describe, expect, it } from 'vitest';
import {
  documentsSchema,
  libraryOf,
  open,
  rowsOf,
  sampleLibrary,
  withRaw,
} from '../../testing/libraries';
import { findGeneration } from '../rows/generations';
import { claimNext } from './claim';
import {
  cancelGenerations,
  completeGeneration,
  createGeneration,
  deleteGenerations,
  failGeneration,
  markProcessing,
  restoreGenerations,
  updateStatus,
} from './jobs';
import { getPromptByText, listPrompts, mostUsedPrompts, trackPrompt } from './prompts';

const job = {
  prompt: 'lo-fi',
  modelName: 'musicgen-small',
  durationSeconds: 8,
  sampleRate: 32000,
  channels: 2,
  filePath: 'outputs/x.wav',
};
const stored = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/;
const rowOf = (path: string, id: string) => rowsOf(path).find((row) => row.id === id);

describe('createGeneration', () => {
  it('queues the job and counts its prompt, in the form that SQLAlchemy reads', () => {
    const { database } = open(sampleLibrary());
    const created = createGeneration(database, { ...job, metadata: { bpm: 120, key: 'Cm' } });
    expect(created).toMatchObject({
      ...job,
      status: 'pending',
      metadata: { bpm: 120 },
      malformed: [],
    });
    expect(created.id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(rowOf(database.path, created.id)).toMatchObject({
      created_at: expect.stringMatching(stored),
      metadata: '{"bpm":120,"key":"Cm"}',
      completed_at: null,
    });
    expect(findGeneration(database, created.id)).toEqual(created);
    expect(getPromptByText(database, 'lo-fi')).toMatchObject({ usedCount: 1 });
    createGeneration(database, job);
    expect(getPromptByText(database, 'lo-fi')).toMatchObject({ usedCount: 2 });
  });

  it('leaves nothing behind when it fails', () => {
    const { database } = open(sampleLibrary());
    const { id } = createGeneration(database, job);
    expect(() => createGeneration(database, { ...job, id, prompt: 'other' })).toThrow();
    expect(getPromptByText(database, 'other')).toBeNull();
  });

  it('works on a library as the documents describe it', () => {
    const { database } = open(libraryOf(documentsSchema));
    createGeneration(database, job);
    expect(listPrompts(database)).toMatchObject([{ text: 'lo-fi', usedCount: 1 }]);
  });
});

describe('the steps of a job', () => {
  it('go from the queue to the end', () => {
    const { database } = open(libraryOf(documentsSchema));
    const first = createGeneration(database, { ...job, metadata: { bpm: 120, key: 'Cm' } });
    const second = createGeneration(database, job);
    expect(claimNext(database)).toMatchObject({ id: first.id, status: 'processing' });
    expect(claimNext(database)).toMatchObject({ id: second.id });
    expect(claimNext(database)).toBeNull();
    const done = completeGeneration(database, first.id, {
      generationTimeSeconds: 12.5,
      fileSizeBytes: 1024,
      metadata: { bpm: 121, peak_amplitude: 0.9 },
    });
    expect(done).toMatchObject({
      status: 'completed',
      generationTimeSeconds: 12.5,
      fileSizeBytes: 1024,
      metadata: { bpm: 121, key: 'Cm', peak_amplitude: 0.9 },
    });
    expect(failGeneration(database, second.id, 'CUDA')).toMatchObject({
      status: 'failed',
      errorMessage: 'CUDA',
      completedAt: expect.any(Date),
    });
    expect(rowOf(database.path, second.id)?.completed_at).toMatch(stored);
  });

  it('keep malformed metadata unless there is something to say', () => {
    const { database } = open(libraryOf(documentsSchema));
    const { id } = createGeneration(database, job);
    withRaw(database.path, (raw) => raw.exec("UPDATE generations SET metadata = 'not json'"));
    const facts = { generationTimeSeconds: 1, fileSizeBytes: 1 };
    completeGeneration(database, id, facts);
    expect(rowOf(database.path, id)?.metadata).toBe('not json');
    completeGeneration(database, id, { ...facts, metadata: { bpm: 1 } });
    expect(rowOf(database.path, id)?.metadata).toBe('{"bpm":1}');
  });

  it('answer null for a job that is not there', () => {
    const { database } = open(libraryOf(documentsSchema));
    expect(markProcessing(database, 'x')).toBeNull();
    expect(failGeneration(database, 'x', 'y')).toBeNull();
    expect(updateStatus(database, 'x', 'failed')).toBeNull();
    expect(
      completeGeneration(database, 'x', { generationTimeSeconds: 1, fileSizeBytes: 1 }),
    ).toBeNull();
  });

  it('set any status, and completed_at on a failure with a message', () => {
    const { database } = open(libraryOf(documentsSchema));
    const { id } = createGeneration(database, job);
    expect(updateStatus(database, id, 'failed')).toMatchObject({ completedAt: null });
    expect(updateStatus(database, id, 'odd', 'note')).toMatchObject({
      errorMessage: 'note',
      completedAt: null,
    });
    expect(updateStatus(database, id, 'failed', 'why')).toMatchObject({
      completedAt: expect.any(Date),
    });
    expect(markProcessing(database, id)).toMatchObject({ status: 'processing' });
  });
});

it('cancelGenerations cancels what waits, and only that', () => {
  const { database } = open(sampleLibrary());
  const idOf = (status: string) =>
    rowsOf(database.path).find((row) => row.status === status)?.id ?? '';
  const [waiting, running] = [idOf('pending'), idOf('processing')];
  expect(cancelGenerations(database, [waiting, running, 'gen_none', waiting])).toEqual({
    cancelled: [waiting],
    skipped: [
      { id: running, reason: 'not-pending', status: 'processing' },
      { id: 'gen_none', reason: 'not-found', status: null },
    ],
  });
});

it('deleteGenerations and restoreGenerations are exact', () => {
  const { database } = open(sampleLibrary());
  withRaw(database.path, (raw) =>
    raw.exec(
      "UPDATE generations SET sample_rate = 9007199254740993, metadata = x'00ff' WHERE rowid < 9",
    ),
  );
  const before = rowsOf(database.path);
  const ids = before.slice(0, 50).map(({ id }) => id);
  const deleted = deleteGenerations(database, [...ids, 'gen_none']);
  expect(deleted.map(({ id }) => id)).toEqual(ids);
  expect(rowsOf(database.path)).toHaveLength(350);
  expect(restoreGenerations(database, deleted)).toEqual(ids);
  expect(restoreGenerations(database, deleted)).toEqual([]);
  expect(rowsOf(database.path)).toEqual(before);
});

describe('prompts', () => {
  it('are listed by use', () => {
    const { database } = open(sampleLibrary());
    const all = listPrompts(database, { limit: 100 });
    const uses = all.map(({ usedCount }) => usedCount ?? 0);
    expect(all).toHaveLength(60);
    expect(uses).toEqual([...uses].sort((a, b) => b - a));
    expect(mostUsedPrompts(database)).toEqual(all.slice(0, 10));
    expect(listPrompts(database, { limit: 5, offset: 58 })).toEqual(all.slice(58));
  });

  it('are counted, new or known, whatever their text', () => {
    const { database } = open(sampleLibrary());
    const text = "'; DROP TABLE prompts; -- 🎵";
    expect(trackPrompt(database, text)).toMatchObject({ text, usedCount: 1 });
    expect(trackPrompt(database, text)).toMatchObject({
      text,
      usedCount: 2,
      lastUsedAt: expect.any(Date),
    });
  });
});
