import { createInterface } from 'node:readline/promises';
import { runCli } from '../cli';

/**
 * Runs one command on this process's own terminal: standard output and error, questions only where a
 * person can answer, Ctrl+C and SIGTERM end what has no end of its own.
 *
 * @returns the exit code, see {@link runCli}
 */
export const runOnTerminal = async (args: readonly string[]): Promise<number> => {
  const stop = new AbortController();
  const end = () => stop.abort();
  // Whoever reads, as in `… | head`, may have read enough.
  const readerGone = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    stop.abort();
  };
  process.stdout.on('error', readerGone);
  // Only what waits is ended so: a command at work ends as any program does.
  if (args.includes('watch')) for (const signal of signals) process.on(signal, end);
  try {
    return await runCli(args, {
      out: (line) => void process.stdout.write(`${line}\n`),
      error: (line) => void process.stderr.write(`${line}\n`),
      ask,
      width: process.stdout.isTTY ? process.stdout.columns : undefined,
      stop: stop.signal,
    });
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
};

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const ask = async (question: string): Promise<string | null> => {
  if (!process.stdin.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
};
