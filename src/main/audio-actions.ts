import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { clipboard, nativeImage, shell, type WebContents } from 'electron';
import type { SavedCopies } from '../shared/audio';
import { toFailure } from '../shared/errors';
import type { AudioLibrary } from './audio/audio-library';
import { copyAudio } from './audio/copy-audio';
import { dragIcon } from './audio/drag-icon';
import { freeName, readableName } from './audio/readable-name';
import { type Ask, askForAudioCopy, askForFolder } from './dialogs';
import type { MainHandlers } from './ipc';
import type { StorageHost } from './storage-host';

type Parts = Readonly<{
  audio: AudioLibrary;
  storage: Pick<StorageHost, 'call'>;
  page: () => WebContents | null;
  ask: Ask;
}>;

type AudioHandlers = Pick<
  MainHandlers,
  | 'audio.facts'
  | 'audio.peaks'
  | 'audio.spectrogram'
  | 'audio.reveal'
  | 'audio.copyPath'
  | 'audio.saveCopies'
  | 'audio.drag'
>;

/** What the window may do with a generation's audio: always by id, never by path. */
export const createAudioActions = ({ audio, storage, page, ask }: Parts): AudioHandlers => {
  const nameFor = async (id: string, path: string): Promise<string> => {
    const { generation } = await storage.call('generations.get', { id });
    const { bpm, key } = generation.metadata;
    const take = {
      prompt: generation.prompt,
      bpm: typeof bpm === 'number' ? bpm : null,
      key: typeof key === 'string' ? key : null,
    };
    return readableName(take, extname(path).toLowerCase());
  };

  const saveOne = async (id: string): Promise<SavedCopies | null> => {
    const name = await nameFor(id, await audio.locate(id));
    const target = await ask((parent) => askForAudioCopy(parent, name));
    if (target === null) return null;
    await audio.withOpen(id, (open, libraryPath) => copyAudio(open, target, libraryPath));
    return { saved: 1, failed: [] };
  };

  const saveSeveral = async (ids: readonly string[]): Promise<SavedCopies | null> => {
    const folder = await ask((parent) => askForFolder(parent, 'Save copies in a folder'));
    if (folder === null) return null;
    const taken = new Set((await readdir(folder)).map((name) => name.toLowerCase()));
    const failed: string[] = [];
    for (const id of new Set(ids)) {
      try {
        await audio.withOpen(id, async (open, libraryPath) => {
          const name = freeName(await nameFor(id, open.path), taken);
          await copyAudio(open, join(folder, name), libraryPath);
          taken.add(name.toLowerCase());
        });
      } catch (thrown) {
        failed.push(toFailure(thrown).message);
      }
    }
    return { saved: new Set(ids).size - failed.length, failed };
  };

  return {
    'audio.facts': ({ id }) => audio.facts(id),
    'audio.peaks': ({ id }) => audio.peaks(id),
    'audio.spectrogram': ({ id }) => audio.spectrogram(id),
    'audio.reveal': async ({ id }) => {
      shell.showItemInFolder(await audio.locate(id));
      return null;
    },
    'audio.copyPath': async ({ id }) => {
      clipboard.writeText(await audio.locate(id));
      return null;
    },
    'audio.saveCopies': ({ ids: [first = '', ...others] }) =>
      others.length === 0 ? saveOne(first) : saveSeveral([first, ...others]),
    'audio.drag': async ({ ids }) => {
      const found = await Promise.allSettled(ids.map(audio.locate));
      const files = found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      const [file] = files;
      if (file === undefined) throw (found[0] as PromiseRejectedResult).reason;
      page()?.startDrag({ file, files, icon: nativeImage.createFromDataURL(dragIcon) });
      return null;
    },
  };
};
