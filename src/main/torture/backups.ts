import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MonitorError } from '../../shared/errors';
import { openLibrary } from '../storage/entry';
import { createLibrary } from '../storage/sqlite/file/create-library';
import { withConnection } from './bases';
import type { Report } from './kills';

// Copies made beside a program that writes without a pause. Each must be whole, and of one moment.

export type BackupOptions = Readonly<{
  backups: number;
  journal: 'wal' | 'delete';
  /** The program that writes, built from busy-writer.ts. */
  writer: string;
  folder: string;
  progress?: (report: Report) => void;
}>;

export const runBackups = async (options: BackupOptions): Promise<Report> => {
  const { backups, journal, writer, folder, progress } = options;
  const report: Report = { done: 0, faults: [], notes: {} };
  const place = join(folder, `backups-${journal}`);
  mkdirSync(place, { recursive: true });
  const path = join(place, 'generations.db');
  const dataFolder = join(place, 'data');
  createLibrary(path);
  withConnection(path, (connection) => connection.pragma(`journal_mode = ${journal}`));
  const child = fork(writer, [path, dataFolder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let ended: string | null = null;
  child.on('exit', (code, signal) => {
    ended = `${code ?? signal}`;
  });
  try {
    await ready(child);
    const library = openLibrary(path, { create: false, dataFolder });
    for (; report.done < backups; report.done++) {
      if (ended !== null) throw new Error(`The writer ended: ${ended}`);
      const copy = join(place, `copy-${report.done}.db`);
      const outcome = await library
        .backup(copy)
        .then(() => 'made')
        .catch((thrown: unknown) =>
          thrown instanceof MonitorError && thrown.code === 'library-busy' ? 'busy' : `${thrown}`,
        );
      const fault = outcome === 'made' ? faultOfCopy(copy) : outcome === 'busy' ? null : outcome;
      if (fault !== null) report.faults.push(`${journal} copy ${report.done}: ${fault}`);
      report.notes[outcome] = (report.notes[outcome] ?? 0) + 1;
      rmSync(copy, { force: true });
      progress?.(report);
    }
    library.close();
    const left = readdirSync(place).filter((name) => name.includes('.part'));
    if (left.length > 0) report.faults.push(`drafts left behind: ${left.join(', ')}`);
  } finally {
    child.kill('SIGKILL');
  }
  return report;
};

const ready = (child: ChildProcess): Promise<void> =>
  new Promise((done, fail) => {
    child.on('message', () => done());
    child.on('exit', (code) => fail(new Error(`The writer did not begin: ${code}`)));
  });

/** Of any moment, no job of the writer's waits and there are no more than it keeps. */
const faultOfCopy = (copy: string): string | null =>
  withConnection(copy, (connection) => {
    const [waiting, all] = connection
      .prepare("SELECT sum(status = 'pending'), count(*) FROM generations")
      .raw(true)
      .get() as [number | null, number];
    const verdict = connection.pragma('integrity_check', { simple: true });
    if (verdict !== 'ok') return `integrity: ${verdict}`;
    return waiting || all > 300 ? `half a transaction: ${waiting} of ${all} wait` : null;
  });
