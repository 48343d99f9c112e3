import { type Connection, connect } from '../core/connection';
import type { Companion } from '../core/database';
import { keptTables } from '../core/earlier-additions';
import { findingsTable } from '../sidecar/audio-check-tables';
import { copyDatabase } from './copy-database';

// Judgements and earlier outcomes are in the companion, so a backup has a copy of that beside it:
// both together are all that there was. See docs/decisions/0002-retry-history.md.

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
  // One that is spoiled shall not keep anyone from backing up the library: the report tells.
  const store = companion.readable();
  if (!store || !keepsAnything(store)) return false;
  await copyDatabase(store.name, target);
  const copy = connect(target, { readOnly: false });
  try {
    copy.pragma('journal_mode = DELETE');
    copy.exec(`DROP TABLE IF EXISTS audio_check; DROP TABLE IF EXISTS ${findingsTable}; VACUUM`);
  } finally {
    copy.close();
  }
  return true;
};

/** Whether anybody has done anything that it keeps. */
export const keepsAnything = (store: Connection): boolean =>
  keptTables.some((table) => store.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined);
