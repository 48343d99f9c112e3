import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBases } from './bases';
import { buildPrograms } from './building.mjs';

// A disk that is really full: a small one in memory where this user may make one, else files that may not
// grow.

const built = resolve(`node_modules/.cache/disk-full-test-${process.pid}`);
const folder = mkdtempSync(join(tmpdir(), 'dgx-full-'));
let fill: string;
let bases: Readonly<Record<string, string>>;

beforeAll(async () => {
  ({ fill } = await buildPrograms(built));
  bases = makeBases(resolve('.'), folder);
}, 60_000);
afterAll(() => {
  rmSync(built, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

const place = join(folder, 'disk');
/** A disk of two megabytes, which ends with the process that made it. */
const ownDisk =
  'mount -t tmpfs -o size=2m none "$1" && cp "$2" "$1/generations.db" && shift 2 && exec "$@"';
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

const runFull = (base: string) => {
  mkdirSync(place, { recursive: true });
  const program = [process.execPath, fill, join(place, 'generations.db'), join(place, 'data')];
  if (!canMount) cpSync(base, join(place, 'generations.db'));
  const { stdout, stderr, status } = canMount
    ? spawnSync('unshare', ['-rm', 'sh', '-ec', ownDisk, 'sh', place, base, ...program], {
        encoding: 'utf8',
      })
    : spawnSync('sh', ['-ec', 'ulimit -f 2048; exec "$@"', 'sh', ...program], { encoding: 'utf8' });
  rmSync(place, { recursive: true, force: true });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
};

/** What a file that may not grow is called depends on the system; that it is called something does not. */
const refused = canMount ? /^disk-full$/ : /^(disk-full|library-[a-z-]+)$/;

describe.runIf(process.platform === 'linux')('on a full disk', () => {
  it.each(['made', 'adopted', 'utf16'])('a library (%s) keeps what it has, and says so', (name) => {
    const { full, before, made, codes, lost, check, rows, settingsAfter } = runFull(
      bases[name] ?? '',
    );
    expect(full).toMatch(refused);
    expect(made).toBeGreaterThan(10);
    expect(codes.backup).toMatch(refused);
    for (const [call, code] of Object.entries(codes)) {
      expect(`${call}: ${code}`).toMatch(/: (ok|disk-full|(library|companion)-[a-z-]+)$/);
    }
    expect(codes.list).toBe('ok');
    // Settings that cannot be kept hold until the end.
    expect(settingsAfter).toEqual({ code: 'disk-full', held: 500 });
    expect(lost).toEqual([]);
    expect(check).toEqual({ ok: true, problems: [] });
    expect(rows).toBe(before + made - (codes.delete === 'ok' ? 3 : 0));
  });
});
