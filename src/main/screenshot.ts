import { writeFile } from 'node:fs/promises';
import type { BrowserWindow } from 'electron';

/**
 * Writes a PNG of the window's content.
 *
 * @param file absolute path, overwritten
 */
export const writeScreenshot = async (window: BrowserWindow, file: string): Promise<void> => {
  const picture = await window.webContents.capturePage();
  await writeFile(file, picture.toPNG());
};
