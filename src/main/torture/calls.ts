import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type MonitorError, toFailure } from '../../shared/errors';
import { newestFirst, sortColumns } from '../../shared/query';
import type { LibraryCall, LibraryCalls, OpenedLibrary } from '../storage/engine';
import { sqliteEngine } from '../storage/sqlite/engine';

// Every call to an open library, with an input that makes sense.

/** Ids that some calls are about, and a folder to write to. */
export type Subject = Readonly<{ ids: readonly string[]; folder: string }>;

type Examples = {
  readonly [Name in LibraryCall]: (subject: Subject) => LibraryCalls[Name]['input'];
};

const first = ({ ids }: Subject): string => ids[0] ?? 'gen_0';
const some = ({ ids }: Subject): [string, ...string[]] => [ids[1] ?? 'gen_1', ...ids.slice(2, 6)];
const rest = ({ ids }: Subject): readonly string[] => ids.slice(6, 10);
const standings = {
  days: null,
  search: '',
  sort: 'uses',
  direction: 'descending',
  position: 0,
  limit: 100,
} as const;

/** A call that is missing here does not compile. In an order in which one leaves work for the next. */
export const examples = {
  'generations.list': () => ({ filter: {}, sort: newestFirst, position: 0, limit: 100 }),
  'generations.count': () => ({ filter: { text: 'prompt' } }),
  'generations.get': (subject) => ({ id: first(subject) }),
  'generations.whole': (subject) => ({ id: first(subject) }),
  'generations.attempts': (subject) => ({ id: first(subject) }),
  'generations.family': (subject) => ({ id: first(subject) }),
  'prompts.search': () => ({ text: 'p', limit: 10 }),
  'insights.facets': () => undefined,
  'insights.prompts': () => standings,
  'insights.models': () => standings,
  'insights.failures': () => undefined,
  'insights.overview': () => undefined,
  'judgements.get': (subject) => ({ ids: some(subject) }),
  'judgements.set': (subject) => ({
    changes: [
      {
        ids: some(subject),
        change: { rating: 3, addTags: ['tried'], note: 'a note', heardAt: new Date(0) },
      },
    ],
  }),
  'votes.cast': (subject) => ({
    winnerId: first(subject),
    loserIds: [some(subject)[0]],
    blind: true,
  }),
  'votes.withdraw': () => ({ id: 'nobody' }),
  'votes.count': (subject) => ({ ids: some(subject) }),
  'check.findings': () => ({ kind: null, position: 0, limit: 100 }),
  lastCheck: () => undefined,
  keepCheck: ({ folder }) => ({
    libraryPath: join(folder, 'generations.db'),
    check: { phase: 'stopped', after: '', endedAt: new Date(), checked: 1, total: 2 },
    found: [{ kind: 'missing', id: 'gen_0', title: 'a take', message: 'It is not there.' }],
    fresh: true,
  }),
  outcomesSince: () => ({ since: '2025-11-21 01:00:00.000000' }),
  resolveFilter: () => ({ stalled: true }),
  findGenerations: (subject) => ({ ids: some(subject) }),
  findAskedJob: () => ({
    prompt: 'prompt 1',
    modelName: 'model 1',
    durationSeconds: 8,
    since: 0,
    except: [],
  }),
  namedFile: (subject) => ({ id: first(subject) }),
  takesAfter: () => ({ after: '', limit: 100 }),
  filesNamed: (subject) => ({ ids: some(subject) }),
  filesInUse: () => ({ filePaths: ['x.wav'] }),
  export: ({ folder }) => ({
    filter: {},
    sort: newestFirst,
    format: 'csv',
    path: join(folder, 'export.csv'),
  }),
  cancelExport: () => undefined,
  watch: () => ({ seen: false }),
  setStalledAfter: () => ({ factor: 5, leastSeconds: 60 }),
  'library.migrationStatus': () => undefined,
  'generations.retry': (subject) => ({ ids: some(subject) }),
  'generations.undoRetry': (subject) => ({ ids: some(subject) }),
  'generations.retryMatching': () => ({ filter: {}, limit: 1_000 }),
  'generations.create': () => ({
    jobs: [
      {
        prompt: 'a new one',
        modelName: 'model 1',
        modelVersion: null,
        durationSeconds: 8,
        sampleRate: 32_000,
        channels: 2,
        metadata: '{"bpm": 90}',
        rerunOf: null,
      },
    ],
  }),
  addMetadata: (subject) => ({ id: first(subject), added: '{"asked": 1}' }),
  'generations.cancel': (subject) => ({ ids: some(subject) }),
  'generations.giveUp': (subject) => ({ ids: some(subject) }),
  'generations.delete': (subject) => ({ ids: [...rest(subject), first(subject)] }),
  'generations.undo': () => ({ token: 'nothing' }),
  'library.migrate': () => undefined,
  'library.backup': () => undefined,
} satisfies Examples;

