import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open, rowsOf, sampleLibrary, withRaw } from '../storage/testing/libraries';
import { buildPrograms } from './building.mjs';

const built = resolve(`node_modules/.cache/endless-trigger-test-${process.pid}`);
let program: string;
beforeAll(async () => {
  program = (await buildPrograms(built))['endless-trigger'];
}, 60_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** What the program told before it ended itself. */
const run = (...args: readonly string[]): Promise<string> =>
  new Promise((done) => {
    execFile(process.execPath, [program, ...args], (_error, stdout) => done(stdout));
  });

it('a trigger that never ends is named, the storage goes on, and nothing was changed', async () => {
  const path = sampleLibrary();
  const failed = rowsOf(path).find(({ status }) => status === 'failed');
  const id = String(failed?.id);
  withRaw(path, (raw) =>
    raw.exec(`CREATE TRIGGER endless BEFORE UPDATE ON generations BEGIN
      SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n);
    END`),
  );
  const told = JSON.parse(await run(path, join(dirname(path), 'data'), id, '800'));
  expect(told.stuck).toMatchObject({
    code: 'storage-stuck',
    message: expect.stringContaining('trigger'),
    hint: expect.stringContaining('start again'),
  });
  expect(told.also).toMatchObject({ code: 'storage-stuck' });
  expect(told.details).toMatchObject({ generation: { id, status: 'failed' } });
  expect(told).toMatchObject({ threads: 2, isStuck: true });
  withRaw(path, (raw) => raw.exec('DROP TRIGGER endless'));
  expect(rowsOf(path).find((row) => row.id === id)).toEqual(failed);
  expect(open(path).generations.retry([id]).retried).toEqual([id]);
}, 60_000);
