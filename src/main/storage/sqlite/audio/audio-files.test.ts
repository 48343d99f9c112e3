import { expect, it } from 'vitest';
import { failureOf, open, rowsOf, sampleLibrary, withRaw } from '../../testing/libraries';
import { filesInUse, filesNamed, namedFile, takesAfter } from './audio-files';

const lost = 'gen_3c6ef369';
const lostFile = '/opt/dgx-music/data/outputs/gen_3c6ef369.wav';

it('tells which files generations name, and which of some files any names', () => {
  const { database } = open(sampleLibrary());
  expect(namedFile(database, lost)).toEqual({
    filePath: lostFile,
    libraryPath: database.path,
    linkFolder: null,
  });
  expect(failureOf(() => namedFile(database, 'nobody')).code).toBe('generation-not-found');
  expect(filesNamed(database, ['nobody', lost])).toEqual([{ id: lost, filePath: lostFile }]);
  expect(filesInUse(database, ['outputs/nobody.wav', lostFile])).toEqual([lostFile]);
  withRaw(database.path, (raw) =>
    raw.prepare('UPDATE generations SET file_path = ? WHERE file_path = ?').run('moved', lostFile),
  );
  expect(filesInUse(database, [lostFile])).toEqual([]);
});

it('goes through all generations by their ids, whatever their columns hold', () => {
  const path = sampleLibrary();
  withRaw(path, (raw) =>
    raw.exec(`UPDATE generations SET duration_seconds = 'long', channels = x'00', prompt =
      printf('%.*c', 5000, 'x') WHERE id = '${lost}'`),
  );
  const { database } = open(path);
  const ids: string[] = [];
  for (let after = ''; ; ) {
    const { libraryPath, takes } = takesAfter(database, after, 150);
    expect(libraryPath).toBe(database.path);
    ids.push(...takes.map(({ id }) => id));
    const odd = takes.find(({ id }) => id === lost);
    if (odd)
      expect(odd).toMatchObject({ durationSeconds: null, channels: null, sampleRate: 32000 });
    expect(odd?.prompt.length ?? 0).toBeLessThanOrEqual(200);
    const last = takes.at(-1);
    if (!last) break;
    after = last.id;
  }
  expect(ids).toEqual(rowsOf(path).map(({ id }) => id));
});
