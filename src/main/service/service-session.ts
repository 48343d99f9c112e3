import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Generation, isFailed } from '../../shared/generation';
import { analysisKeys, type NewJob, newJobSchema, rerunKey } from '../../shared/job';
import { withMembers, withoutMembers } from '../../shared/json-text';
import type { LibraryInfo } from '../../shared/library';
import type {
  HandOverOutcome,
  ServiceCancelOutcome,
  ServiceHealth,
  ServiceState,
  TakenBack,
} from '../../shared/service';
import type { StorageHost } from '../storage-host';
import { parseServiceAddress } from './address';
import { createHandOverQueue, type HandOverQueue } from './hand-over-queue';
import { type HandOverItem, type HandOverStore, openHandOverStore } from './hand-over-store';
import { createRowLinks } from './row-links';
import {
  type CancelOutcome,
  createServiceClient,
  type GenerateOutcome,
  type ServiceClient,
} from './service-client';

/** The service of the library that is open. Without one every wish is answered `via: 'library'`. */
export type ServiceSession = Readonly<{
  state: () => ServiceState;
  /** Another library is open, or none. */
  libraryIs: (library: LibraryInfo | null) => void;
  /** Something in the library changed. */
  libraryChanged: () => void;
  /** The address that holds is another one, perhaps. */
  addressChanged: () => void;
  check: () => Promise<ServiceState>;
  retry: (ids: readonly string[]) => Promise<HandOverOutcome>;
  create: (jobs: readonly NewJob[]) => Promise<HandOverOutcome>;
  /** Takes out of the queue, or cancels, what was asked for together. */
  takeBack: (batch: string) => Promise<TakenBack>;
  cancel: (ids: readonly string[]) => Promise<ServiceCancelOutcome>;
  cancelWaiting: () => ServiceState;
  /** Sends a job whose outcome is unknown again, or gives up asking. */
  settle: (key: string, again: boolean) => ServiceState;
}>;

type Outside = Readonly<{
  storage: StorageHost;
  /** Absolute; made when first needed. */
  folder: string;
  /** The address of a library's own; `null` without. */
  addressOf: (library: LibraryInfo) => string | null;
  /** `DGX_MUSIC_API_URL`: for every library without one of its own. */
  environmentFor: (library: LibraryInfo) => string | null;
  onState: (state: ServiceState) => void;
  /** What people should know, as a sentence. */
  tell: (text: string) => void;
  /** The library was changed from here. */
  changed: () => void;
}>;

/** Milliseconds between two looks at the service's health. */
const checkEvery = 30_000;
/** Milliseconds for which a look holds when somebody wants something. */
const freshFor = 5_000;
/** Hand-overs that are shown one by one. */
const mostShown = 100;

/** All there is while a library with a service is open. */
type Connected = Readonly<{
  library: LibraryInfo;
  client: ServiceClient;
  store: HandOverStore;
  queue: HandOverQueue;
  timer: NodeJS.Timeout;
}>;

