import { join, resolve } from 'node:path';

/** The library's name is its file's name: wherever it is shown, it says what it is. */
const libraryFile = 'Sample library.db';

/** Where the sample library of a folder is, made or not. */
export const sampleLibraryPath = (folder: string): string =>
  join(resolve(folder), 'data', libraryFile);
