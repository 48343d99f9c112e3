// @ts-check
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceMark } from './build.mjs';
import { authorityRecord } from './display.mjs';
import { fileMark, readJson, writeAtomically } from './files.mjs';
import { withLock } from './lock.mjs';
import { problem } from './problem.mjs';
import { formatDuration } from './progress.mjs';
import { runCaptured, tail } from './run.mjs';
import { missingLibraries } from './system-packages.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dgx-music-monitor-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('missing libraries are read out of ldd’s answer, each once', () => {
  const answer = [
    '\tlinux-vdso.so.1 (0x00007ffd)',
    '\tlibgtk-3.so.0 => not found',
    '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
    '\tlibnss3.so => not found',
    '\tlibgtk-3.so.0 => not found',
  ].join('\n');
  expect(missingLibraries(answer)).toEqual(['libgtk-3.so.0', 'libnss3.so']);
  expect(missingLibraries('\tnot a dynamic executable')).toEqual([]);
});

test('durations read well', () => {
  expect(formatDuration(49)).toBe('0.0 s');
  expect(formatDuration(4_120)).toBe('4.1 s');
  expect(formatDuration(125_000)).toBe('2 min 05 s');
});

test('a failure says what was tried and what to do', () => {
  const { message } = problem('No Electron', {
    tried: ['one', 'two'],
    details: 'log line\n',
    todo: ['three'],
  });
  expect(message.split('\n')).toEqual([
    'No Electron',
    '  Tried:',
    '    - one',
    '    - two',
    '    | log line',
    '  What to do:',
    '    - three',
  ]);
});

test('the end of a long output is kept', () => {
  expect(tail('a\nb\nc\n', 2)).toBe('b\nc');
});

test('a child’s end is told as it was', async () => {
  const node = (/** @type {string} */ code, timeoutMs = 20_000) =>
    runCaptured(process.execPath, ['-e', code], { timeoutMs });
  expect(await node('console.log(7)')).toMatchObject({ ok: true, stdout: '7\n' });
  expect(await node('process.exit(3)')).toMatchObject({ ok: false, ending: 'exit code 3' });
  expect(await node('process.kill(process.pid, "SIGKILL")')).toMatchObject({
    ok: false,
    ending: 'signal SIGKILL',
  });
  expect(await node('setInterval(() => {}, 1000)', 1_000)).toMatchObject({
    ok: false,
    ending: 'no answer within 1 s',
  });
  const missing = await runCaptured(join(folder, 'no-such-program'), []);
  expect(missing.ok).toBe(false);
  expect(missing.ending).toMatch(/ENOENT/);
});

test('a file’s mark changes with its size and time, and a missing file has none', () => {
  const path = join(folder, 'a');
  expect(fileMark(path)).toBeUndefined();
  expect(fileMark(folder)).toBeUndefined();
  writeAtomically(path, 'one');
  const first = fileMark(path);
  writeAtomically(path, 'three');
  expect(fileMark(path)).not.toBe(first);
});

test('what is not JSON reads as nothing', () => {
  const path = join(folder, 'a.json');
  expect(readJson(path)).toBeUndefined();
  writeFileSync(path, '{"half":');
  expect(readJson(path)).toBeUndefined();
  writeFileSync(path, '{"whole":true}');
  expect(readJson(path)).toEqual({ whole: true });
});

test('two that take the same lock work one after the other', async () => {
  const lock = join(folder, 'lock');
  /** @type {string[]} */
  const events = [];
  const work = (/** @type {string} */ name) =>
    withLock(lock, async () => {
      events.push(`${name} in`);
      await sleep(50);
      events.push(`${name} out`);
    });
  await Promise.all([work('a'), work('b')]);
  expect(events).toEqual(['a in', 'a out', 'b in', 'b out']);
});

test('a lock is given back after a failure, and one left by a dead process is taken', async () => {
  const lock = join(folder, 'lock');
  await expect(withLock(lock, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  mkdirSync(lock);
  // Beyond the largest process number of any system.
  writeFileSync(join(lock, 'pid'), String(2 ** 30));
  expect(await withLock(lock, async () => readFileSync(join(lock, 'pid'), 'utf8'))).toBe(
    String(process.pid),
  );
});

test('a lock without an owner is taken once it is old', async () => {
  const lock = join(folder, 'lock');
  mkdirSync(lock);
  utimesSync(lock, new Date(0), new Date(0));
  expect(await withLock(lock, async () => 'in')).toBe('in');
});

test('the build is stale after any change of a source, and only then', () => {
  const write = (/** @type {string} */ name, /** @type {string} */ text) => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  write('src/main/index.ts', 'one');
  write('package.json', '{}');
  const first = sourceMark(folder, 45);
  write('e2e/a.spec.ts', 'x');
  write('README.md', 'x');
  write('out/main/index.js', 'x');
  expect(sourceMark(folder, 45)).toBe(first);
  expect(sourceMark(folder, 33)).not.toBe(first);
  write('src/renderer/deep/new.tsx', 'x');
  const second = sourceMark(folder, 45);
  expect(second).not.toBe(first);
  rmSync(join(folder, 'src/renderer'), { recursive: true });
  expect(sourceMark(folder, 45)).toBe(first);
});

test('the display’s cookie is written as X reads it', () => {
  const record = authorityRecord(Buffer.from('0123456789abcdef'));
  expect(record.toString('latin1')).toBe(
    '\xff\xff\0\0\0\0\0\x12MIT-MAGIC-COOKIE-1\0\x100123456789abcdef',
  );
});
