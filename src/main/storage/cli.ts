import { parseArgs } from 'node:util';
import { type ErrorCode, toFailure } from '../../shared/errors';
import { readableText } from '../../shared/readable-text';
import type { Command, OwnOption, Terminal, Typed } from './cli/command';
import { commands, usage, usageOf } from './cli/usage';

// The storage from a terminal: see db-command.ts for how it is called.

/**
 * Runs one command.
 *
 * @returns the exit code: 0 on success; 1 when it failed, found a fault or left something undone; 2 for
 *   a wrong command line
 */
export const runCli = async (args: readonly string[], given: Terminal): Promise<number> => {
  const parsed = parse(args);
  const terminal = cleaned(given, 'typed' in parsed && parsed.typed.json === true);
  if ('wrong' in parsed) {
    terminal.error(`${parsed.wrong}\n\n${usage()}`);
    return 2;
  }
  if ('help' in parsed) {
    terminal.out(parsed.help);
    return 0;
  }
  const { command, typed } = parsed;
  try {
    const answer = await command.run(typed, terminal);
    if (answer === null) return 0;
    const { value, lines, problems = [] } = answer;
    if (typed.json) terminal.out(JSON.stringify(value, null, 2));
    else {
      if (lines.length > 0) terminal.out(lines.join('\n'));
      if (problems.length > 0) terminal.error(problems.join('\n'));
    }
    return answer.failed || problems.length > 0 ? 1 : 0;
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (typed.json) terminal.error(JSON.stringify({ error: failure }));
    else {
      terminal.error(`${failure.message} [${failure.code satisfies ErrorCode}]`);
      if (failure.hint) terminal.error(failure.hint);
    }
    return 1;
  }
};

/** Nothing that others wrote may steer the terminal; what JSON holds stays the same value. */
const cleaned = (terminal: Terminal, json: boolean): Terminal => {
  const clean = json ? escaped : readableText;
  return {
    ...terminal,
    out: (line) => terminal.out(clean(line)),
    error: (line) => terminal.error(clean(line)),
    ask: (question) => terminal.ask(readableText(question)),
  };
};

/** Characters that JSON leaves as they are, though a terminal obeys them or nobody sees them. */
const unseen = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

const escaped = (json: string): string =>
  json.replace(unseen, (character) =>
    // Beyond 16 bits it is two units, and each has an escape of its own.
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );

const optionTypes = {
  url: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  yes: { type: 'boolean', short: 'y' },
  status: { type: 'string', multiple: true },
  search: { type: 'string' },
  limit: { type: 'string' },
  'all-failed': { type: 'boolean' },
} as const;

type Parsed =
  | Readonly<{ wrong: string }>
  | Readonly<{ help: string }>
  | Readonly<{ command: Command; typed: Typed }>;

const parse = (args: readonly string[]): Parsed => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: optionTypes,
    });
    const [name, ...words] = positionals;
    const command = commandNamed(name);
    if (values.help || name === 'help') {
      const asked = name === 'help' ? words[0] : name;
      const about = commandNamed(asked);
      if (asked !== undefined && !about) return { wrong: `Unknown command: ${asked}` };
      return { help: asked !== undefined && about ? usageOf(asked, about) : usage() };
    }
    if (name === undefined) return { wrong: 'Which command?' };
    if (!command) return { wrong: `Unknown command: ${name}` };
    const tooMany = words[command.words];
    if (tooMany !== undefined) return { wrong: `Unexpected argument: ${tooMany}` };
    const { help: _, ...options } = values;
    const own: readonly string[] = ['url', 'json', ...(command.options ?? [])];
    const foreign = (Object.keys(options) as OwnOption[]).find((option) => !own.includes(option));
    if (foreign) return { wrong: `${name} takes no --${foreign}` };
    return { command, typed: { ...options, words } };
  } catch (thrown) {
    return { wrong: (thrown as Error).message };
  }
};

const commandNamed = (name: string | undefined): Command | undefined =>
  name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
