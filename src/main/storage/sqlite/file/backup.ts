import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { MonitorError } from '../../../../shared/errors';
import type { BackupReport } from '../../../../shared/library';
import { connect } from '../core/connection';
import type { Database } from '../core/database';
import { assertSameFile } from '../core/database';
import { toMonitorError } from '../core/sqlite-errors';
import { copyDatabase } from './copy-database';
import { removeDatabase, removeDrafts } from './drafts';
import { companionBeside, copyCompanion, named } from './sidecar-backup';

/**
 * Copies the library with SQLite's online backup while it is in use, checks the copy (integrity,
 * tables, rows can be counted), and only then gives it its name. What is kept beside the library
 * is copied beside the backup. A file of either name is never replaced.
 *
 * @param target path of the backup
 * @throws `library-exists`, `library-corrupt` when the copy fails its check, `library-busy` when others
 *   write without leaving a moment to begin, `disk-full`, …
 */
export const backupLibrary = async (database: Database, target: string): Promise<BackupReport> => {
  assertSameFile(database);
  const path = resolve(target);
  const beside = companionBeside(path);
  const taken = [path, beside].find((file) => existsSync(file));
  if (taken) throw new MonitorError('library-exists', `${taken} exists already.`);
  const draft = `${path}.${process.pid}.part`;
  const besideDraft = `${beside}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    removeDrafts(path);
    await copyDatabase(database.path, draft);
    const rows = checkCopy(draft, path);
    const hasCompanion = await copyCompanion(database.companion, besideDraft);
    if (hasCompanion) renameSync(besideDraft, beside);
    renameSync(draft, path);
    const companion = hasCompanion ? beside : null;
    const warning = database.companion.problem()?.message ?? null;
    return { path, sizeBytes: statSync(path).size, ...rows, companion, warning };
  } catch (thrown) {
    throw toMonitorError(thrown, path);
  } finally {
    for (const file of [draft, besideDraft]) removeDatabase(file);
  }
};

const checkCopy = (draft: string, path: string): { generations: number; prompts: number } => {
  const copy = connect(draft, { readOnly: false });
  try {
    // A copy of a WAL library is one too; alone in its file it is easier to carry around.
    copy.pragma('journal_mode = DELETE');
    const verdict = copy.pragma('integrity_check(1)', { simple: true });
    if (verdict !== 'ok') {
      throw new MonitorError('library-corrupt', `The backup ${path} failed its check: ${verdict}`);
    }
    const count = (table: string): number =>
      copy.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
    return { generations: count('generations'), prompts: count('prompts') };
  } finally {
    copy.close();
  }
};

/** `…/generations.db` → `…/generations.2026-01-31T12-00-00.before-migration.db`. */
export const backupName = (libraryPath: string, occasion: string, now = new Date()): string => {
  const stamp = now.toISOString().slice(0, 23).replaceAll(':', '-').replace('.', '-');
  return named(libraryPath, `${stamp}.${occasion}`);
};
