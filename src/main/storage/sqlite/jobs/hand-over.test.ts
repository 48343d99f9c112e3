import { describe, expect, it } from 'vitest';
import { createAllSchema, libraryOf, open, withRaw } from '../../testing/libraries';
import { familyOf } from '../rows/family';
import { addMetadata, findAskedJob } from './hand-over';

const job = {
  prompt: 'a prompt',
  modelName: 'small',
  durationSeconds: 8,
  sampleRate: 32_000,
  channels: 2,
  filePath: 'x.wav',
};

const library = () => open(libraryOf(createAllSchema));

describe('what the service was not told', () => {
  it('is added to its row, and again where the service wrote over it, until the job ended', () => {
    const { database, generations } = library();
    const added = '{"bpm": 90, "rerun_of": "old"}';
    expect(addMetadata(database, 'gen_1', added)).toBe('waiting');
    generations.create({ ...job, id: 'gen_1', metadata: { bpm: 120 } });
    expect(addMetadata(database, 'gen_1', added)).toBe('added');
    // What the service says holds.
    expect(generations.get('gen_1')?.metadata).toEqual({ bpm: 120, rerun_of: 'old' });
    expect(addMetadata(database, 'gen_1', added)).toBe('waiting');
    withRaw(database.path, (raw) =>
      raw.exec(`UPDATE generations SET status = 'completed', metadata = '{"rms_energy": 0.2}'`),
    );
    expect(addMetadata(database, 'gen_1', added)).toBe('added');
    expect(addMetadata(database, 'gen_1', added)).toBe('done');
    expect(generations.get('gen_1')?.metadata).toEqual({
      bpm: 90,
      rerun_of: 'old',
      rms_energy: 0.2,
    });
  });

  it('is not forced on what is no JSON', () => {
    const { database, generations } = library();
    generations.create({ ...job, id: 'gen_1' });
    withRaw(database.path, (raw) => raw.exec(`UPDATE generations SET metadata = 'not json'`));
    expect(addMetadata(database, 'gen_1', '{"rerun_of": "old"}')).toBe('done');
  });

  it('makes a family of two that had been looked at before', () => {
    const { database, generations } = library();
    generations.create({ ...job, id: 'old' });
    generations.create({ ...job, id: 'gen_1' });
    expect(familyOf(database, 'old').members).toEqual([]);
    addMetadata(database, 'gen_1', '{"rerun_of": "old"}');
    for (const id of ['old', 'gen_1']) {
      expect(familyOf(database, id).members.map((member) => member.id)).toEqual(['old', 'gen_1']);
    }
  });
});

describe('a job whose answer was lost', () => {
  it('is the one new row of the service that it can be', () => {
    const { database, generations } = library();
    const asked = { ...job, since: Date.now(), except: ['gen_known'] };
    generations.create({ ...job });
    generations.create({ ...job, id: 'gen_known' });
    generations.create({ ...job, id: 'gen_longer', durationSeconds: 9 });
    expect(findAskedJob(database, asked)).toBeNull();
    generations.create({ ...job, id: 'gen_1' });
    expect(findAskedJob(database, asked)).toBe('gen_1');
    expect(findAskedJob(database, { ...asked, since: Date.now() + 60_000 })).toBeNull();
    // Two of them: nobody knows which.
    generations.create({ ...job, id: 'gen_2' });
    expect(findAskedJob(database, asked)).toBeNull();
  });
});
