import { mkdirSync } from 'node:fs';
import type { RotatingFileStream } from 'rotating-file-stream';

/** How much an entry matters. */
export type LogLevel = 'info' | 'warn' | 'error';

/** What an entry says beside its event: facts of the program, never of anybody's library. */
export type LogFields = Readonly<
  Record<string, string | number | boolean | null | readonly string[] | undefined>
>;

/**
 * The program's own diary. Nothing that belongs to the user goes into it: no prompt, no path of a
 * library, no secret (see redact.ts). One JSON object a line, so that tools can read it.
 */
export type Log = Readonly<{
  /** @param event what happened, in a few words that stay the same */
  write: (level: LogLevel, event: string, fields?: LogFields) => void;
  /** The newest entries, oldest first, each one line of JSON. */
  recent: () => readonly string[];
  /** Where the files are. */
  folder: string;
  /** Settles when all that was written is on the disk. */
  flush: () => Promise<void>;
}>;

const fileName = 'monitor.log';
const maxRecent = 100;
/** Entries that wait for the files, beyond which the oldest are dropped. */
const maxWaiting = 1_000;

/**
 * Writes to rotating files: `monitor.log` and up to four older ones of a megabyte each. Files are
 * opened beside other work, after the start; a folder that cannot be written costs the files only.
 *
 * @param verbose each entry also goes to standard error
 */
export const openLog = (folder: string, options: Readonly<{ verbose: boolean }>): Log => {
  let waiting: string[] = [];
  let recent: string[] = [];
  let stream: RotatingFileStream | null | 'failed' = null;
  let opening: Promise<void> | null = null;

  const open = async (): Promise<void> => {
    try {
      mkdirSync(folder, { recursive: true });
      const { createStream } = await import('rotating-file-stream');
      const opened = createStream(fileName, { path: folder, size: '1M', rotate: 4 });
      // A full disk must not end the program: what cannot be written is in `recent` still.
      opened.on('error', () => {
        stream = 'failed';
      });
      stream = opened;
      for (const line of waiting) opened.write(line);
    } catch {
      stream = 'failed';
    }
    waiting = [];
  };

  return {
    folder,
    write: (level, event, fields = {}) => {
      const line = JSON.stringify({ time: new Date().toISOString(), level, event, ...fields });
      recent = [...recent.slice(1 - maxRecent), line];
      if (options.verbose) process.stderr.write(`${line}\n`);
      if (stream === 'failed') return;
      if (stream) {
        stream.write(`${line}\n`);
        return;
      }
      waiting = [...waiting.slice(1 - maxWaiting), `${line}\n`];
      opening ??= new Promise((resolve) => setImmediate(() => resolve(open())));
    },
    recent: () => recent,
    flush: async () => {
      await opening;
      const opened = stream;
      if (opened === null || opened === 'failed') return;
      stream = 'failed';
      await new Promise<void>((resolve) => {
        opened.on('error', () => resolve());
        opened.end(() => resolve());
      });
    },
  };
};
