import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBackups } from './backups';
import { makeBases } from './bases';
import { buildPrograms, type Programs } from './building.mjs';
import { runKills } from './kills';
import { runMutations } from './mutations';

// The short form of `npm run torture`. What a seed shows of mutations it shows again; of kills it says
// only what was under way.

const seed = process.env.TORTURE_SEED ?? '1';
const built = resolve(`node_modules/.cache/torture-test-${process.pid}`);
const folder = mkdtempSync(join(tmpdir(), 'dgx-torture-'));
let programs: Programs;
let bases: readonly string[];

beforeAll(async () => {
  programs = await buildPrograms(built);
  bases = Object.values(makeBases(resolve('.'), folder));
}, 60_000);
afterAll(() => {
  rmSync(built, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

describe(`a library (seed ${seed})`, () => {
  it('loses nothing and does nothing twice, whatever is killed', async () => {
    const kills = 40;
    const report = await runKills({ kills, seed, victim: programs.victim, bases, folder });
    expect(report.faults).toEqual([]);
    expect(report.done).toBe(kills);
    // How much is done between two kills is the machine's business.
    expect(report.notes.create).toBeGreaterThan(0);
  }, 120_000);

  it('answers every call or refuses it in plain words, however it was harmed', async () => {
    const mutations = 60;
    const program = programs.mutate;
    const report = await runMutations({ mutations, seed, program, bases, folder });
    expect(report.faults).toEqual([]);
    expect(report.notes.ok).toBeGreaterThan(mutations);
  }, 120_000);

  it.each(['wal', 'delete'] as const)(
    'is copied whole beside a busy writer (%s)',
    async (journal) => {
      const backups = 10;
      const report = await runBackups({
        backups,
        journal,
        writer: programs['busy-writer'],
        folder,
      });
      expect(report.faults).toEqual([]);
      expect(report.notes.made).toBeGreaterThan(0);
    },
    120_000,
  );
});
