import { parseArgs } from 'node:util';
import { type ErrorCode, MonitorError, toFailure } from '../../shared/errors';
import { defaultLibraryUrl } from './library-url';
import { backupName } from './sqlite/file/backup';
import { journalMode, journalModes, switchJournalMode } from './sqlite/file/journal-mode';
import { type ConnectedLibrary, openLibrary } from './sqlite/library';

// The storage from a terminal: `npm run --silent db -- <command> [--url URL] [--json]`.

/** Where a command writes to and asks. */
export type Terminal = Readonly<{
  out: (line: string) => void;
  error: (line: string) => void;
  /** Asks a person; `null` when nobody is there to answer. */
  ask: (question: string) => Promise<string | null>;
}>;

const usage = `Usage: npm run --silent db -- <command> [--url URL] [--json]

  init                  create an empty library (it must not exist)
  migrate               add our indexes, after a checked backup
  rollback              take the latest step of migrate back, after a checked backup
  status                steps applied and pending, origin, Alembic revision, journal mode
  stats                 counts of generations and prompts
  check                 integrity check of the whole file
  backup [file]         copy the library while it is in use, and check the copy
  reset [--yes]         destroy every generation and prompt, after a checked backup
  journal [wal|delete]  show or switch the journal mode

  --url URL   sqlite:///relative.db, sqlite:////absolute.db or a path;
              else DATABASE_URL, else ${defaultLibraryUrl}
  --json      one JSON value on standard output`;

/** What a command found or did: `value` for `--json`, `lines` for people. */
type Answer = Readonly<{ value: unknown; lines: readonly string[]; failed?: boolean }>;
type Context = Readonly<{
  url: string | undefined;
  argument: string | undefined;
  yes: boolean;
  terminal: Terminal;
}>;

const withLibrary = async (
  { url }: Context,
  work: (library: ConnectedLibrary) => Answer | Promise<Answer>,
): Promise<Answer> => {
  const library = openLibrary(url, { create: false });
  try {
    return await work(library);
  } finally {
    library.close();
  }
};

const steps = (
  report: Readonly<{ steps: readonly string[]; backup: { path: string } | null }>,
  verb: string,
) =>
  report.steps.length === 0
    ? ['Nothing to do.']
    : [...report.steps.map((name) => `${verb} ${name}`), `Backup: ${report.backup?.path}`];

