import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line';

describe('parseCommandLine', () => {
  it('finds our flags among the folder of the application and the switches of Chromium', () => {
    const argv = ['--no-sandbox', '/app', '--library', 'a.db', '--lang=ja', '--screenshot=b.png'];
    expect(parseCommandLine(argv)).toEqual({
      library: 'a.db',
      screenshot: 'b.png',
      demo: false,
      verbose: false,
    });
    expect(parseCommandLine(['/app', '--demo']).demo).toBe(true);
    expect(parseCommandLine(['/app', '--verbose']).verbose).toBe(true);
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
});
