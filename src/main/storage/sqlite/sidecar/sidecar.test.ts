import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createAllSchema,
  failureOf,
  libraryOf,
  open,
  sampleLibrary,
  withRaw,
} from '../../testing/libraries';
import { connect } from '../core/connection';
import { openLibrary } from '../library';
import { companionMigrations, openCompanion } from './sidecar-file';

const rows = `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate,
  channels, file_path, status, created_at, completed_at, error_message)
  SELECT 'u' || value, '日本の琴 🎵 take ' || value, 'm', 8, 32000, 2, 'x.wav',
    iif(value % 2, 'failed', 'completed'), '2025-11-20 01:12:1' || value || '.893917',
    '2025-11-20 02:00:00.000000', iif(value % 2, 'boom', NULL)
  FROM json_each('[0, 1, 2, 3, 4, 5]')`;

const kept = {
  judgements: [expect.objectContaining({ rating: 4, starred: true, note: '日本の琴 🎵' })],
  attempts: 1,
  wins: 1,
  starred: ['u1'],
};

describe.each(['UTF-16le', 'UTF-16be', 'UTF-8'] as const)('a library in %s', (encoding) => {
  const library = (): string => libraryOf(`PRAGMA encoding = '${encoding}'`, createAllSchema, rows);

  const seen = (opened: ReturnType<typeof open>) => ({
    judgements: opened.judgements.get(['u1']),
    attempts: opened.generations.attempts('u1').length,
    wins: opened.votes.count(['u1'])[0]?.wins,
    starred: opened.generations.page({ filter: { starred: true } }).rows.map(({ id }) => id),
  });

  it('has judgements, votes and attempts like any other', async () => {
    const path = library();
    const first = open(path);
    first.judgements.set(['u1'], { rating: 4, starred: true, note: '日本の琴 🎵' });
    first.votes.cast({ winnerId: 'u1', loserIds: ['u2'], blind: true });
    first.generations.retry(['u1']);
    expect(seen(first)).toEqual(kept);
    await first.migrations.migrate();
    expect(seen(first)).toEqual(kept);
    first.close();

    const again = open(path);
    expect(seen(again)).toEqual(kept);
    expect(again.info().warning).toBeNull();
    const backup = await again.backup(join(dirname(path), 'copy', 'today.db'));
    expect(backup).toMatchObject({ companion: expect.any(String), warning: null });
    const restored = open(backup.path, { dataFolder: join(dirname(path), 'other') });
    expect(seen(restored)).toEqual(kept);
    const [only] = readdirSync(join(dirname(path), 'data', 'libraries'));
    const own = withRaw(join(dirname(path), 'data', 'libraries', only ?? ''), (raw) =>
      raw.pragma('encoding', { simple: true }),
    );
    expect(own).toBe(encoding);
  });

  it('takes over what an earlier version kept in UTF-8 alone', () => {
    const path = library();
    const first = open(path);
    first.judgements.set(['u1'], { rating: 4, starred: true, note: '日本の琴 🎵' });
    first.votes.cast({ winnerId: 'u1', loserIds: ['u2'], blind: true });
    first.generations.retry(['u1']);
    const before = seen(first);
    const { id } = first.info();
    first.close();
    const folder = join(dirname(path), 'earlier', 'libraries');
    const earlier = join(folder, `${id}.db`);
    mkdirSync(folder, { recursive: true });
    const [name = ''] = readdirSync(join(dirname(path), 'data', 'libraries'));
    openCompanion(earlier, 'UTF-8', '').close();
    const from = connect(join(dirname(path), 'data', 'libraries', name), { readOnly: true });
    withRaw(earlier, (raw) => {
      for (const table of ['generation_judgements', 'comparison_votes', 'generation_attempts']) {
        for (const row of from.prepare(`SELECT * FROM ${table}`).raw().all() as unknown[][]) {
          const places = row.map(() => '?').join(', ');
          raw.prepare(`INSERT INTO ${table} VALUES (${places})`).run(...row);
        }
      }
    });
    from.close();
    const later = open(path, { dataFolder: join(dirname(path), 'earlier') });
    expect(seen(later)).toEqual(before);
  });
});

