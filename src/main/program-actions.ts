import { mkdirSync } from 'node:fs';
import { app, clipboard, shell } from 'electron';
import type { LibraryState } from '../shared/library';
import type { MainHandlers } from './ipc';
import { diagnostics } from './log/diagnostics';
import type { Log } from './log/log';

type ProgramHandlers = Pick<MainHandlers, 'program.showLogs' | 'program.copyDiagnostics'>;

/** What is asked of the program itself, by its menu or its window. */
export const createProgramActions = (log: Log, library: () => LibraryState): ProgramHandlers => ({
  'program.showLogs': async () => {
    // Nothing may have been written yet.
    mkdirSync(log.folder, { recursive: true });
    await shell.openPath(log.folder);
    return null;
  },
  'program.copyDiagnostics': () => {
    const program = {
      version: app.getVersion(),
      electron: process.versions.electron ?? '?',
      packaged: app.isPackaged,
    };
    clipboard.writeText(diagnostics(program, library(), log));
    return null;
  },
});
