import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { open, sampleLibrary, temporaryFolder, withRaw } from '../../testing/libraries';
import { backupLibrary } from './backup';

/** Another process that commits to a library, with or without a pause between two commits. */
const startWriter = async (path: string, pauseMs: number) => {
  const writer = spawn(process.execPath, ['-e', writerCode, path, String(pauseMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => writer.stdout.once('data', resolve));
  return {
    stop: () =>
      new Promise((resolve) => {
        writer.once('exit', resolve);
        writer.kill('SIGKILL');
      }),
  };
};
const writerCode = `
  const library = new (require('better-sqlite3'))(process.argv[1], { timeout: 5000 });
  const change = library.prepare('UPDATE generations SET duration_seconds = ? WHERE rowid = ?');
  const pause = Number(process.argv[2]);
  for (let turn = 0; ; turn++) {
    change.run(turn, 1 + (turn % 300));
    if (turn === 0) require('node:fs').writeSync(1, 'ready');
    if (pause > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
  }
`;

describe.each(['delete', 'wal'])('a backup beside a writer, journal mode %s', (mode) => {
  it.each([0, 10])('always succeeds (a pause of %i ms)', async (pauseMs) => {
    const path = join(temporaryFolder(), 'busy.db');
    copyFileSync(sampleLibrary(), path);
    withRaw(path, (raw) => raw.pragma(`journal_mode = ${mode}`));
    const { database } = open(path);
    const writer = await startWriter(path, pauseMs);
    try {
      for (let copy = 0; copy < 25; copy++) {
        const report = await backupLibrary(database, `${path}.copy-${copy}.db`);
        expect(report.generations).toBe(400);
      }
    } finally {
      await writer.stop();
    }
  });
});

describe('what a killed backup left', () => {
  it('is cleared away by the next, and nothing else is', async () => {
    const { database } = open(sampleLibrary());
    const folder = join(temporaryFolder(), 'backups');
    mkdirSync(folder);
    // No process has a number beyond what Linux gives.
    const dead = 2 ** 22 + 1;
    const left = [
      `today.db.${dead}.part`,
      `today.db.${dead}.part-journal`,
      `today.old.db.${dead}.part`,
    ];
    const kept = [
      `today.db.${process.ppid}.part`,
      'today.part',
      `other.db.${dead}.part`,
      'today.1.part.db',
    ];
    for (const name of [...left, ...kept]) writeFileSync(join(folder, name), 'x');
    await backupLibrary(database, join(folder, 'today.db'));
    expect(readdirSync(folder).sort()).toEqual([...kept, 'today.db'].sort());
    expect(existsSync(join(folder, 'today.db'))).toBe(true);
  });
});
