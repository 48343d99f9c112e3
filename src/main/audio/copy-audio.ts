import { createWriteStream } from 'node:fs';
import { realpath, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { MonitorError } from '../../shared/errors';
import type { OpenAudio } from './open-audio';

/**
 * Copies an open audio file, whole or not at all: it is written beside and renamed at the end.
 *
 * @param target absolute path; what is there is replaced, unless it is the library or the original
 */
export const copyAudio = async (
  audio: OpenAudio,
  target: string,
  libraryPath: string,
): Promise<void> => {
  const existing = await realpath(target).catch(() => null);
  if (existing !== null && (existing === libraryPath || existing === audio.path)) {
    throw new MonitorError('audio-refused', `${target} is not replaced: choose another name.`);
  }
  const draft = `${target}.${process.pid}.part`;
  try {
    await pipeline(
      audio.handle.createReadStream({ start: 0, autoClose: false }),
      createWriteStream(draft, { flags: 'wx' }),
    );
    await rename(draft, target);
  } catch (cause) {
    await rm(draft, { force: true });
    throw new MonitorError('internal', `${target} could not be written.`, {
      hint: 'Check that the folder can be written and the disk has room.',
      cause,
    });
  }
};
