import { type BrowserWindow, dialog } from 'electron';
import type { ExportFormat } from '../shared/export';

// The system's own dialogs. Paths come from here, never from the window.

/** Asks with one of them over the window; `null` when dismissed, or when there is no window. */
export type Ask = (
  dialog: (parent: BrowserWindow) => Promise<string | null>,
) => Promise<string | null>;

/** Asks for a library to open. `null` when dismissed. */
export const askForLibrary = async (parent: BrowserWindow): Promise<string | null> => {
  const { filePaths } = await dialog.showOpenDialog(parent, {
    title: 'Open a DGX Music library',
    properties: ['openFile'],
    filters: [
      { name: 'SQLite databases', extensions: ['db', 'sqlite', 'sqlite3'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return filePaths[0] ?? null;
};

/**
 * Asks where to create a library. An existing file may be chosen but is never replaced: creating
 * one there fails with a message of its own.
 */
export const askForNewLibrary = async (parent: BrowserWindow): Promise<string | null> => {
  const { filePath } = await dialog.showSaveDialog(parent, {
    title: 'Create an empty library',
    defaultPath: 'generations.db',
    properties: ['createDirectory'],
  });
  return filePath || null;
};

/** Asks where to write an export; the dialog itself asks before a file is replaced. */
export const askForExport = async (
  parent: BrowserWindow,
  format: ExportFormat,
): Promise<string | null> => {
  const { filePath } = await dialog.showSaveDialog(parent, {
    title: 'Export generations',
    defaultPath: `generations.${format}`,
    filters: [{ name: format.toUpperCase(), extensions: [format] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return filePath || null;
};

/** Asks where to copy an audio file; the dialog itself asks before a file is replaced. */
export const askForAudioCopy = async (
  parent: BrowserWindow,
  name: string,
): Promise<string | null> => {
  const { filePath } = await dialog.showSaveDialog(parent, {
    title: 'Save a copy',
    defaultPath: name,
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return filePath || null;
};

/** Asks for a folder. `null` when dismissed. */
export const askForFolder = async (
  parent: BrowserWindow,
  title: string,
): Promise<string | null> => {
  const { filePaths } = await dialog.showOpenDialog(parent, {
    title,
    properties: ['openDirectory', 'createDirectory'],
  });
  return filePaths[0] ?? null;
};

/** Asks for a folder that audio may be read from. */
export const askForOutputFolder = async (parent: BrowserWindow): Promise<string | null> => {
  const { filePaths } = await dialog.showOpenDialog(parent, {
    title: 'Allow an output folder',
    properties: ['openDirectory'],
  });
  return filePaths[0] ?? null;
};