export const createServiceSession = (outside: Outside): ServiceSession => {
  const { storage } = outside;
  let library: LibraryInfo | null = null;
  let connected: Connected | null = null;
  let health: ServiceHealth = { state: 'unchecked' };
  let links = createRowLinks(storage, outside.changed);
  /** One for each file, whoever uses it. */
  const stores = new Map<string, HandOverStore>();

  /** What holds for the library that is open, and who said so. */
  const wanted = (): Pick<ServiceState, 'address' | 'from' | 'problem'> => {
    const own = library && outside.addressOf(library);
    const from = own === null ? 'environment' : 'library';
    const text = own ?? (library && outside.environmentFor(library));
    if (text === null) return { address: null, from, problem: null };
    try {
      return { address: parseServiceAddress(text), from, problem: null };
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      return { address: null, from, problem: `The address of the service is of no use. ${why}` };
    }
  };

  const state = (): ServiceState => {
    const items = connected?.store.get().items ?? [];
    return {
      ...wanted(),
      health,
      handOvers: items.slice(0, mostShown).map(({ key, retryOf, job, state, reason }) => ({
        key,
        retryOf,
        prompt: job.prompt.slice(0, 200),
        modelName: job.modelName,
        state,
        reason,
      })),
      waiting: items.filter((item) => item.state === 'waiting').length,
      unknown: items.filter((item) => item.state === 'unknown').length,
      nextAt: connected?.queue.nextAt() ?? null,
    };
  };
  const show = (): ServiceState => {
    const now = state();
    outside.onState(now);
    return now;
  };

  const check = async (): Promise<ServiceState> => {
    const asked = connected;
    if (!asked) return state();
    const found = await asked.client.health();
    if (connected !== asked) return state();
    health = found;
    // Those that waited when the application was last closed, or while nobody was there.
    if (found.state === 'up') asked.queue.wake();
    return show();
  };

  const connect = (): void => {
    connected?.queue.stop();
    clearInterval(connected?.timer);
    connected = null;
    health = { state: 'unchecked' };
    const { address } = wanted();
    if (library && address !== null) {
      const client = createServiceClient(address);
      const store = storeOf(library);
      const queue = queueTo(client, store, library);
      const timer = setInterval(() => void check(), checkEvery);
      timer.unref();
      connected = { library, client, store, queue, timer };
      void check();
      void lookForUnknown();
    }
    show();
  };

  const storeOf = ({ id }: LibraryInfo): HandOverStore => {
    const store = stores.get(id) ?? openHandOverStore(join(outside.folder, `${id}.json`));
    stores.set(id, store);
    return store;
  };

  /** What is on its way when another library is opened is settled in its file only. */
  const queueTo = (client: ServiceClient, store: HandOverStore, mine: LibraryInfo) => {
    const isHere = () => library?.id === mine.id;
    return createHandOverQueue(store, (item) => send(client, item), {
      accepted: ({ job }, jobId) => isHere() && links.add(jobId, wishesOf(job)),
      refused: ({ job }, reason) =>
        outside.tell(`The service refused “${job.prompt.slice(0, 60)}”: ${reason}.`),
      unreachable: (items, reason) => isHere() && void fallBack(items, reason),
      unknown: () => void lookForUnknown(),
      changed: () => {
        if (!isHere()) return;
        connected?.queue.wake();
        show();
      },
    });
  };

  /** A job may have been retried another way since it began to wait. */
  const send = async (client: ServiceClient, item: HandOverItem): Promise<GenerateOutcome> => {
    if (item.retryOf !== null) {
      const rows = await found([item.retryOf]).catch(() => null);
      if (rows === null) return { kind: 'limited', retryAfterMs: freshFor };
      if (rows[0]?.status !== 'failed') return { kind: 'refused', reason: 'it has not failed' };
    }
    return client.generate(item.job);
  };

  const found = (ids: readonly string[]) => storage.call('findGenerations', { ids: [...ids] });

  /** The answer was lost: perhaps the job is in the library all the same. */
  const lookForUnknown = async (): Promise<void> => {
    const here = connected;
    if (!here) return;
    for (const { key, job, sentAt, state: now } of here.store.get().items) {
      if (now !== 'unknown' || sentAt === null) continue;
      const { prompt, modelName, durationSeconds } = job;
      const except = here.store.get().done.map(({ jobId }) => jobId);
      const asked = { prompt, modelName, durationSeconds, since: sentAt, except };
      const id = await storage.call('findAskedJob', asked).catch(() => null);
      if (id !== null && connected === here) here.queue.found(key, id);
    }
  };

  /** The service is not there: its jobs wait in the library's file, which it reads when it starts. */
  const fallBack = async (items: readonly HandOverItem[], reason: string): Promise<void> => {
    const here = connected;
    if (health.state === 'up') health = { state: 'down', reason, checkedAt: new Date() };
    try {
      const ids = items.flatMap(({ retryOf }) => (retryOf === null ? [] : [retryOf]));
      const jobs = items.flatMap(({ retryOf, job }) => (retryOf === null ? [job] : []));
      if (ids.length > 0) await storage.call('generations.retry', { ids });
      if (jobs.length > 0) await storage.call('generations.create', { jobs });
      const gone = new Set(items.map(({ key }) => key));
      here?.queue.remove(({ key }) => gone.has(key));
      outside.changed();
      outside.tell(`${describe(reason)} ${jobsText(items.length)} put in the library’s own queue.`);
    } catch (thrown) {
      outside.tell(
        `${describe(reason)} The library’s own queue could not be used either: ${
          thrown instanceof Error ? thrown.message : String(thrown)
        }`,
      );
    }
  };

  /** The service, if it is there; else why the library is to be used instead. */
  const serviceNow = async (): Promise<Connected | Readonly<{ reason: string | null }>> => {
    const here = connected;
    if (!here) return { reason: wanted().problem };
    const isFresh = health.state === 'up' && health.checkedAt.getTime() > Date.now() - freshFor;
    if (!isFresh) await check();
    if (connected !== here) return { reason: null };
    return health.state === 'down' ? { reason: describe(health.reason) } : here;
  };

  const handOver = (
    { queue }: Connected,
    jobs: readonly Readonly<{ retryOf: string | null; job: NewJob }>[],
  ): string => {
    const batch = randomUUID();
    queue.add(
      jobs.map(({ retryOf, job }) => {
        const key = randomUUID();
        return { key, batch, state: 'waiting', reason: null, sentAt: null, retryOf, job };
      }),
    );
    return batch;
  };

  /** Why a generation is not handed over; `null` where it can be. */
  const reasonAgainst = async (
    { store }: Connected,
    generation: Generation | undefined,
  ): Promise<string | null> => {
    if (!generation) return 'it no longer exists';
    if (!isFailed(generation)) return 'it is no longer failed';
    const { items, done } = store.get();
    if (items.some(({ retryOf }) => retryOf === generation.id)) return 'it is on its way already';
    const before = done.findLast(({ retryOf }) => retryOf === generation.id);
    const [again] = before ? await found([before.jobId]) : [];
    if (again && again.status !== 'failed' && again.status !== 'cancelled') {
      return `it was handed over already, as ${again.id}`;
    }
    return newJobSchema.safeParse(toJob(generation)).success ? null : 'it holds malformed values';
  };

  return {
    state,
    check,
    libraryIs: (next) => {
      if (next?.id === library?.id) return;
      library = next;
      links = createRowLinks(storage, outside.changed);
      connect();
    },
    addressChanged: connect,
    libraryChanged: () => {
      links.tryAll();
      if (connected?.store.get().items.some((item) => item.state === 'unknown')) {
        void lookForUnknown();
      }
    },
    retry: async (ids) => {
      const here = await serviceNow();
      if ('reason' in here) return { via: 'library', reason: here.reason };
      const byId = new Map((await found(ids)).map((one) => [one.id, one]));
      const skipped: { id: string; reason: string }[] = [];
      const jobs: { retryOf: string; job: NewJob }[] = [];
      for (const id of new Set(ids)) {
        const generation = byId.get(id);
        const against = await reasonAgainst(here, generation);
        if (against !== null) skipped.push({ id, reason: against });
        else if (generation) jobs.push({ retryOf: id, job: newJobSchema.parse(toJob(generation)) });
      }
      const undo = jobs.length > 0 ? handOver(here, jobs) : null;
      return { via: 'service', queued: jobs.length, skipped, undo };
    },
    create: async (jobs) => {
      const here = await serviceNow();
      if ('reason' in here) return { via: 'library', reason: here.reason };
      const undo = handOver(
        here,
        jobs.map((job) => ({ retryOf: null, job })),
      );
      return { via: 'service', queued: jobs.length, skipped: [], undo };
    },
    takeBack: async (batch) => {
      const here = connected;
      if (!here) return { takenBack: 0, kept: ['the service is no longer in use'] };
      const waiting = here.queue.remove((item) => item.batch === batch && item.state === 'waiting');
      const kept = here.store
        .get()
        .items.filter((item) => item.batch === batch)
        .map(() => 'one was just sent, and its answer is not there');
      let takenBack = waiting.length;
      for (const { jobId } of here.store.get().done.filter((one) => one.batch === batch)) {
        const outcome = await here.client.cancel(jobId);
        if (outcome.kind === 'cancelled' || outcome.kind === 'not-found') takenBack += 1;
        else kept.push(whyNot(outcome));
      }
      return { takenBack, kept };
    },
    cancel: async (ids) => {
      const here = connected;
      const isOfService = (id: string) =>
        id.startsWith('gen_') || here?.store.get().done.some(({ jobId }) => jobId === id);
      const asked = here ? ids.filter(isOfService) : [];
      const inFile = ids.filter((id) => !asked.includes(id));
      const changed: string[] = [];
      const skipped: ServiceCancelOutcome['skipped'][number][] = [];
      let reason: string | null = null;
      for (const id of asked) {
        const outcome = await here?.client.cancel(id);
        if (outcome?.kind === 'cancelled') changed.push(id);
        else if (outcome?.kind === 'not-found') inFile.push(id);
        else if (outcome?.kind === 'unreachable') {
          inFile.push(id);
          reason = `in the library only: ${outcome.reason}`;
        } else if (outcome) {
          reason = whyNot(outcome);
          const status = outcome.kind === 'processing' ? 'processing' : null;
          skipped.push({ id, reason: 'other-status', status });
        }
      }
      const rest =
        inFile.length > 0
          ? await storage.call('generations.cancel', { ids: inFile })
          : { changed: [], skipped: [], undo: null };
      return {
        changed: [...changed, ...rest.changed],
        skipped: [...skipped, ...rest.skipped],
        undo: rest.undo,
        reason,
      };
    },
    cancelWaiting: () => {
      connected?.queue.remove((item) => item.state === 'waiting');
      return state();
    },
    settle: (key, again) => {
      if (again) connected?.queue.sendAgain(key);
      else connected?.queue.remove((item) => item.key === key && item.state === 'unknown');
      return state();
    },
  };
};

const toJob = (generation: Generation) => ({
  prompt: generation.prompt,
  modelName: generation.modelName,
  modelVersion: generation.modelVersion,
  durationSeconds: generation.durationSeconds,
  sampleRate: generation.sampleRate,
  channels: generation.channels,
  metadata: generation.metadataText,
  rerunOf: generation.id,
});

/** What the service cannot be told, as JSON text for the metadata of its row; results of the old one left out. */
const wishesOf = ({ metadata, rerunOf }: NewJob): string => {
  const wished = metadata === null ? '{}' : withoutMembers(metadata, analysisKeys);
  return rerunOf === null ? wished : withMembers(wished, JSON.stringify({ [rerunKey]: rerunOf }));
};

const describe = (reason: string): string => `The service cannot be used: ${reason}.`;
const jobsText = (count: number): string => (count === 1 ? 'One job was' : `${count} jobs were`);

const whyNot = (outcome: CancelOutcome): string => {
  if (outcome.kind === 'limited') {
    return `the service takes no more requests for ${Math.ceil(outcome.retryAfterMs / 1_000)} s`;
  }
  const isTold = outcome.kind === 'failed' || outcome.kind === 'unreachable';
  return isTold ? outcome.reason : 'the service works on it already';
};
