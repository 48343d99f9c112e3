import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract, type OperationName } from '../../shared/contract';
import { toFailure } from '../../shared/errors';
import { parseInput } from '../../shared/parse-input';
import type { OpenedLibrary } from '../storage/engine';
import { openLibrary } from '../storage/entry';
import { withConnection } from './bases';
import { endingOf, examples, faultOf, openForCalls, run } from './calls';

// Whatever a page or a program hands in: an answer, or a refusal in plain words.

const folder = mkdtempSync(join(tmpdir(), 'dgx-hostile-'));
const path = join(folder, 'generations.db');
const dataFolder = join(folder, 'data');
const ids: string[] = [];
let library: OpenedLibrary;

beforeAll(async () => {
  cpSync(resolve('e2e/fixtures/dgx-music-library.db'), path);
  // What is tried is many, so each is short: what it is about are the inputs.
  withConnection(path, (connection) => connection.exec('DELETE FROM generations WHERE rowid > 40'));
  library = await openForCalls(path, dataFolder);
  const page = await library.handlers['generations.list'](examples['generations.list']());
  ids.push(...page.rows.map(({ id }) => id));
});
afterAll(async () => {
  await library.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The same inputs each time; others are tried with another. */
const seed = Number(process.env.TORTURE_SEED ?? 1);

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ...['', '\0', '%', '_', "'", '"', '\\', '../../etc/passwd', '\ud800', '\u202e', '__proto__'],
    ...["'; DROP TABLE generations; --", 'a\0b', '$."', '{}', '[', 'NaN', '0', '-1'],
    'x'.repeat(100_000),
    '𝄞'.repeat(5_000),
  ),
);
const numbers = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, -1, 0.5, 1e308, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2 ** 63),
);
const leaf = fc.oneof(
  texts,
  numbers,
  fc.boolean(),
  fc.constantFrom(null, undefined, [], {}, new Date(Number.NaN), new Date(8.64e15), 10n),
  fc.constantFrom(new Map(), new Uint8Array(3), Array(20_000).fill('id'), Object.create(null)),
  fc.anything({ maxDepth: 3 }),
);

/** A value with something else at one of its places, one added or one taken away. */
const spoiled = (value: unknown, choose: number, odd: unknown, key: string): unknown => {
  if (value === null || typeof value !== 'object' || value instanceof Date) return odd;
  const keys = Object.keys(value);
  const at = keys[choose % (keys.length + 2)];
  if (at === undefined) return choose % 2 === 0 ? odd : { ...value, [key]: odd };
  const copy: Record<string, unknown> = { ...value };
  if (choose % 7 === 0) delete copy[at];
  else copy[at] = spoiled(copy[at], Math.floor(choose / 3), odd, key);
  return Array.isArray(value) ? Object.values(copy) : copy;
};

const names = Object.keys(contract) as readonly OperationName[];

/** What is really done would take long: copies of a library, and the steps of its schema. */
const slow: readonly OperationName[] = ['library.backup', 'library.migrate'];
const isTried = (name: OperationName): name is keyof typeof examples & OperationName =>
  name in examples && !slow.includes(name);

const parsedOrRefused = (name: OperationName, input: unknown): { input: unknown } | null => {
  try {
    return { input: parseInput<unknown>(contract[name].input, input, name) };
  } catch (thrown) {
    expect(toFailure(thrown).code).toBe('invalid-input');
    return null;
  }
};

describe('a hostile page', () => {
  it.each(names)('is answered or refused by %s', async (name) => {
    const example: unknown = isTried(name)
      ? examples[name]({ ids, folder })
      : { ids, id: ids[0], token: 'x', index: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(), leaf, texts, async (choose, odd, key) => {
        const parsed = parsedOrRefused(name, spoiled(example, choose, odd, key));
        if (parsed === null || !isTried(name)) return;
        const ending = await endingOf(name, () => run(library, name, parsed.input));
        expect(faultOf(ending)).toBeNull();
      }),
      { numRuns: 200, seed },
    );
  });
});

describe('a hostile program', () => {
  it('is answered or refused by every function of the package', async () => {
    const {
      transaction: _,
      close,
      reset: __,
      backup: ___,
      migrations: ____,
      ...rest
    } = openLibrary(path, { create: false, dataFolder, search: false });
    const { generations, prompts, judgements, votes, leaderboard } = rest;
    const groups = { generations, prompts, judgements, votes, leaderboard };
    const functions = Object.entries(groups).flatMap(([group, members]) =>
      Object.entries(members).map(([name, call]) => [`${group}.${name}`, call] as const),
    );
    const argument = fc.oneof(leaf, fc.constantFrom(...ids, ids));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...functions),
        fc.array(argument, { maxLength: 3 }),
        async ([name, call], given) => {
          const ending = await endingOf(name, () =>
            (call as (...all: unknown[]) => unknown)(...given),
          );
          expect(faultOf(ending)).toBeNull();
        },
      ),
      { numRuns: 3_000, seed },
    );
    close();
  }, 60_000);

  it('leaves a whole library behind', () => {
    const after = openLibrary(path, { create: false, dataFolder });
    expect(after.check()).toEqual({ ok: true, problems: [] });
    after.close();
  });
});
