import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'vite';
import { onTestFinished } from 'vitest';
import type { SampleWorkerMessage } from './sample-worker-protocol';

// Helpers for the tests of this folder.

/** What a WAV file says and holds. */
export type WavFile = Readonly<{
  sampleRate: number;
  bitDepth: number;
  channels: readonly Float32Array[];
  /** Text of the INFO list by its ids. */
  info: Readonly<Record<string, string>>;
}>;

/** Reads a WAV file chunk by chunk, as a player does; throws when sizes do not add up. */
export const readWav = (bytes: Uint8Array): WavFile => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (offset: number, length: number) =>
    new TextDecoder().decode(bytes.subarray(offset, offset + length));
  const chunks = (from: number, to: number): Map<string, readonly [number, number]> => {
    const found = new Map<string, readonly [number, number]>();
    let offset = from;
    while (offset < to) {
      const size = view.getUint32(offset + 4, true);
      found.set(text(offset, 4), [offset + 8, size]);
      offset += 8 + size + (size % 2);
    }
    if (offset !== to) throw new Error(`Chunks end at ${offset}, not at ${to}.`);
    return found;
  };
  if (text(0, 4) !== 'RIFF' || text(8, 4) !== 'WAVE') throw new Error('No WAV file.');
  if (view.getUint32(4, true) !== bytes.length - 8) throw new Error('The RIFF size is wrong.');
  const all = chunks(12, bytes.length);
  const [format] = all.get('fmt ') ?? [0];
  const [data, size] = all.get('data') ?? [0, 0];
  const [list, listSize] = all.get('LIST') ?? [0, 0];
  const count = view.getUint16(format + 2, true);
  if (view.getUint16(format, true) !== 1) throw new Error('Not PCM.');
  if (view.getUint16(format + 12, true) !== count * 2) throw new Error('Wrong block size.');
  const frames = size / count / 2;
  return {
    sampleRate: view.getUint32(format + 4, true),
    bitDepth: view.getUint16(format + 14, true),
    channels: Array.from({ length: count }, (_, channel) =>
      Float32Array.from(
        { length: frames },
        (_, frame) => view.getInt16(data + (frame * count + channel) * 2, true) / 32_768,
      ),
    ),
    info: Object.fromEntries(
      [...chunks(list + 4, list + listSize)].map(([id, [offset, length]]) => [
        id,
        text(offset, length).replace(/\0+$/, ''),
      ]),
    ),
  };
};

export const readWavFile = (path: string): WavFile => readWav(readFileSync(path));

/** Power of a signal at one frequency (Goertzel). */
export const powerAt = (signal: Float32Array, frequency: number, sampleRate: number): number => {
  const factor = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
  let one = 0;
  let two = 0;
  for (const sample of signal) {
    const now = sample + factor * one - two;
    two = one;
    one = now;
  }
  return (one * one + two * two - factor * one * two) / signal.length ** 2;
};

/** How strong each of the twelve pitch classes is, together 1, from C2 to B5. */
export const pitchClasses = (signal: Float32Array, sampleRate: number): readonly number[] => {
  const powers = Array.from({ length: 12 }, (_, pitch) => {
    let sum = 0;
    for (let note = 36 + pitch; note < 84; note += 12) {
      sum += Math.sqrt(powerAt(signal, 440 * 2 ** ((note - 69) / 12), sampleRate));
    }
    return sum;
  });
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};

/** How much louder each hundredth of a second is than the one before; 0 where it is not. */
export const onsets = (signal: Float32Array, sampleRate: number): readonly number[] => {
  const frame = Math.round(sampleRate / 100);
  const found: number[] = [];
  let before = 0;
  for (let start = 0; start + frame <= signal.length; start += frame) {
    let sum = 0;
    for (let index = start; index < start + frame; index++) sum += (signal[index] ?? 0) ** 2;
    const level = Math.sqrt(sum / frame);
    found.push(Math.max(0, level - before));
    before = level;
  }
  return found;
};

/** How alike a series is to itself `lag` steps later, where `lag` may be a fraction. */
export const likeness = (series: readonly number[], lag: number): number => {
  let sum = 0;
  for (let index = 0; index + lag + 1 < series.length; index++) {
    const later = index + lag;
    const low = Math.floor(later);
    const value =
      (series[low] ?? 0) + ((series[low + 1] ?? 0) - (series[low] ?? 0)) * (later - low);
    sum += (series[index] ?? 0) * value;
  }
  return sum;
};

const buildFolder = resolve('node_modules/.cache/sample-worker-test');

/**
 * Builds a program as the application's build does: its path.
 *
 * @param name of the caller: test files run side by side
 */
const buildProgram = async (name: string, entry: string): Promise<string> => {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir: resolve(buildFolder, name),
      emptyOutDir: true,
      rolldownOptions: { input: { program: resolve(entry) } },
    },
  });
  return resolve(buildFolder, name, 'program.js');
};

export const buildSampleWorker = (name: string): Promise<string> =>
  buildProgram(name, 'src/main/sample/sample-worker.ts');

/** What `dgx-music-monitor/storage` is to programs outside the application. */
export const buildStorage = (name: string): Promise<string> =>
  buildProgram(name, 'src/main/storage/entry.ts');

/** A sample worker in its own process; killed with the test unless it ended before. */
export type RunningWorker = Readonly<{
  child: ChildProcess;
  /** Resolves with the first message that fits, also one that came before; rejects if it ends. */
  said: (fits: (message: SampleWorkerMessage) => boolean) => Promise<SampleWorkerMessage>;
  /** How it ended, with what it wrote on standard error. */
  ended: Promise<Readonly<{ code: number | null; signal: string | null; errors: string }>>;
}>;

export const startWorker = (
  program: string,
  args: readonly string[],
  dataFolder: string,
): RunningWorker => {
  const child = fork(program, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, DGX_MUSIC_MONITOR_DATA: dataFolder },
  });
  const heard: SampleWorkerMessage[] = [];
  const listeners = new Set<() => void>();
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  child.on('message', (message) => {
    heard.push(message as SampleWorkerMessage);
    for (const listener of listeners) listener();
  });
  // Not "close": Node leaves it out when the parent has disconnected.
  const drained = new Promise((done) => child.stderr?.on('close', done));
  const ended = new Promise<Awaited<RunningWorker['ended']>>((done) => {
    child.on('exit', (code, signal) => drained.then(() => done({ code, signal, errors })));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const said = (fits: (message: SampleWorkerMessage) => boolean) =>
    new Promise<SampleWorkerMessage>((done, reject) => {
      const look = () => {
        const message = heard.find(fits);
        if (!message) return;
        listeners.delete(look);
        done(message);
      };
      listeners.add(look);
      look();
      void ended.then((how) => {
        look();
        reject(new Error(`It ended without saying so: ${JSON.stringify({ how, heard })}`));
      });
    });
  return { child, said, ended };
};
