import { describe, expect, it } from 'vitest';
import {
  absoluteLocation,
  libraryOf,
  ownArguments,
  parseCommandLine,
  wishOf,
} from './command-line';

describe('parseCommandLine', () => {
  it('finds our flags among the folder of the application and the switches of Chromium', () => {
    const argv = ['--no-sandbox', '--library', 'a.db', '--lang=ja', '--screenshot=b.png'];
    expect(parseCommandLine(argv)).toEqual({
      library: 'a.db',
      screenshot: 'b.png',
      demo: false,
      verbose: false,
    });
    expect(parseCommandLine(['--demo']).demo).toBe(true);
    expect(parseCommandLine(['--verbose']).verbose).toBe(true);
  });

  it('takes a library URL as it is', () => {
    expect(parseCommandLine(['--library', 'sqlite:////x/y.db']).library).toBe('sqlite:////x/y.db');
  });

  it.each([[['--library']], [['--library', '--screenshot', 'x.png']], [['--library=']], [[]]])(
    'counts a flag without a value as not given: %j',
    (argv) => {
      expect(parseCommandLine(argv).library).toBeNull();
    },
  );

  it.each(['a.db', 'my songs/50 % #1.db', '../音楽.db', 'sqlite:///a.db', '/tmp/a=b.db'])(
    'takes a plain argument for the library: %j',
    (word) => {
      expect(parseCommandLine([word, '--verbose']).library).toBe(word);
      expect(parseCommandLine(['--lang=ja', '--', word]).library).toBe(word);
    },
  );

  it('prefers the flag to a plain argument, and takes the first of several', () => {
    expect(parseCommandLine(['b.db', '--library', 'a.db']).library).toBe('a.db');
    expect(parseCommandLine(['a.db', 'b.db']).library).toBe('a.db');
  });
});

describe('ownArguments', () => {
  it('leaves out Electron, its own arguments and the folder of the application', () => {
    const started = ['electron', '-r', '/loader.js', '--no-sandbox', '/app', '--demo', 'a.db'];
    expect(ownArguments(started, '/app')).toEqual(['--demo', 'a.db']);
    expect(ownArguments(['/usr/lib/program', 'a.db'], null)).toEqual(['a.db']);
  });
});

describe('absoluteLocation', () => {
  it.each([
    ['a.db', '/home/me/a.db'],
    ['../50 % #1.db', '/home/50 % #1.db'],
    ['/x/y.db', '/x/y.db'],
    ['sqlite:///a.db', 'sqlite:///a.db'],
    ['file:///x/my%20songs/%23%25.db', '/x/my songs/#%.db'],
    ['file://elsewhere/x.db', 'file://elsewhere/x.db'],
  ])('%j is %j', (location, expected) => {
    expect(absoluteLocation(location, '/home/me')).toBe(expected);
  });
});

describe('what a second start hands over', () => {
  it.each(['/x/a.db', '/x/50 % #1 – 音楽?.db', 'sqlite:////x/ü.db'])(
    'keeps %j, in ASCII',
    (name) => {
      const wish = wishOf(name);
      expect(wish.library).toMatch(/^[ -~]+$/);
      expect(libraryOf(wish)).toBe(name);
    },
  );

  it.each([wishOf(null), null, 'x', {}, { library: 1 }, { library: '%' }])(
    'may be nothing: %j',
    (wish) => {
      expect(libraryOf(wish)).toBeNull();
    },
  );
});
