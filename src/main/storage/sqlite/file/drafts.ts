import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

// Copies under way are `<name>.<process>.part`, so that one which was killed can be told from one that is
// being written.

/** A database file with whatever SQLite keeps beside it. */
export const removeDatabase = (path: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
};

const draftName = /\.(\d+)\.part(?:-wal|-shm|-journal)?$/;

/**
 * Takes away what copies beside this path, or of any backup in its folder, have left behind whose
 * process is gone. Those of a running process, and files of other names, are left alone.
 */
export const removeDrafts = (path: string): void => {
  const folder = dirname(path);
  const stem = basename(path).split('.')[0] ?? '';
  for (const name of readdirSync(folder)) {
    const owner = draftName.exec(name)?.[1];
    if (owner === undefined || !name.startsWith(`${stem}.`)) continue;
    if (!isRunning(Number(owner))) rmSync(join(folder, name), { force: true });
  }
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Somebody else's process may not be signalled, but is there.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
};
