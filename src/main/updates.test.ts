import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareVersions, createUpdateNotice, describeUpdate, findUpdate } from './updates';

const folder = mkdtempSync(join(tmpdir(), 'dgx updates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const deb = 'dgx-music-monitor_1.2.0_amd64.deb';
const latest = {
  version: '1.2.0',
  notes: '### Added\n- Hears twice as well as before',
  debs: { amd64: deb },
};
const put = (content: unknown) =>
  writeFileSync(
    join(folder, 'latest.json'),
    typeof content === 'string' ? content : JSON.stringify(content),
  );
const here = { version: '1.1.0', arch: 'x64' };

describe('findUpdate', () => {
  it('finds a newer release in a folder, and says how to install it', async () => {
    put(latest);
    const update = await findUpdate(folder, here);
    expect(update?.command).toBe(`sudo apt install '${folder}/${deb}'`);
    expect(update && describeUpdate(update)).toBe(
      `Version 1.2.0 is out. Hears twice as well as before To install it: ${update?.command}`,
    );
  });

  it.each(['1.2.0', '1.3.0', '2.0.0-dev'])('finds none for version %s', async (version) => {
    put(latest);
    expect(await findUpdate(folder, { ...here, version })).toBeNull();
  });

  it('says so where there is no package for this machine', async () => {
    put(latest);
    const update = await findUpdate(folder, { ...here, arch: 'arm64' });
    expect(update?.command).toBeNull();
    expect(update && describeUpdate(update)).toContain('no package for this machine');
  });

  it.each([
    'nonsense',
    '{}',
    { ...latest, version: 'newest' },
    { ...latest, debs: { amd64: 'x.deb; rm -rf ~' } },
    { ...latest, debs: { amd64: '../dgx-music-monitor_1_amd64.deb' } },
  ])('refuses a feed that is none: %j', async (content) => {
    put(content);
    await expect(findUpdate(folder, here)).rejects.toThrow('not one of this program');
  });

  it.each(['updates', './updates', 'ftp://x/y', ''])('refuses %j as a feed', async (feed) => {
    await expect(findUpdate(feed, here)).rejects.toThrow('neither');
  });

  it('asks a server, and stops reading what has no end', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/releases/latest.json') response.end(JSON.stringify(latest));
      else if (request.url === '/endless/latest.json') {
        response.on('error', () => {});
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(10_000)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      } else response.writeHead(404).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      expect((await findUpdate(`${address}/releases/`, here))?.command).toBe(
        `curl -fLO ${address}/releases/${deb} && sudo apt install ./${deb}`,
      );
      await expect(findUpdate(`${address}/endless`, here)).rejects.toThrow('too long');
      await expect(findUpdate(`${address}/none`, here)).rejects.toThrow('404');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('compareVersions', () => {
  it('orders as npm does, as far as this program needs it', () => {
    const ordered = ['0.2.0-dev', '0.2.0', '0.10.0-dev', '0.10.0', '1.0.0'];
    const mixed = [...ordered].reverse().sort(compareVersions);
    expect(mixed).toEqual(ordered);
    expect(compareVersions('1.0.0', '1.0.0')).toBe(0);
  });
});

describe('the notice', () => {
  const told = async (feed: string | undefined, times = 1) => {
    const texts: string[] = [];
    const notice = createUpdateNotice(feed, here, (text) => texts.push(text));
    for (let time = 0; time < times; time++) await notice();
    return texts;
  };

  it('comes once, and only where a feed is named', async () => {
    put(latest);
    expect(await told(undefined)).toEqual([]);
    expect(await told('')).toEqual([]);
    expect(await told(folder, 2)).toEqual([expect.stringContaining('Version 1.2.0 is out.')]);
  });

  it('says what is wrong with the feed', async () => {
    expect(await told('relative')).toEqual([expect.stringContaining('absolute path of a folder')]);
    expect(await told(join(folder, 'missing'))).toEqual([expect.stringContaining('ENOENT')]);
  });
});