export const callNames = Object.keys(examples) as readonly LibraryCall[];

/** How a call ended: `ok`, the code of a `MonitorError`, or what must not happen. */
export type Ending = Readonly<{
  call: string;
  code: string;
  message: string;
  milliseconds: number;
}>;

/** Of work: what others do to this machine meanwhile is not the call's. */
const millisecondsSince = (begun: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
};

/** Runs something to its end, whatever that is. */
export const endingOf = async (call: string, work: () => unknown): Promise<Ending> => {
  const begun = process.cpuUsage();
  const ended = (code: string, message: string): Ending => ({
    call,
    code,
    message,
    milliseconds: millisecondsSince(begun),
  });
  try {
    await work();
    return ended('ok', '');
  } catch (thrown) {
    const { code, message } = toFailure(thrown);
    const stack = code === 'internal' ? ` ${(thrown as Partial<MonitorError>).stack ?? ''}` : '';
    return ended(code, message + stack);
  }
};

/** Milliseconds of work that no call on a small library may take. */
const longest = 8_000;

/** What must not happen, in words; `null` where the call was answered or refused in plain words. */
export const faultOf = ({ call, code, message, milliseconds }: Ending): string | null => {
  if (code === 'internal') return `${call}: ${message}`;
  return milliseconds > longest ? `${call} took ${Math.round(milliseconds)} ms of work` : null;
};

/** Opens a library as a thread of the application does, for all calls. */
export const openForCalls = async (path: string, dataFolder: string): Promise<OpenedLibrary> =>
  sqliteEngine.open(path, {
    create: false,
    dataFolder,
    role: 'quick',
    stalledAfter: { factor: 5, leastSeconds: 60 },
    tell: () => {},
  });

/** Runs one call by its name. */
export const run = ({ handlers }: OpenedLibrary, name: LibraryCall, input: unknown): unknown =>
  handlers[name](input as never);

/** Opens a library and makes every call: how each ended. */
export const makeEveryCall = async (
  path: string,
  dataFolder: string,
  folder: string,
): Promise<readonly Ending[]> => {
  mkdirSync(folder, { recursive: true });
  let library: OpenedLibrary | null = null;
  const opened = await endingOf('open', async () => {
    library = await openForCalls(path, dataFolder);
  });
  const endings = [opened];
  // TypeScript does not see what the function above assigns.
  const open = library as OpenedLibrary | null;
  if (open === null) return endings;
  const ids: string[] = [];
  endings.push(
    await endingOf('ids', async () => {
      const page = await open.handlers['generations.list'](examples['generations.list']());
      ids.push(...page.rows.map(({ id }) => id));
    }),
  );
  for (const column of sortColumns) {
    const input = {
      filter: { metadata: [{ path: ['bpm'], operator: '≥' as const, value: 90 }] },
      sort: { column, direction: 'ascending' as const },
      position: 0,
      limit: 50,
    };
    endings.push(await endingOf(`list by ${column}`, () => run(open, 'generations.list', input)));
  }
  endings.push(await endingOf('info', open.info));
  for (const name of callNames) {
    const input = examples[name]({ ids, folder });
    endings.push(await endingOf(name, () => run(open, name, input)));
  }
  endings.push(await endingOf('close', open.close));
  return endings;
};
