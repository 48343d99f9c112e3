import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Library, openLibrary, toRecord } from '../storage/entry';

// We and real SQLAlchemy take turns at one library, in any order; in the end both read the same.

const python = process.env.PYTHON ?? '/usr/bin/python3';
const hasSqlalchemy = spawnSync(python, ['-c', 'import sqlalchemy']).status === 0;

type Row = Readonly<Record<string, unknown>>;
type Read = Readonly<{ generations: readonly Row[]; prompts: readonly Row[] }>;

let service: ChildProcess;
let ask: (url: string, call: string, input?: unknown) => Promise<unknown>;

/** Starts the other side; each question waits for its answer. */
const startService = (): void => {
  service = spawn(python, [resolve('scripts/sqlalchemy/service.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: { done: (answer: unknown) => void; fail: (error: Error) => void }[] = [];
  if (!service.stdin || !service.stdout) throw new Error('The service has no pipes.');
  const { stdin } = service;
  createInterface({ input: service.stdout }).on('line', (line) =>
    waiting.shift()?.done(JSON.parse(line)),
  );
  service.on('exit', (code) => {
    for (const { fail } of waiting) fail(new Error(`SQLAlchemy ended: ${code}`));
  });
  ask = (url, call, input = {}) =>
    new Promise((done, fail) => {
      waiting.push({ done, fail });
      stdin.write(`${JSON.stringify({ url, call, input })}\n`);
    });
};

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    'lo-fi',
    "'; DROP TABLE generations; --",
    'é\n\t"quoted"',
    '日本の琴 🎵',
    'a\0b',
    '{}',
  ),
);
const prompt = fc.oneof(
  fc.constantFrom('lo-fi', 'jazz'),
  text.filter((value) => value.trim() !== ''),
);
const metadata = fc.option(
  fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
);
const which = fc.nat({ max: 30 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('create'), prompt, metadata }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('fail'), which, text }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('complete'), which, metadata }) },
  fc.record({ what: fc.constant('delete'), which }),
  fc.record({ what: fc.constant('track'), prompt }),
  fc.record({
    what: fc.constantFrom(
      'retry',
      'undo',
      'cancel',
      'claim',
      'deleteAndRestore',
      'judge',
      'migrate',
      'rollback',
    ),
    which,
  }),
);
type Step = Readonly<{
  what: string;
  prompt?: string;
  text?: string;
  which?: number;
  metadata?: Record<string, unknown> | null;
}>;

const facts = {
  durationSeconds: 8.5,
  sampleRate: 32_000,
  channels: 2,
  modelName: 'musicgen-small',
};

/** One step by us. What only we can do is done by us whoever's turn it is. */
const weDo = async (library: Library, { what, ...given }: Step, id: string): Promise<unknown> => {
  const { generations, prompts, judgements, migrations } = library;
  const { prompt: words = '', text: message = '', metadata: more = null } = given;
  switch (what) {
    case 'create':
      return generations.create({
        ...facts,
        id,
        prompt: words,
        filePath: 'x.wav',
        metadata: more as never,
      });
    case 'fail':
      return generations.fail(id, message);
    case 'complete':
      return generations.complete(id, {
        generationTimeSeconds: 4.25,
        fileSizeBytes: 10,
        metadata: more as never,
      });
    case 'delete':
      return generations.delete([id]);
    case 'track':
      return prompts.track(words);
    case 'retry':
      return generations.retry([id]);
    case 'undo':
      return generations.undoRetry([id]);
    case 'cancel':
      return generations.cancel([id]);
    case 'claim':
      return generations.claimNext();
    case 'deleteAndRestore':
      return generations.restore(generations.delete([id]));
    case 'judge':
      return judgements.set([id], { rating: 3 });
    case 'migrate':
      return await migrations.migrate();
    default:
      return await migrations.rollback();
  }
};

/** The same by them; `null` where it is nothing that they do. */
const theirCall = ({ what, ...given }: Step, id: string): readonly [string, unknown] | null => {
  const { prompt: words, text: message, metadata: more } = given;
  switch (what) {
    case 'create':
      return [
        'create_generation',
        {
          ...{ id, prompt: words, metadata: more, model_name: 'm', file_path: 'y.wav' },
          ...{ duration_seconds: 8.5, sample_rate: 32_000, channels: 1 },
        },
      ];
    case 'fail':
      return ['update_generation_status', { id, status: 'failed', error_message: message }];
    case 'complete':
      return [
        'complete_generation',
        { id, generation_time: 1.5, file_size_bytes: 7, metadata: more },
      ];
    case 'delete':
      return ['delete_generation', { id }];
    case 'track':
      return ['track_prompt_usage', { text: words }];
    default:
      return null;
  }
};

/** Python has microseconds, we milliseconds; it leaves a fraction of nothing out. */
const moment = (value: unknown): unknown =>
  typeof value === 'string' ? (value.includes('.') ? value : `${value}.000`).slice(0, 23) : value;

const asTheyReadIt = (row: Row): Row => ({
  ...row,
  created_at: moment(row.created_at),
  completed_at: moment(row.completed_at),
  metadata: JSON.parse(String(row.metadata || '{}')),
});

const compareReading = async (library: Library, url: string): Promise<void> => {
  const theirs = (await ask(url, 'read')) as Read;
  const ours = library.generations.list({ limit: 1_000 });
  const byId = (a: Row, b: Row) => (String(a.id) < String(b.id) ? -1 : 1);
  expect(
    ours
      .map(toRecord)
      .map((row) => ({
        ...row,
        created_at: moment(row.created_at),
        completed_at: moment(row.completed_at),
      }))
      .sort(byId),
  ).toEqual(theirs.generations.map(asTheyReadIt).sort(byId));
  expect(ours.flatMap(({ malformed }) => malformed)).toEqual([]);
  const prompts = library.prompts.list({ limit: 1_000 });
  expect(prompts.map(({ id, text: words, usedCount }) => [id, words, usedCount]).sort()).toEqual(
    theirs.prompts.map(({ id, text: words, used_count }) => [id, words, used_count]).sort(),
  );
};

const folder = mkdtempSync(join(tmpdir(), 'dgx-sqlalchemy-'));
afterAll(() => {
  service?.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(hasSqlalchemy)('SQLAlchemy and this storage', () => {
  beforeAll(startService);

  it('read the same, whoever of them wrote what', async () => {
    let run = 0;
    const turns = fc.array(fc.tuple(fc.boolean(), step), { minLength: 5, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), turns, async (madeByUs, steps) => {
        const path = join(folder, `library-${run++}.db`);
        const url = `sqlite:///${path}`;
        if (!madeByUs) await ask(url, 'init_db');
        const library = openLibrary(path, { create: madeByUs, dataFolder: `${path}.data` });
        try {
          let made = 0;
          for (const [ours, given] of steps) {
            const step: Step = given;
            const id =
              step.what === 'create'
                ? `gen_${made++}`
                : `gen_${(step.which ?? 0) % Math.max(1, made)}`;
            const call = ours ? null : theirCall(step, id);
            if (call) await ask(url, ...call);
            else await weDo(library, step, id);
          }
          await compareReading(library, url);
          expect(library.check()).toEqual({ ok: true, problems: [] });
        } finally {
          library.close();
        }
      }),
      {
        numRuns: Number(process.env.TORTURE_RUNS ?? 25),
        seed: Number(process.env.TORTURE_SEED ?? 1),
      },
    );
  }, 120_000);
});
