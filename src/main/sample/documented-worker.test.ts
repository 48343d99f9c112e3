import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { open, temporaryFolder } from '../storage/testing/libraries';
import { buildStorage } from './testing';

/** The first program of the page, word for word but for where things are. */
const documented = (storage: string, library: string): string => {
  const page = readFileSync('docs/writing-a-worker.md', 'utf8');
  const program = /```js\n(.*?)```/s.exec(page)?.[1] ?? '';
  return program
    .replace("'dgx-music-monitor/storage'", JSON.stringify(pathToFileURL(storage).href))
    .replace("'sqlite:///data/generations.db'", JSON.stringify(library));
};

const makeAudio = `
async function makeAudio(job, signal) {
  process.send(job.id);
  if (job.prompt === 'never') await pause(1e6, undefined, { signal });
  if (job.prompt === 'bad') throw new Error('no memory');
  return { fileSizeBytes: 7, metadata: { bpm: 90 } };
}`;

it('does what it says', async () => {
  const storage = await buildStorage('documented-worker');
  const library = open(join(temporaryFolder(), 'generations.db'));
  const job = { modelName: 'm', durationSeconds: 1, sampleRate: 8_000, channels: 1, filePath: 'x' };
  for (const prompt of ['good', 'bad', 'never']) {
    library.generations.create({ ...job, prompt, id: prompt });
  }
  const program = join(dirname(storage), 'worker.mjs');
  writeFileSync(program, documented(storage, library.info().path) + makeAudio);
  const child = fork(program, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = new Promise((done) => child.on('exit', (code, signal) => done({ code, signal })));
  await new Promise<void>((done) => child.on('message', (id) => id === 'never' && done()));
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(library.generations.get('good')).toMatchObject({
    status: 'completed',
    fileSizeBytes: 7,
    metadata: { bpm: 90 },
  });
  expect(library.generations.get('bad')).toMatchObject({
    status: 'failed',
    errorMessage: 'no memory',
  });
  expect(library.generations.get('never')?.status).toBe('pending');
});
