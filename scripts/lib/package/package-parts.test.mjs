// @ts-check
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../../src/main/storage/cli/usage';
import { projectRoot } from '../paths.mjs';
import { parsePackageArguments } from './arguments.mjs';
import { packageFolders, sbomOf } from './components.mjs';
import { notesOf, sourceDate } from './facts.mjs';
import { dbCommands, fillTemplate } from './templates.mjs';

describe('the arguments of npm run package', () => {
  test('mean both architectures and both forms where nothing is said', () => {
    expect(parsePackageArguments([])).toEqual({
      arches: ['x64', 'arm64'],
      explicit: false,
      release: false,
      forms: ['deb', 'archive'],
      output: join(projectRoot, 'dist'),
    });
  });

  test('choose', () => {
    const args = ['--arch', 'arm64', '--release', '--only', 'deb', '--output', 'here'];
    expect(parsePackageArguments(args, '/x')).toEqual({
      arches: ['arm64'],
      explicit: true,
      release: true,
      forms: ['deb'],
      output: '/x/here',
    });
  });

  test.each([[['--arch', 'riscv64']], [['--only', 'rpm']], [['--nonsense']], [['stray']]])(
    'are refused with what is possible: %j',
    (args) => {
      expect(() => parsePackageArguments(args)).toThrow(/npm run package/);
    },
  );
});

describe('the files of packaging/', () => {
  const facts = { version: '1.2.3', epoch: 86_400 };

  test.each([
    'launcher.sh',
    'help.txt',
    'dgx-music-monitor.1',
    'dgx-music-monitor.metainfo.xml',
    'completion.bash',
    'completion.zsh',
    'completion.fish',
    'copyright',
  ])('%s has no place left unfilled', (name) => {
    expect(fillTemplate(name, facts)).not.toMatch(/@[A-Z_]+@/);
  });

  test('offer the commands that there are', () => {
    expect(dbCommands.split(' ')).toEqual(Object.keys(commands));
  });

  test.each(['launcher.sh', 'postinst', 'prerm', 'completion.bash'])('%s parses', (name) => {
    const shell = name === 'completion.bash' ? 'bash' : 'sh';
    const { status, stderr } = spawnSync(shell, ['-n'], {
      input: fillTemplate(name, facts),
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('the launcher', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dgx-launcher-'));
  const command = join(folder, 'command');
  const put = (/** @type {string} */ name, /** @type {string} */ content) => {
    writeFileSync(join(folder, name), content);
    chmodSync(join(folder, name), 0o755);
  };
  beforeAll(() => {
    const facts = { version: '1.2.3', epoch: 0 };
    put('dgx-music-monitor', fillTemplate('launcher.sh', facts));
    put('help.txt', fillTemplate('help.txt', facts));
    // In place of Electron: tells what it was given.
    put('dgx-music-monitor-app', '#!/bin/sh\nprintf "[%s]" "$@"\n');
    put('id', '#!/bin/sh\necho "$' + '{FAKE_UID}"\n');
    copyFileSync(join(folder, 'dgx-music-monitor-app'), join(folder, 'chrome-sandbox'));
    chmodSync(join(folder, 'chrome-sandbox'), 0o4755);
    symlinkSync(join(folder, 'dgx-music-monitor'), command);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (/** @type {readonly string[]} */ args, { uid = '1000', display = ':1' } = {}) => {
    const env = { PATH: `${folder}:${process.env.PATH}`, FAKE_UID: uid, DISPLAY: display };
    const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  test('answers --version and --help without starting anything', () => {
    for (const uid of ['0', '1000']) {
      expect(run(['--version'], { uid, display: '' }).stdout).toBe('DGX Music Monitor 1.2.3\n');
      expect(run(['--help'], { uid, display: '' }).stdout).toMatch(/^Usage: dgx-music-monitor/);
    }
  });

  test.each(['my songs/50 % #1 音楽.db', '-odd.db', '$(date)', 'a\nb'])(
    'hands %j on as it is',
    (name) => {
      expect(run(['--library', name]).stdout).toBe(`[--library][${name}]`);
      expect(run(['db', 'stats', '--url', name]).stdout).toMatch(
        /\[--db\]\[--\]\[stats\]\[--url\]/,
      );
      expect(run(['db', 'stats', '--url', name]).stdout.endsWith(`[${name}]`)).toBe(true);
    },
  );

  test('runs the storage’s commands for root and without a display', () => {
    expect(run(['db', 'help'], { uid: '0', display: '' })).toMatchObject({ status: 0, stderr: '' });
  });

  test('opens no window for root, nor without a display, and says why in one line', () => {
    for (const [situation, reason] of /** @type {const} */ ([
      [{ uid: '0' }, /root.*ordinary user/],
      [{ display: '' }, /no display/],
    ])) {
      const { status, stdout, stderr } = run(['a.db'], situation);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(reason);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });
});

describe('the components', () => {
  test('are the packages of files, nested ones for themselves', () => {
    expect(
      packageFolders([
        'node_modules/b/x.js',
        'node_modules/@a/b/lib/x.js',
        'node_modules/b/y.js',
        'node_modules/b/node_modules/c/index.js',
      ]),
    ).toEqual(['node_modules/@a/b', 'node_modules/b', 'node_modules/b/node_modules/c']);
  });

  test('stand in the list of materials, which is the same each time', () => {
    const runtime = {
      arch: /** @type {const} */ ('x64'),
      folder: '',
      version: '45.4.1',
      development: false,
      napi: 10,
    };
    const facts = {
      arch: runtime.arch,
      debianArch: /** @type {const} */ ('amd64'),
      version: '1.2.3',
      appVersion: '1.2.3',
      development: false,
      epoch: 0,
      runtime,
    };
    const components = [
      { name: '@a/b', version: '1.0.0', license: '(MIT OR Apache-2.0)', text: 'x' },
    ];
    const text = sbomOf(components, facts);
    expect(sbomOf(components, facts)).toBe(text);
    expect(JSON.parse(text).components).toMatchObject([
      { purl: 'pkg:npm/%40a/b@1.0.0', licenses: [{ expression: '(MIT OR Apache-2.0)' }] },
      { purl: 'pkg:npm/electron@45.4.1', licenses: [{ license: { id: 'MIT' } }] },
    ]);
  });
});

describe('the time of everything in a package', () => {
  const given = process.env.SOURCE_DATE_EPOCH;
  afterAll(() => {
    if (given === undefined) delete process.env.SOURCE_DATE_EPOCH;
    else process.env.SOURCE_DATE_EPOCH = given;
  });

  test('is SOURCE_DATE_EPOCH, and nonsense in it is refused', async () => {
    process.env.SOURCE_DATE_EPOCH = '1234';
    expect(await sourceDate()).toBe(1234);
    process.env.SOURCE_DATE_EPOCH = 'yesterday';
    await expect(sourceDate()).rejects.toThrow(/yesterday/);
  });
});

test('the notes of a version are its section of the changelog, and no other', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n\n## 0.2.0 – today\n\n### Added\n- a\n\n## 0.2 – before\n- b\n';
  expect(notesOf(changelog, '0.2.0')).toBe('### Added\n- a');
  expect(notesOf(changelog, '9.9.9')).toBe('');
});
