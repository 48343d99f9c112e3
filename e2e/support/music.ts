import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sampleLibrary } from './application';
import { withDatabase } from './database';

/** A library laid out as the service does, `music/data/generations.db`, with audio of the test's own. */
export type Music = Readonly<{
  /** Absolute path of the library. */
  library: string;
  /** Ids of completed generations, newest first: where the list begins. */
  ids: readonly string[];
}>;

/**
 * Lays out `folder/music` and gives the newest completed generations these files as their audio.
 *
 * @param files by name, written to `music/outputs/`; `null` leaves the file missing
 */
export const layOutMusic = (
  folder: string,
  files: Readonly<Record<string, Buffer | string | null>>,
): Music => {
  const library = join(folder, 'music/data/generations.db');
  mkdirSync(dirname(library), { recursive: true });
  mkdirSync(join(folder, 'music/outputs'));
  copyFileSync(sampleLibrary, library);
  const ids = withDatabase(library, (db) =>
    db
      .prepare<[], string>(
        `SELECT id FROM generations WHERE status = 'completed'
          ORDER BY created_at DESC, id DESC`,
      )
      .pluck()
      .all(),
  );
  for (const [index, [name, content]] of Object.entries(files).entries()) {
    if (content !== null) writeFileSync(join(folder, 'music/outputs', name), content);
    setFilePath(library, ids[index] ?? '', `outputs/${name}`);
  }
  return { library, ids };
};

/** Names another file in a generation's row, as only another program would. */
export const setFilePath = (library: string, id: string, path: string): void => {
  withDatabase(library, (db) =>
    db.prepare('UPDATE generations SET file_path = ? WHERE id = ?').run(path, id),
  );
};
