import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestFirst } from '../../../../shared/query';
import {
  createAllSchema,
  libraryOf,
  open,
  rowsOf,
  sampleLibrary,
  withRaw,
} from '../../testing/libraries';
import { withFormula, withoutFormula } from './csv-formula';
import { exportGenerations } from './export';

/** What stands before a formula without keeping a spreadsheet from reading it as one, or before nothing. */
const before = [
  '',
  ' ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\ufeff',
  '\0',
  '\u202e',
  '\u200b',
  '\u00a0',
  "'",
  "''",
];
const awkward = [
  ...before.flatMap((lead) =>
    ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '＝1', '＋1', '－1', '＠x', '=', 'plain'].map(
      (text) => lead + text,
    ),
  ),
  'two\nlines',
  'old\rMac',
  'DOS\r\nend',
  'a "quoted" word, and a comma',
  '"',
  '',
  '-12.5',
  'ends in a line\n',
];

describe('export to CSV of awkward texts', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'csv-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const exported = async (library: string): Promise<string> => {
    const path = join(folder, 'all.csv');
    await exportGenerations(
      open(library).database,
      { filter: {}, sort: newestFirst, format: 'csv', path },
      { progress: () => {}, isCancelled: () => false },
    );
    return path;
  };

  const awkwardLibrary = (): string => {
    const library = libraryOf(createAllSchema);
    withRaw(library, (raw) => {
      const keep = raw.prepare(`INSERT INTO generations (id, prompt, model_name, duration_seconds,
        sample_rate, channels, file_path, status, created_at, error_message)
        VALUES (?, ?, 'm', -8.5, 32000, 1, 'x.wav', 'failed', '2026-01-01 00:00:00.000000', ?)`);
      for (const [index, text] of awkward.entries()) keep.run(`row-${index}`, text, text);
    });
    return library;
  };

  it.each([
    ['every awkward text', awkwardLibrary],
    ['the sample library', sampleLibrary],
  ])('comes back from a reader by the rules, no cell a formula: %s', async (_name, make) => {
    const library = make();
    const [head = [], ...rows] = readCsv(readFileSync(await exported(library), 'utf8'));
    const stored = new Map(rowsOf(library).map((row) => [row.id, row]));
    expect(rows).toHaveLength(stored.size);
    for (const row of rows) {
      expect(row).toHaveLength(head.length);
      const id = row[head.indexOf('id')] ?? '';
      for (const column of ['prompt', 'error_message', 'status', 'metadata'] as const) {
        const cell = row[head.indexOf(column)] ?? '';
        expect(cell.replace(/^[\s\p{C}]+/u, '')).not.toMatch(/^[=+\-@＝＋－＠]/);
        expect(withFormula(cell)).toBe(stored.get(id)?.[column] ?? '');
      }
    }
  });

  it('comes back from Python the same way', async () => {
    const library = awkwardLibrary();
    const path = await exported(library);
    const read = spawnSync('python3', ['-c', readByPython, path], { encoding: 'utf8' });
    expect(read.stderr).toBe('');
    const rows = JSON.parse(read.stdout) as readonly Record<string, string>[];
    expect(new Set(rows.map((row) => row.duration_seconds))).toEqual(new Set(['-8.5']));
    const prompts = rows.map((row) => withFormula(row.prompt ?? ''));
    expect(new Set(prompts)).toEqual(new Set(awkward));
    expect(rows).toHaveLength(awkward.length);
  });
});

describe('withoutFormula', () => {
  it.each(awkward.map((text) => ({ text })))('can be taken back: $text', ({ text }) => {
    expect(withFormula(withoutFormula(text))).toBe(text);
    expect(withFormula(withoutFormula(withoutFormula(text)))).toBe(withoutFormula(text));
  });

  it('leaves plain text alone', () => {
    for (const text of ['1e5', '.5', 'plain', "it's", 'a = b', "'quoted'"]) {
      expect(withoutFormula(text)).toBe(text);
    }
  });
});

const readByPython = `
import csv, json, sys
with open(sys.argv[1], newline='', encoding='utf-8-sig') as file:
    print(json.dumps(list(csv.DictReader(file))))
`;

/** RFC 4180, with any of the three ends of a line between rows, as spreadsheets read it. */
const readCsv = (text: string): string[][] => {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  const source = text.replace(/^\ufeff/, '');
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (source[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === ',') endCell();
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && source[at + 1] === '\n') at++;
      endCell();
      rows.push([]);
    } else cell += character;
  }
  if (cell !== '' || (rows.at(-1)?.length ?? 0) > 0) endCell();
  return rows.filter((row) => row.length > 0);
};