const commands: Readonly<Record<string, (context: Context) => Promise<Answer>>> = {
  init: async ({ url }) => {
    const library = openLibrary(url, { create: true });
    const info = library.info();
    library.close();
    return { value: info, lines: [`Created ${info.path}`] };
  },
  migrate: (context) =>
    withLibrary(context, async (library) => {
      const report = await library.migrations.migrate();
      return { value: report, lines: steps(report, 'Applied') };
    }),
  rollback: (context) =>
    withLibrary(context, async (library) => {
      const report = await library.migrations.rollback();
      return { value: report, lines: steps(report, 'Took back') };
    }),
  status: (context) =>
    withLibrary(context, (library) => {
      const { path, origin, alembicRevision, journalMode, readOnlyReason, warning } =
        library.info();
      const { applied, pending } = library.migrations.status();
      return {
        value: {
          path,
          origin,
          alembicRevision,
          journalMode,
          readOnlyReason,
          warning,
          applied,
          pending,
        },
        lines: [
          `Library   ${path}`,
          `Made by   ${origin}${alembicRevision === null ? '' : `, Alembic revision ${alembicRevision}`}`,
          `Journal   ${journalMode}`,
          ...(readOnlyReason === null ? [] : [`Read-only ${readOnlyReason}`]),
          ...(warning === null ? [] : [`Warning   ${warning}`]),
          ...applied.map(({ name, kind }) => `Applied   ${name} (${kind})`),
          ...pending.map((name) => `Pending   ${name}`),
        ],
      };
    }),
  stats: (context) =>
    withLibrary(context, (library) => {
      const stats = library.stats();
      const counts = Object.entries(stats.byStatus).map(([status, count]) => [status, count]);
      const rows = [
        ['generations', stats.totalGenerations],
        ...counts,
        ['prompts', stats.totalPrompts],
      ];
      return {
        value: stats,
        lines: rows.map(([name, count]) => `${String(name).padEnd(12)} ${count}`),
      };
    }),
  check: (context) =>
    withLibrary(context, (library) => {
      const report = library.check();
      return { value: report, lines: report.ok ? ['ok'] : report.problems, failed: !report.ok };
    }),
  backup: (context) =>
    withLibrary(context, async (library) => {
      const report = await library.backup(
        context.argument ?? backupName(library.info().path, 'backup'),
      );
      return {
        value: report,
        lines: [
          `${report.path}: ${report.generations} generations, ${report.prompts} prompts, checked`,
          ...(report.companion === null
            ? []
            : [`${report.companion}: judgements, earlier outcomes`]),
          ...(report.warning === null ? [] : [`Not in the backup: ${report.warning}`]),
        ],
      };
    }),
  reset: (context) =>
    withLibrary(context, async (library) => {
      const { path, readOnlyReason } = library.info();
      if (readOnlyReason !== null) throw new MonitorError('library-read-only', readOnlyReason);
      await confirm(context, library);
      const backup = await library.backup(backupName(path, 'before-reset'));
      library.reset({ confirm: true });
      return { value: { backup }, lines: [`Emptied ${path}`, `Backup: ${backup.path}`] };
    }),
  journal: (context) =>
    withLibrary(context, (library) => {
      const mode = journalModes.find((known) => known === context.argument);
      if (context.argument !== undefined && mode === undefined) {
        throw new MonitorError(
          'invalid-input',
          `“${context.argument}” is no journal mode: wal or delete.`,
        );
      }
      const now = mode ? switchJournalMode(library.database, mode) : journalMode(library.database);
      return { value: { journalMode: now }, lines: [now] };
    }),
};

/** Those that take an argument; the others would do something else than was meant. */
const takeArgument: readonly string[] = ['backup', 'journal'];

const confirm = async ({ yes, terminal }: Context, library: ConnectedLibrary): Promise<void> => {
  if (yes) return;
  const { totalGenerations, totalPrompts } = library.stats();
  const answer = await terminal.ask(
    `This destroys ${totalGenerations} generations and ${totalPrompts} prompts in ${library.info().path}.\nType "reset" to go on: `,
  );
  if (answer?.trim() === 'reset') return;
  throw new MonitorError('invalid-input', 'Not reset: it was not confirmed.', {
    hint: 'Add --yes where nobody can be asked.',
  });
};

/**
 * Runs one command.
 *
 * @returns the exit code: 0 on success; 1 when it failed, or `check` found something; 2 for a wrong
 *   command line
 */
export const runCli = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    terminal.error(parsed);
    return 2;
  }
  const { command, json, context } = parsed;
  if (command === undefined) {
    terminal.out(usage);
    return 0;
  }
  try {
    const answer = await command({ ...context, terminal });
    const text = json ? JSON.stringify(answer.value, null, 2) : answer.lines.join('\n');
    terminal.out(text);
    return answer.failed ? 1 : 0;
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (json) terminal.error(JSON.stringify({ error: failure }));
    else {
      terminal.error(`${failure.message} [${failure.code satisfies ErrorCode}]`);
      if (failure.hint) terminal.error(failure.hint);
    }
    return 1;
  }
};

const parse = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        json: { type: 'boolean', default: false },
        yes: { type: 'boolean', short: 'y', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [name, argument, ...more] = positionals;
    if (values.help) return { command: undefined, json: false, context: emptyContext };
    if (name === undefined) return `Which command?\n\n${usage}`;
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    const unexpected = takeArgument.includes(name) ? more[0] : argument;
    if (command === undefined) return `Unknown command: ${name}\n\n${usage}`;
    if (unexpected !== undefined) return `Unexpected argument: ${unexpected}\n\n${usage}`;
    return { command, json: values.json, context: { url: values.url, argument, yes: values.yes } };
  } catch (thrown) {
    return `${(thrown as Error).message}\n\n${usage}`;
  }
};

const emptyContext = { url: undefined, argument: undefined, yes: false };
