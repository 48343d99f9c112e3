import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from './log';

describe('a log', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is one JSON object a line, with time, level and event', async () => {
    const log = openLog(join(folder, 'logs'), { verbose: false });
    log.write('info', 'started', { version: '1.0.0' });
    log.write('error', 'internal', { stack: ['at a', 'at b'] });
    await log.flush();
    const text = readFileSync(join(folder, 'logs', 'monitor.log'), 'utf8');
    const entries = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries).toMatchObject([
      { level: 'info', event: 'started', version: '1.0.0' },
      { level: 'error', event: 'internal', stack: ['at a', 'at b'] },
    ]);
    expect(new Date(entries[0].time).getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(log.recent()).toEqual(text.trim().split('\n'));
  });

  it('goes on where it was, and keeps a few files of a bounded size', async () => {
    const long = 'x'.repeat(10_000);
    for (let start = 0; start < 2; start++) {
      const log = openLog(folder, { verbose: false });
      for (let entry = 0; entry < 400; entry++) {
        log.write('info', 'much', { long });
        // The stream takes turns with whoever writes.
        if (entry % 20 === 0) await new Promise(setImmediate);
      }
      await log.flush();
    }
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.length).toBeLessThanOrEqual(6);
    expect(Math.max(...sizes)).toBeLessThan(6_000_000);
  });

  it('costs nothing but its files where they cannot be written', async () => {
    writeFileSync(join(folder, 'logs'), 'a file stands where the folder should be');
    const log = openLog(join(folder, 'logs'), { verbose: false });
    log.write('info', 'started');
    await log.flush();
    log.write('warn', 'later');
    expect(log.recent()).toHaveLength(2);
  });
});
