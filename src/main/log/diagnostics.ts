import { arch, cpus, release, totalmem, version } from 'node:os';
import type { LibraryState } from '../../shared/library';
import type { Log, LogFields } from './log';

const lastEntries = 40;

/** What is known of the program, for a report. */
export type ProgramFacts = Readonly<{ version: string; electron: string; packaged: boolean }>;

/**
 * What somebody who looks into a problem asks for first, as text to paste: versions, the machine, the
 * kind of library and the newest entries of the log. No prompt, no path, no secret.
 */
export const diagnostics = (program: ProgramFacts, library: LibraryState, log: Log): string =>
  [
    `DGX Music Monitor ${program.version} (${program.packaged ? 'installed' : 'from source'})`,
    `Electron ${program.electron}, Chrome ${process.versions.chrome ?? '?'}, Node ${process.versions.node}`,
    `${process.platform} ${release()} ${arch()}, ${version()}`,
    `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    `Display: ${process.env.XDG_SESSION_TYPE ?? 'unknown'}, ${process.env.XDG_CURRENT_DESKTOP ?? 'no desktop named'}`,
    `Library: ${libraryLine(library)}`,
    '',
    'Latest entries of the log:',
    ...log.recent().slice(-lastEntries),
    '',
  ].join('\n');

/** What may be said of an open library in the log: no name, no path. */
export const libraryFacts = (state: LibraryState): LogFields => {
  if (state.phase === 'failed') return { phase: state.phase, code: state.error.code };
  if (state.phase !== 'open') return { phase: state.phase };
  const { origin, alembicRevision, journalMode, readOnlyReason, sizeBytes } = state.library;
  const megabytes = Math.round(sizeBytes / 1e6);
  const writable = readOnlyReason === null;
  return { phase: state.phase, origin, alembicRevision, journalMode, megabytes, writable };
};

const libraryLine = (state: LibraryState): string =>
  Object.entries(libraryFacts(state))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
