import { MonitorError } from '../../../shared/errors';
import { backupName } from '../sqlite/file/backup';
import { journalMode, journalModes, switchJournalMode } from '../sqlite/file/journal-mode';
import { type ConnectedLibrary, openLibrary } from '../sqlite/library';
import { type Command, type Terminal, type Typed, withLibrary } from './command';

// Commands that look after a library as a whole.

const steps = (
  report: Readonly<{ steps: readonly string[]; backup: { path: string } | null }>,
  verb: string,
) =>
  report.steps.length === 0
    ? ['Nothing to do.']
    : [...report.steps.map((name) => `${verb} ${name}`), `Backup: ${report.backup?.path}`];

export const init: Command = {
  takes: '',
  does: 'create an empty library (it must not exist)',
  words: 0,
  run: async ({ url }) => {
    const library = openLibrary(url, { create: true });
    const info = library.info();
    library.close();
    return { value: info, lines: [`Created ${info.path}`] };
  },
};

export const migrate: Command = {
  takes: '',
  does: 'add our indexes, after a checked backup',
  words: 0,
  run: (typed) =>
    withLibrary(typed, async (library) => {
      const report = await library.migrations.migrate();
      return { value: report, lines: steps(report, 'Applied') };
    }),
};

export const rollback: Command = {
  takes: '',
  does: 'take the latest step of migrate back, after a checked backup',
  words: 0,
  run: (typed) =>
    withLibrary(typed, async (library) => {
      const report = await library.migrations.rollback();
      return { value: report, lines: steps(report, 'Took back') };
    }),
};

export const status: Command = {
  takes: '',
  does: 'steps applied and pending, origin, Alembic revision, journal mode',
  words: 0,
  run: (typed) =>
    withLibrary(typed, (library) => {
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
};

export const stats: Command = {
  takes: '',
  does: 'counts of generations and prompts',
  words: 0,
  run: (typed) =>
    withLibrary(typed, (library) => {
      const stats = library.stats();
      const rows = [
        ['generations', stats.totalGenerations],
        ...Object.entries(stats.byStatus),
        ['prompts', stats.totalPrompts],
      ];
      return {
        value: stats,
        lines: rows.map(([name, count]) => `${String(name).padEnd(12)} ${count}`),
      };
    }),
};

export const check: Command = {
  takes: '',
  does: 'integrity check of the whole file',
  words: 0,
  run: (typed) =>
    withLibrary(typed, (library) => {
      const report = library.check();
      return { value: report, lines: report.ok ? ['ok'] : report.problems, failed: !report.ok };
    }),
};

export const backup: Command = {
  takes: '[file]',
  does: 'copy the library while it is in use, and check the copy',
  words: 1,
  run: (typed) =>
    withLibrary(typed, async (library) => {
      const report = await library.backup(
        typed.words[0] ?? backupName(library.info().path, 'backup'),
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
};

export const reset: Command = {
  takes: '[--yes]',
  does: 'destroy every generation and prompt, after a checked backup',
  more: 'It asks first. Add --yes where nobody can be asked.',
  options: ['yes'],
  words: 0,
  run: (typed, terminal) =>
    withLibrary(typed, async (library) => {
      const { path, readOnlyReason } = library.info();
      if (readOnlyReason !== null) throw new MonitorError('library-read-only', readOnlyReason);
      await confirm(typed, terminal, library);
      const backup = await library.backup(backupName(path, 'before-reset'));
      library.reset({ confirm: true });
      return { value: { backup }, lines: [`Emptied ${path}`, `Backup: ${backup.path}`] };
    }),
};

const confirm = async (
  { yes }: Typed,
  terminal: Terminal,
  library: ConnectedLibrary,
): Promise<void> => {
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

export const journal: Command = {
  takes: '[wal|delete]',
  does: 'show or switch the journal mode',
  more: `WAL lets readers and a writer work at the same time. Some SQLite builds before 3.51.3 have a rare
bug with it, and every program that uses the library is concerned: switch when you know them.`,
  words: 1,
  run: (typed) =>
    withLibrary(typed, (library) => {
      const asked = typed.words[0];
      const mode = journalModes.find((known) => known === asked?.toLowerCase());
      if (asked !== undefined && mode === undefined) {
        throw new MonitorError('invalid-input', `“${asked}” is no journal mode: wal or delete.`);
      }
      const now = mode ? switchJournalMode(library.database, mode) : journalMode(library.database);
      return { value: { journalMode: now }, lines: [now] };
    }),
};
