import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserWindow } from 'electron';

/** Pictures are taken this far apart, milliseconds, until so many in a row show the same. */
const interval = 120;
const sameInARow = 4;
/** Something that moves never comes to rest: then the last of so many pictures is taken. */
const mostPictures = 40;

/**
 * Writes a PNG of the window's content once it has come to rest: what a page has painted reaches
 * the screen some frames later, and numbers may still be on their way after the first rows.
 *
 * @param file absolute path, overwritten
 */
export const writeScreenshot = async (window: BrowserWindow, file: string): Promise<void> => {
  let picture = await capture(window);
  for (let taken = 1, same = 1; taken < mostPictures && same < sameInARow; taken++) {
    await wait(interval);
    const next = await capture(window);
    same = next.equals(picture) ? same + 1 : 1;
    picture = next;
  }
  await writeFile(file, picture);
};

const capture = async (window: BrowserWindow): Promise<Buffer> =>
  (await window.webContents.capturePage()).toPNG();
