import { expect, it } from 'vitest';
import { MonitorError } from '../shared/errors';
import { deleteWithAudio } from './delete-with-audio';
import type { StorageHost } from './storage-host';

/** A storage that deletes all but `stays`, and a trash that takes all but `stuck`. */
const parts = (files: Readonly<Record<string, string>>, stays: string[], inUse: string[]) => {
  const steps: string[] = [];
  const answers: Record<string, (input: never) => unknown> = {
    filesNamed: ({ ids }: { ids: string[] }) =>
      ids.flatMap((id) => (files[id] === undefined ? [] : [{ id, filePath: files[id] }])),
    'generations.delete': ({ ids }: { ids: string[] }) => {
      steps.push('delete');
      return { changed: ids.filter((id) => !stays.includes(id)), skipped: [], undo: 'token' };
    },
    filesInUse: () => inUse,
  };
  return {
    steps,
    storage: {
      call: async (name: string, input: never) => answers[name]?.(input),
    } as unknown as Pick<StorageHost, 'call'>,
    locate: async (id: string) => {
      if (files[id] === 'missing.wav') throw new MonitorError('audio-missing', 'There is no file.');
      return `/music/${files[id]}`;
    },
    trash: async (path: string) => {
      if (path.endsWith('stuck.wav')) throw new Error('no trash here');
      steps.push(path);
    },
  };
};

it('moves each file once, after its row is gone, and says what stayed', async () => {
  const files = {
    a: 'a.wav',
    twin: 'a.wav',
    shared: 'shared.wav',
    missing: 'missing.wav',
    stuck: 'stuck.wav',
    stays: 'stays.wav',
  };
  const world = parts(files, ['stays'], ['shared.wav', 'stays.wav']);
  const outcome = await deleteWithAudio(world, Object.keys(files));
  expect(world.steps).toEqual(['delete', '/music/a.wav']);
  expect(outcome).toMatchObject({ trashed: 1, undo: 'token' });
  expect(outcome.kept).toEqual([
    { id: 'missing', reason: 'There is no file.' },
    { id: 'shared', reason: 'Another generation has /music/shared.wav as its audio, too.' },
    { id: 'stuck', reason: '/music/stuck.wav could not be moved: no trash here' },
  ]);
});
