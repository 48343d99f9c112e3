import { existsSync } from 'node:fs';
import { type Connection, connect } from '../core/connection';
import type { Companion, Database } from '../core/database';
import { moveAttempts } from '../history/attempts';
import { moveJudgements } from '../judgements/judgements';
import { findingsTable } from '../sidecar/audio-check-tables';
import { hasTable, inWrite, keptTables, ownTables } from '../sidecar/sidecar-tables';

// A backup of a library whose judgements and earlier outcomes are in the companion has a copy of
// that beside it, so that both together are all that there was. See docs/decisions/0002-retry-history.md.

/** Where that copy is: `today.db` → `today.companion.db`. */
export const companionBeside = (libraryPath: string): string => named(libraryPath, 'companion');

/** `…/generations.db` → `…/generations.<part>.db`. */
export const named = (libraryPath: string, part: string): string =>
  libraryPath.replace(/(\.[^./\\]*)?$/, (extension) => `.${part}${extension}`);

/**
 * Copies what the companion keeps with SQLite's online backup, but for what the last check of the
 * audio found, which belongs to this machine.
 *
 * @returns whether there was anything to copy
 */
export const copyCompanion = async (companion: Companion, target: string): Promise<boolean> => {
  const store = readable(companion);
  if (!store || !keepsAnything(store)) return false;
  await store.backup(target);
  const copy = connect(target, { readOnly: false });
  try {
    copy.pragma('journal_mode = DELETE');
    copy.exec(`DROP TABLE IF EXISTS audio_check; DROP TABLE IF EXISTS ${findingsTable}; VACUUM`);
  } finally {
    copy.close();
  }
  return true;
};

/** One that is spoiled shall not keep anyone from backing up the library. */
const readable = (companion: Companion): Connection | null => {
  try {
    return companion.existing();
  } catch {
    return null;
  }
};

/**
 * Takes over what lies beside the library as a copy of a companion, where nothing is kept of this
 * library yet: so a backup brings back everything, under its own name or under that of the library.
 * The copy is only read. One that cannot be read is no reason not to open the library.
 */
export const takeOverCopy = ({ path, connection, companion }: Database): void => {
  const beside = companionBeside(path);
  if (!existsSync(beside)) return;
  if (ownTables.every(({ table }) => hasTable(connection, table))) return;
  try {
    const copy = connect(beside, { readOnly: true });
    try {
      const store = companion.required();
      inWrite(store, () => {
        if (keepsAnything(store)) return;
        for (const move of [moveAttempts, moveJudgements]) move(copy, store);
      });
    } finally {
      copy.close();
    }
  } catch {
    // As without one.
  }
};

const keepsAnything = (store: Connection): boolean =>
  keptTables.some((table) => store.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined);
