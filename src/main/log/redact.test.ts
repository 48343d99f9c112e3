import { describe, expect, it } from 'vitest';
import { describeError, redact } from './redact';

describe('redact', () => {
  it.each([
    ['“calm piano” is no status', '“…” is no status'],
    ['near "DROP": syntax error', 'near “…”: syntax error'],
    [
      "Cannot read properties of null (reading 'secret prompt')",
      'Cannot read properties of null (reading “…”)',
    ],
    [
      'ENOENT: no such file, open /home/ada/music/generations.db',
      'ENOENT: no such file, open <path>',
    ],
    ['at read (C:\\Users\\Ada\\music.db)', 'at read (<path>)'],
    ['~/music/take 1.wav is gone', '<path> 1.wav is gone'],
    ['refused: https://ada:hunter2@dgx.local/api?key=1', 'refused: https://…'],
    ['postgresql://ada:hunter2@dgx/music', 'postgresql://…'],
    ["it isn't there, don't wait", "it isn't there, don't wait"],
    ['3/4 done', '3/4 done'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('keeps the places in our own code', () => {
    const frame = 'at openLibrary (file:///opt/monitor/out/main/library.js:12:3)';
    expect(redact(frame, ['/opt/monitor'])).toBe(
      'at openLibrary (file://<program>/out/main/library.js:12:3)',
    );
    expect(redact('at run (node:internal/main:1:2)')).toBe('at run (node:internal/main:1:2)');
  });
});

describe('describeError', () => {
  it('has name, message and frames', () => {
    const described = describeError(new TypeError('no "rain over Kyoto" here'));
    expect(described).toMatchObject({ name: 'TypeError', message: 'no “…” here' });
    expect(described.stack[0]).toMatch(/^at /);
    expect(described.stack.join()).not.toContain('Kyoto');
  });

  it('does not repeat text that could not be parsed', () => {
    let thrown: unknown;
    try {
      JSON.parse('calm piano');
    } catch (error) {
      thrown = error;
    }
    expect(JSON.stringify(describeError(thrown))).not.toContain('calm');
  });

  it('takes what is no error', () => {
    expect(describeError('gone')).toEqual({ name: 'string', message: 'gone', stack: [] });
  });
});
