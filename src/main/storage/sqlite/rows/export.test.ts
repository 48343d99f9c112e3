import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../../../shared/query';
import { open, rowsOf, sampleLibrary, withRaw } from '../../testing/libraries';
import { type ExportControl, type ExportRequest, exportGenerations } from './export';

const uninterrupted: ExportControl = { progress: () => {}, isCancelled: () => false };

const setUp = (change: Partial<ExportRequest> = {}) => {
  const library = sampleLibrary();
  const request: ExportRequest = {
    filter: {},
    sort: newestFirst,
    format: 'json',
    path: join(dirname(library), `export.${change.format ?? 'json'}`),
    ...change,
  };
  return {
    library,
    request,
    run: (control = uninterrupted) => exportGenerations(open(library).database, request, control),
  };
};

/** What is exported of a generation that nobody judged. */
const unjudged = {
  heard_at: null,
  rating: null,
  starred: false,
  rejected: false,
  tags: [],
  note: null,
};

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/** Splits one CSV record that has no line break in it, for the few that these tests look at. */
const cells = (line: string): readonly string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map(([, cell = '']) => cell.replace(/^"([\s\S]*)"$/, '$1').replaceAll('""', '"'))
    .slice(0, 15);

describe('export to JSON', () => {
  it('holds every row as it is stored, metadata as a value', async () => {
    const { library, request, run } = setUp();
    expect(await run()).toEqual({ rows: 400, cancelled: false });
    const exported = JSON.parse(readFileSync(request.path, 'utf8')) as { id: string }[];
    const stored = rowsOf(library).map((row) => {
      const numbers = Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'bigint' ? Number(value) : value,
      ]);
      const metadata = (() => {
        try {
          return JSON.parse(row.metadata ?? 'null') as unknown;
        } catch {
          return row.metadata;
        }
      })();
      return { ...Object.fromEntries(numbers), metadata, ...unjudged } as { id: string };
    });
    expect(exported.sort(byId)).toEqual(stored.sort(byId));
  });

  it('is an empty list without matches', async () => {
    const { request, run } = setUp({ filter: { statuses: ['nothing'] } });
    expect(await run()).toEqual({ rows: 0, cancelled: false });
    expect(JSON.parse(readFileSync(request.path, 'utf8'))).toEqual([]);
  });

  it('keeps filter and order, over many pages', async () => {
    const { library, request, run } = setUp({
      filter: { statuses: ['copied'] },
      sort: { column: 'createdAt', direction: 'ascending' },
    });
    withRaw(library, (raw) =>
      raw.exec(`
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1250)
        INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
          file_path, status, created_at)
        SELECT 'c' || i, 'p', 'm', 8.0, 32000, 2, 'f', 'copied',
          '2026-01-01 00:00:' || printf('%09.6f', i / 100.0) FROM n`),
    );
    const progress: [number, number][] = [];
    await run({ ...uninterrupted, progress: (done, total) => progress.push([done, total]) });
    const exported = JSON.parse(readFileSync(request.path, 'utf8')) as { id: string }[];
    expect(exported.map(({ id }) => id)).toEqual(
      Array.from({ length: 1250 }, (_, index) => `c${index + 1}`),
    );
    expect(progress).toEqual([
      [500, 1250],
      [1000, 1250],
      [1250, 1250],
    ]);
  });

  it('sorts by what no index holds, as SQL does', async () => {
    const { library, request, run } = setUp({
      sort: { column: 'bpm', direction: 'descending' },
      filter: { statuses: ['completed'] },
    });
    const bpm = "iif(json_valid(metadata), metadata ->> '$.bpm', NULL)";
    const ids = withRaw(library, (raw) =>
      raw
        .prepare(`SELECT id FROM generations WHERE status = 'completed'
          ORDER BY ${bpm} DESC, created_at DESC, id DESC`)
        .pluck()
        .all(),
    ) as string[];
    await run();
    const exported = () => JSON.parse(readFileSync(request.path, 'utf8')) as { id: string }[];
    expect(exported().map(({ id }) => id)).toEqual(ids);
  });
});

describe('export to CSV', () => {
  it('has a header, one record per row, and values that read back as they were', async () => {
    const { library, request, run } = setUp({
      format: 'csv',
      filter: { statuses: ['processing'] },
    });
    await run();
    const text = readFileSync(request.path, 'utf8');
    expect(text.startsWith('\ufeffid,prompt,model_name')).toBe(true);
    const [header = '', record = ''] = text.slice(1).split('\r\n');
    const stored = rowsOf(library).find(({ status }) => status === 'processing');
    const read = Object.fromEntries(
      cells(header).map((name, index) => [name, cells(record)[index]]),
    );
    for (const [name, value] of Object.entries(stored ?? {})) {
      expect(read[name], name).toBe(value === null ? '' : String(value));
    }
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('disarms the formula %j', async (prompt) => {
    const { library, request, run } = setUp({ format: 'csv', filter: { prompt } });
    withRaw(library, (raw) =>
      raw.prepare('UPDATE generations SET prompt = ? WHERE rowid = 1').run(prompt),
    );
    await run();
    expect(readFileSync(request.path, 'utf8')).toContain(`,'${prompt},`);
  });
});

describe('an export that does not finish', () => {
  it('leaves no file when cancelled', async () => {
    const { request, run } = setUp();
    expect(await run({ ...uninterrupted, isCancelled: () => true })).toEqual({
      rows: 0,
      cancelled: true,
    });
    expect(readdirSync(dirname(request.path)).filter((name) => name.includes('export'))).toEqual(
      [],
    );
  });

  it('says when the file cannot be written', async () => {
    const { request, run } = setUp();
    mkdirSync(request.path);
    await expect(run()).rejects.toMatchObject({ code: 'export-failed' });
    expect(existsSync(`${request.path}.part`)).toBe(false);
  });
});
