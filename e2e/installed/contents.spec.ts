import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, home, packages, test } from './program';

// What is in the packages, and what those who know say of it.

/** How a fuse stands in the executable. */
const [off, on] = ['0', '1'];

const isInstalled = home.startsWith('/usr/');

const made = (ending: string): string => {
  const name = readdirSync(packages).find((file) => file.endsWith(ending));
  if (!name) throw new Error(`There is no ${ending}`);
  return join(packages, name);
};

test('the executable has every fuse as a release wants it', async () => {
  const wire = await getCurrentFuseWire(join(home, 'dgx-music-monitor-app'));
  const fuses = Object.fromEntries(
    Object.entries(FuseV1Options)
      .filter((entry): entry is [string, FuseV1Options] => typeof entry[1] === 'number')
      .map(([name, option]) => [name, String.fromCharCode(Number(wire[option]))]),
  );
  expect(fuses).toEqual({
    RunAsNode: off,
    EnableCookieEncryption: on,
    EnableNodeOptionsEnvironmentVariable: off,
    EnableNodeCliInspectArguments: off,
    EnableEmbeddedAsarIntegrityValidation: off,
    OnlyLoadAppFromAsar: on,
    LoadBrowserProcessSpecificV8Snapshot: off,
    GrantFileProtocolExtraPrivileges: off,
  });
});

test('holds only what runs', () => {
  const files = listPackage(join(home, 'resources/app.asar'), { isPack: false });
  const modules = files.filter((file) => file.startsWith('/node_modules/'));
  expect(files.filter((file) => /\.map$|\.test\.|\.tsx?$/.test(file))).toEqual([]);
  expect(modules.filter((file) => !file.startsWith('/node_modules/better-sqlite3'))).toEqual([]);
  expect(files.filter((file) => file.endsWith('.node'))).toHaveLength(1);
  expect(readdirSync(join(home, 'resources')).sort()).toEqual(['app.asar', 'app.asar.unpacked']);
  const unpacked = readdirSync(join(home, 'resources/app.asar.unpacked'), {
    recursive: true,
    withFileTypes: true,
  });
  const binaries = unpacked.filter((entry) => entry.isFile());
  expect(binaries).toHaveLength(1);
  for (const entry of binaries) {
    const [a, b, c, d] = readFileSync(join(entry.parentPath, entry.name));
    expect([a, b, c, d]).toEqual([0x7f, 0x45, 0x4c, 0x46]);
  }
});

test('is at most 20 MB over Electron itself', () => {
  const ours = ['resources/app.asar', 'help.txt', 'dgx-music-monitor', 'apparmor'];
  const sizes = ours.map((name) => statSync(join(home, name)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(18e6);
});

test('the digests are those of the files, and the list of materials names what is inside', () => {
  const lines = readFileSync(join(packages, 'SHA256SUMS'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(4);
  for (const line of lines) {
    const [digest, name = ''] = line.split('  ');
    const bytes = readFileSync(join(packages, name));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest);
  }
  const sbom = JSON.parse(readFileSync(made('.cdx.json'), 'utf8'));
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
  const names = (sbom.components as { name: string }[]).map(({ name }) => name);
  for (const name of ['electron', 'react', 'better-sqlite3', 'mpg123-decoder', 'drizzle-orm']) {
    expect(names).toContain(name);
  }
  const notices = execFileSync(
    'tar',
    ['-xOzf', made('.tar.gz'), '--wildcards', '*/third-party-notices.txt'],
    { encoding: 'utf8' },
  );
  for (const name of names.filter((known) => known !== 'electron')) {
    expect(notices).toContain(`## ${name} `);
  }
  expect(notices).toContain('GNU Lesser General Public License 2.1');
});

test('the version says what it is', () => {
  const field = (name: string) =>
    execFileSync('dpkg-deb', ['-f', made('.deb'), name], { encoding: 'utf8' }).trim();
  const { version } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
  );
  const isOfficial = field('Version') === version;
  expect(field('Version')).toBe(isOfficial ? version : `${version}~dev`);
  expect(field('Description').includes('FOR TESTS ONLY')).toBe(!isOfficial);
});

for (const [judge, args] of [
  ['lintian', ['--fail-on', 'error', '--allow-root', made('.deb')]],
  ['appstreamcli', ['validate', '--no-net', metainfo()]],
  ['desktop-file-validate', [join(shareFolder(), 'applications/dgx-music-monitor.desktop')]],
] as const) {
  test(`${judge} has nothing to say against it`, () => {
    const { error, status, stdout } = spawnSync(judge, args, { encoding: 'utf8' });
    // Where nothing can be installed, the program is only unpacked, and a judge may be missing, too.
    if (error && !isInstalled) {
      console.log(`${judge} is not on this machine: not judged by it.`);
      return;
    }
    expect(error).toBeUndefined();
    expect(status, stdout).toBe(0);
  });
}

/** Where the files for desktops are: beside the program, or the system's. */
function shareFolder(): string {
  return isInstalled ? '/usr/share' : join(home, 'share');
}

function metainfo(): string {
  return join(shareFolder(), 'metainfo/io.github.dgx_music_monitor.DgxMusicMonitor.metainfo.xml');
}
