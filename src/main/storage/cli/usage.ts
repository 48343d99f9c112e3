import { dbCommand } from '../db-command';
import { defaultLibraryUrl } from '../library-url';
import { backup, check, init, journal, migrate, reset, rollback, stats, status } from './care';
import type { Command } from './command';
import { cancel, list, retry } from './jobs';
import { watch } from './watch';

const help: Command = {
  takes: '[command]',
  does: 'this, or more about a command',
  words: 1,
  // Answered before a library is looked for.
  run: async () => null,
};

/** Every command by its name, in the order in which they are shown. */
export const commands: Readonly<Record<string, Command>> = {
  init,
  migrate,
  rollback,
  status,
  stats,
  check,
  backup,
  reset,
  journal,
  list,
  retry,
  cancel,
  watch,
  help,
};

const options = `  --url URL   sqlite:///relative.db, sqlite:////absolute.db or a path;
              else DATABASE_URL, else ${defaultLibraryUrl}
  --json      one JSON value on standard output`;

/** All commands, a line each. */
export const usage = (): string => {
  const rows = Object.entries(commands).map(
    ([name, { takes, does }]) => [`${name} ${takes}`.trimEnd(), does] as const,
  );
  const lines = rows.map(([form, does]) =>
    form.length > 22 ? `  ${form}\n  ${' '.repeat(22)} ${does}` : `  ${form.padEnd(22)} ${does}`,
  );
  return `Usage: ${dbCommand()} <command> [--url URL] [--json]\n\n${lines.join('\n')}\n\n${options}`;
};

/** One command in full. */
export const usageOf = (name: string, { takes, does, more }: Command): string =>
  [
    `Usage: ${dbCommand()} ${name} ${takes}`.trimEnd(),
    `\n${does[0]?.toUpperCase()}${does.slice(1)}.`,
    ...(more ? [`\n${more}`] : []),
    `\n${options}`,
  ].join('\n');