describe('a companion', () => {
  it('has every step, which can be taken back', () => {
    const path = join(dirname(sampleLibrary()), 'own', 'companion.db');
    const store = openCompanion(path, 'UTF-8', 'x');
    const tables = () =>
      store.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").pluck().get();
    expect(tables()).toBe(7);
    for (const { down } of [...companionMigrations].reverse()) store.exec(down);
    expect(tables()).toBe(0);
    store.close();
  });

  it('of a newer version is left alone, and the window told', () => {
    const path = sampleLibrary();
    const first = open(path);
    const [id = ''] = first.generations.list({ limit: 1 }).map((row) => row.id);
    first.judgements.set([id], { rating: 3 });
    const file = first.database.companion.path;
    first.close();
    withRaw(file, (raw) => raw.pragma('user_version = 99'));
    const library = open(path);
    expect(library.info().warning).toContain('newer version');
    expect(library.generations.list({ limit: 1 })).toHaveLength(1);
    expect(failureOf(() => library.judgements.set([id], { rating: 1 })).code).toBe(
      'companion-unusable',
    );
  });

  it.each([
    'DROP TABLE generation_judgements',
    'DROP TABLE comparison_votes',
    'DROP TABLE generation_attempts',
    'DROP TABLE audio_check',
    'ALTER TABLE generation_attempts RENAME COLUMN error_message TO other',
    'DROP TABLE generation_judgements; CREATE VIEW generation_judgements AS SELECT 1 AS one',
  ])('that lacks something (%s) says so, and the library goes on', async (sql) => {
    const path = sampleLibrary();
    const first = open(path);
    const ids = first.generations.list({ status: 'failed', limit: 2 }).map(({ id }) => id);
    first.judgements.set(ids, { rating: 3 });
    const { path: file } = first.database.companion;
    first.close();
    withRaw(file, (raw) => raw.exec(sql));
    const library = open(path);
    expect(library.generations.list({ limit: 400 })).toHaveLength(400);
    expect(library.generations.page({ filter: { text: 'a' } }).rows.length).toBeGreaterThan(0);
    expect(library.leaderboard.prompts().length).toBeGreaterThan(0);
    expect(library.info().warning).toContain('is missing, or is another one');
    for (const work of [
      () => library.judgements.get(ids),
      () => library.generations.attempts(ids[0] ?? ''),
      () => library.votes.count(ids),
      () => library.judgements.set(ids, { rating: 1 }),
    ]) {
      expect(failureOf(work).code).toBe('companion-unusable');
    }
    const backup = await library.backup(`${path}.copy.db`);
    expect(backup).toMatchObject({ companion: null, warning: expect.stringContaining(file) });
  });

  it('with values of any kind does not keep the leaderboards from being shown', async () => {
    const path = sampleLibrary();
    const library = open(path);
    const ids = library.generations.list({ limit: 2 }).map(({ id }) => id);
    library.judgements.set(ids, { rating: 3 });
    withRaw(library.database.companion.path, (raw) =>
      raw.exec('UPDATE generation_judgements SET rating = 9223372036854775807'),
    );
    expect(library.leaderboard.prompts().length).toBeGreaterThan(0);
    expect(library.leaderboard.models().length).toBeGreaterThan(0);
  });

  it('damaged within is blamed itself, and not the library', () => {
    const path = libraryOf(
      createAllSchema,
      `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
          file_path, status, created_at)
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
        SELECT 'gen_' || i, 'p', 'm', 8, 32000, 2, '', 'completed', '2025-11-20 01:12:17' FROM n`,
    );
    const first = open(path);
    const ids = first.generations.list({ limit: 2_000 }).map(({ id }) => id);
    first.judgements.set(ids, { starred: true, note: 'x'.repeat(100) });
    const { path: file } = first.database.companion;
    first.close();
    const bytes = readFileSync(file);
    bytes.fill(7, Math.floor(bytes.length / 4 / 4096) * 4096);
    writeFileSync(file, bytes);

    const library = open(path);
    expect(library.generations.list({ limit: 2_000 })).toHaveLength(2_000);
    const { rows } = library.generations.page({ limit: 500 });
    expect(rows).toHaveLength(500);
    for (const work of [
      () => library.judgements.get(ids),
      () => library.generations.count({ starred: true }),
      () => library.judgements.set(ids, { rating: 1 }),
    ]) {
      expect(failureOf(work).code).toBe('companion-unusable');
    }
    expect(library.info().warning).toContain(file);
    expect(library.check().ok).toBe(true);
  });

  it('on a full disk says so, and nothing is half done', () => {
    const path = sampleLibrary();
    const library = open(path);
    const failed = library.generations.list({ status: 'failed', limit: 30 }).map(({ id }) => id);
    const store = library.database.companion.required();
    store.pragma(`max_page_count = ${store.pragma('page_count', { simple: true })}`);
    const note = 'x'.repeat(9_000);
    const full = { code: 'disk-full', hint: expect.any(String) };
    expect(failureOf(() => library.judgements.set(failed, { note: note }))).toMatchObject(full);
    expect(library.judgements.get(failed)).toEqual([]);
    expect(failureOf(() => library.generations.retry(failed))).toMatchObject(full);
    expect(library.generations.count({ statuses: ['pending'] })).toBe(
      openLibrary(path, { dataFolder: join(dirname(path), 'data') }).generations.count({
        statuses: ['pending'],
      }),
    );
    expect(library.generations.get(failed[0] ?? '')?.status).toBe('failed');
  });

  it('is not made before there is something to keep', () => {
    const path = sampleLibrary();
    open(path).generations.list();
    expect(existsSync(join(dirname(path), 'data'))).toBe(false);
  });
});
