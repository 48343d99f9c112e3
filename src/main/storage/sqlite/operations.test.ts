import { cpSync, renameSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../../shared/query';
import {
  createAllSchema,
  failureOf,
  libraryOf,
  open,
  rowsOf,
  sampleLibrary,
  withRaw,
} from '../testing/libraries';
import { storageOperations as operations } from './operations';

const all = (limit: number, position = 0) => ({ filter: {}, sort: newestFirst, position, limit });

describe('generations.list', () => {
  it('takes a row without metadata, version and outcome for well-formed', () => {
    const path = sampleLibrary();
    const bare = rowsOf(path).flatMap(({ id, metadata }) => (metadata === null ? [id] : []));
    expect(bare.length).toBeGreaterThan(50);
    const { rows } = operations['generations.list'](open(path), all(500));
    expect(rows.filter(({ id, malformed }) => malformed && bare.includes(id))).toEqual([]);
  });

  it('answers newest first, by position', () => {
    const library = open(sampleLibrary());
    const whole = operations['generations.list'](library, all(500));
    expect(whole.total).toBe(400);
    expect(whole.rows).toHaveLength(400);
    const times = whole.rows.map(({ createdAt }) => createdAt?.getTime() ?? 0);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(operations['generations.list'](library, all(20, 395))).toEqual({
      position: 395,
      total: 400,
      rows: whole.rows.slice(395),
    });
  });

  it('turns around', () => {
    const library = open(sampleLibrary());
    const oldest = { ...all(400), sort: { column: 'createdAt', direction: 'ascending' } } as const;
    expect(operations['generations.list'](library, oldest).rows).toEqual(
      [...operations['generations.list'](library, all(400)).rows].reverse(),
    );
  });

  it('orders rows of the same moment by id', () => {
    const row = (id: string) => `INSERT INTO generations (id, prompt, model_name, duration_seconds,
      sample_rate, channels, file_path, status, created_at) VALUES ('${id}', '', '', 1, 1, 1, '',
      'pending', '2025-01-01 00:00:00')`;
    const library = open(libraryOf(createAllSchema, ...['b', 'd', 'a', 'c'].map(row)));
    const page = (position: number) =>
      operations['generations.list'](library, all(2, position)).rows;
    expect([...page(0), ...page(2)].map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('filters by any of some statuses', () => {
    const library = open(sampleLibrary());
    const filter = { statuses: ['failed', 'cancelled'] };
    const list = operations['generations.list'](library, { ...all(100), filter });
    expect(list.total).toBe(39);
    expect(new Set(list.rows.map(({ status }) => status))).toEqual(new Set(filter.statuses));
    expect(
      operations['generations.list'](library, { ...all(9), filter: { statuses: [] } }),
    ).toEqual({
      position: 0,
      total: 0,
      rows: [],
    });
  });

  it('keeps rows small whatever they hold', () => {
    const path = sampleLibrary();
    withRaw(path, (raw) =>
      raw
        .prepare(
          `UPDATE generations SET prompt = ?, error_message = ?, model_name = ?, metadata = ?
          WHERE created_at = (SELECT max(created_at) FROM generations)`,
        )
        .run(
          'é'.repeat(1e6),
          `${'x\n'.repeat(1e6)}the end`,
          'm'.repeat(1e6),
          JSON.stringify({ bpm: 120, junk: 'j'.repeat(1e6) }),
        ),
    );
    const [row] = operations['generations.list'](open(path), all(1)).rows;
    expect(row).toMatchObject({ prompt: 'é'.repeat(500), errorSummary: 'the end', bpm: 120 });
    expect(JSON.stringify(row).length).toBeLessThan(3_000);
  });
});

describe('generations.count', () => {
  it('counts each status, those of others included', () => {
    expect(operations['generations.count'](open(sampleLibrary()), { filter: {} })).toEqual({
      total: 400,
      byStatus: { pending: 3, processing: 1, completed: 357, failed: 35, cancelled: 4 },
    });
  });

  it('shows the core statuses in an empty library', () => {
    expect(
      operations['generations.count'](open(libraryOf(createAllSchema)), { filter: {} }),
    ).toEqual({
      total: 0,
      byStatus: { pending: 0, processing: 0, completed: 0, failed: 0 },
    });
  });
});

describe('generations.get', () => {
  it('answers the whole generation and its record', () => {
    const path = sampleLibrary();
    const library = open(path);
    const rows = withRaw(path, (raw) => raw.prepare('SELECT * FROM generations').all());
    for (const stored of rows as ReturnType<typeof rowsOf>) {
      const { generation, record } = operations['generations.get'](library, {
        id: stored.id,
      });
      expect(record).toEqual(stored);
      expect(generation.prompt).toBe(stored.prompt);
      expect(generation.errorMessage).toBe(stored.error_message);
    }
  });

  it('tells the columns apart whatever their order in the table', () => {
    const reordered = createAllSchema.replace(
      'id VARCHAR NOT NULL, prompt TEXT NOT NULL,',
      'prompt TEXT NOT NULL, id VARCHAR NOT NULL,',
    );
    const path = libraryOf(
      reordered,
      "INSERT INTO generations VALUES ('a prompt', 'gen_1', 'm', NULL, 8, 32000, 2, 'x.wav', NULL, 'failed', '2025-01-01 00:00:00', NULL, NULL, NULL, NULL)",
    );
    const { generation } = operations['generations.get'](open(path), { id: 'gen_1' });
    expect(generation).toMatchObject({ id: 'gen_1', prompt: 'a prompt' });
  });

  it('says when there is none', () => {
    const library = open(sampleLibrary());
    expect(failureOf(() => operations['generations.get'](library, { id: 'gen_none' })).code).toBe(
      'generation-not-found',
    );
  });
});

describe('generations.retry', () => {
  it('changes exactly the columns of the outcome, in exactly the failed rows asked for', () => {
    const path = sampleLibrary();
    const before = rowsOf(path);
    const failed = before.filter(({ status }) => status === 'failed').map(({ id }) => id);
    const chosen = failed.slice(0, 5);
    const outcome = operations['generations.retry'](open(path), { ids: chosen });
    expect(outcome).toEqual({ retried: chosen, skipped: [] });
    expect(rowsOf(path)).toEqual(
      before.map((row) =>
        chosen.includes(row.id)
          ? {
              ...row,
              status: 'pending',
              completed_at: null,
              error_message: null,
              generation_time_seconds: null,
              file_size_bytes: null,
            }
          : row,
      ),
    );
  });

  it('leaves the schema and the prompts as they were', () => {
    const path = sampleLibrary();
    const rest = () =>
      withRaw(path, (raw) => [
        raw.prepare('SELECT * FROM sqlite_schema').all(),
        raw.prepare('SELECT * FROM prompts').all(),
        raw.pragma('journal_mode'),
      ]);
    const before = rest();
    const failed = rowsOf(path).find(({ status }) => status === 'failed');
    operations['generations.retry'](open(path), { ids: [String(failed?.id)] });
    expect(rest()).toEqual(before);
  });

  it('skips and reports the others', () => {
    const path = sampleLibrary();
    const idOf = (status: string) => String(rowsOf(path).find((row) => row.status === status)?.id);
    const ids = [idOf('completed'), idOf('failed'), 'gen_none', idOf('cancelled'), idOf('failed')];
    const before = rowsOf(path).find(({ id }) => id === ids[0]);
    expect(operations['generations.retry'](open(path), { ids })).toEqual({
      retried: [ids[1]],
      skipped: [
        { id: ids[0], reason: 'not-failed', status: 'completed' },
        { id: 'gen_none', reason: 'not-found', status: null },
        { id: ids[3], reason: 'not-failed', status: 'cancelled' },
      ],
    });
    expect(rowsOf(path).find(({ id }) => id === ids[0])).toEqual(before);
  });

  it('is refused on a read-only library', () => {
    const library = open(sampleLibrary(), { readOnly: true });
    expect(failureOf(() => operations['generations.retry'](library, { ids: ['x'] })).code).toBe(
      'library-read-only',
    );
  });

  it('says that another program is writing, once it has waited', () => {
    const path = sampleLibrary();
    const library = open(path);
    withRaw(path, (raw) => {
      raw.exec('BEGIN IMMEDIATE');
      expect(failureOf(() => operations['generations.retry'](library, { ids: ['x'] })).code).toBe(
        'library-busy',
      );
    });
  });
});

describe('a library that goes away while it is open', () => {
  it('is noticed when deleted', () => {
    const path = sampleLibrary();
    const library = open(path);
    rmSync(path);
    expect(failureOf(() => operations['generations.list'](library, all(9))).code).toBe(
      'library-gone',
    );
    expect(failureOf(() => operations['generations.retry'](library, { ids: ['x'] })).code).toBe(
      'library-gone',
    );
  });

  it('is noticed when replaced', () => {
    const path = sampleLibrary();
    const library = open(path);
    cpSync(path, `${path}.restored`);
    renameSync(`${path}.restored`, path);
    expect(failureOf(() => operations['generations.list'](library, all(9))).code).toBe(
      'library-gone',
    );
  });
});
