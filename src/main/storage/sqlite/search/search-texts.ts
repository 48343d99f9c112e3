import { closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fold } from '../../../../shared/fold';
import { type Connection, connect } from '../core/connection';
import { sqliteCode } from '../core/sqlite-errors';

// Every distinct text of a library (prompts, models, errors), folded, each with a number. They are
// kept with a trigram index (FTS5) in a file of ours, which is a cache: spoiled or in use by another
// process, the texts are in memory only and simply looked through.

/** The distinct texts of a library. */
export type SearchTexts = Readonly<{
  /** The number of a text as the library holds it, a new one if need be. Never 0. */
  numberOf: (text: string) => number;
  /** Greatest number so far. */
  greatest: () => number;
  /** Numbers of all texts that contain a folded needle. */
  matching: (needle: string) => readonly number[];
  /** Writes new texts to the file, `most` of them; whether some are left. */
  save: (most?: number) => boolean;
  /** Forgets the texts that are not used any more. */
  keepOnly: (used: Uint8Array) => void;
  close: () => void;
}>;

const create = `CREATE VIRTUAL TABLE IF NOT EXISTS texts
  USING fts5(folded, tokenize = 'trigram case_sensitive 1')`;

/** Below so many texts, looking through them is as fast as asking the index. */
const fewTexts = 5_000;
/** Longer texts, UTF-16 units, are always looked through: to index one of megabytes takes seconds. */
const longText = 100_000;
/** Texts as the library holds them whose numbers are remembered. */
const maxRemembered = 500_000;

/** @param path of the file; `null` for none */
export const openSearchTexts = (path: string | null): SearchTexts => {
  let file = path === null ? null : openFile(path);
  const folded: (string | undefined)[] = [];
  const numbers = new Map<string, number>();
  const remembered = new Map<string, number>();
  let unsaved: number[] = [];
  /** Those that are never saved. */
  const long = new Set<number>();

  const add = (number: number, text: string) => {
    folded[number] = text;
    numbers.set(text, number);
  };
  if (file) {
    const rows = file.prepare('SELECT rowid, folded FROM texts').raw(true).all();
    for (const [number, text] of rows as [number, string][]) add(number, text);
  }

  /** The file is only a cache: without it everything still works. */
  const withFile = <T>(work: (connection: Connection) => T): T | null => {
    if (!file) return null;
    try {
      return work(file);
    } catch (thrown) {
      if (sqliteCode(thrown) === null) throw thrown;
      file.close();
      file = null;
      if (path !== null) removeFile(path);
      return null;
    }
  };

  return {
    numberOf: (text) => {
      const known = remembered.get(text);
      if (known !== undefined) return known;
      const form = fold(text).replaceAll('\0', '\ufffd');
      let number = numbers.get(form);
      if (number === undefined) {
        number = Math.max(folded.length, 1);
        add(number, form);
        if (form.length > longText) long.add(number);
        else unsaved.push(number);
      }
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(text, number);
      return number;
    },
    greatest: () => Math.max(folded.length - 1, 0),
    matching: (wanted) => {
      const needle = wanted.replaceAll('\0', '\ufffd');
      const isIndexed = numbers.size > fewTexts && [...needle].length >= 3 && unsaved.length === 0;
      const found = isIndexed ? withFile((connection) => indexed(connection, needle)) : null;
      if (found) return [...found, ...long].filter((number) => folded[number]?.includes(needle));
      return folded.flatMap((text, number) => (text?.includes(needle) ? [number] : []));
    },
    save: (most = unsaved.length) => {
      if (unsaved.length === 0) return false;
      const saved = unsaved.slice(0, most);
      withFile((connection) => {
        const insert = connection.prepare('INSERT INTO texts (rowid, folded) VALUES (?, ?)');
        connection.transaction(() => {
          for (const number of saved) insert.run(number, folded[number]);
        })();
      });
      unsaved = unsaved.slice(saved.length);
      return unsaved.length > 0;
    },
    keepOnly: (used) => {
      const gone: number[] = [];
      folded.forEach((text, number) => {
        if (text === undefined || used[number]) return;
        gone.push(number);
        long.delete(number);
        numbers.delete(text);
        folded[number] = undefined;
      });
      // All rows have been read: few texts will be met again.
      remembered.clear();
      if (gone.length === 0) return;
      withFile((connection) => {
        const remove = connection.prepare('DELETE FROM texts WHERE rowid = ?');
        connection.transaction(() => {
          for (const number of gone) remove.run(number);
        })();
      });
    },
    close: () => {
      file?.close();
      file = null;
    },
  };
};

const indexed = (connection: Connection, needle: string): readonly number[] =>
  connection
    .prepare('SELECT rowid FROM texts WHERE texts MATCH ?')
    .pluck()
    .all(`"${needle.replaceAll('"', '""')}"`) as number[];

const openFile = (path: string): Connection | null => {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      if (!existsSync(path)) closeSync(openSync(path, 'a'));
      const connection = connect(path, { readOnly: false, busyTimeoutMs: 0 });
      try {
        // One process at a time: another one numbers its texts in its own way.
        connection.pragma('locking_mode = EXCLUSIVE');
        connection.pragma('journal_mode = WAL');
        connection.pragma('synchronous = OFF');
        connection.exec(create);
        connection.prepare('SELECT count(*) FROM texts').get();
        return connection;
      } catch (thrown) {
        connection.close();
        throw thrown;
      }
    } catch (thrown) {
      const code = sqliteCode(thrown);
      if (code === null || code.startsWith('SQLITE_BUSY')) return null;
      // Spoiled: it is made anew.
      removeFile(path);
    }
  }
  return null;
};

const removeFile = (path: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
};
