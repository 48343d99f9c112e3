/** What {@link wavFile} makes. */
export type WavOptions = Readonly<{
  seconds?: number;
  sampleRate?: number;
  channels?: number;
  /** Bits per sample; 32 or 64 with `float` for IEEE floats. */
  bits?: 16 | 24 | 32 | 64;
  float?: boolean;
  /** Amplitude of the sine, 1 is full scale; above that it clips. */
  amplitude?: number;
  /** Hz. */
  frequency?: number;
  /** Sample values by time instead of a sine: seconds → −1 … 1. */
  wave?: (time: number, channel: number) => number;
}>;

/** A WAV file with a tone in it, for tests. */
export const wavFile = (options: WavOptions = {}): Buffer => {
  const { seconds = 1, sampleRate = 32_000, channels = 2, bits = 16, float = false } = options;
  const { amplitude = 0.5, frequency = 440 } = options;
  const wave = options.wave ?? ((time) => amplitude * Math.sin(2 * Math.PI * frequency * time));
  const frames = Math.round(seconds * sampleRate);
  const frameSize = (channels * bits) / 8;
  const file = Buffer.alloc(44 + frames * frameSize);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(float ? 3 : 1, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * frameSize, 28);
  file.writeUInt16LE(frameSize, 32);
  file.writeUInt16LE(bits, 34);
  file.write('data', 36);
  file.writeUInt32LE(frames * frameSize, 40);
  const largest = 2 ** (bits - 1) - 1;
  for (let frame = 0, at = 44; frame < frames; frame++) {
    for (let channel = 0; channel < channels; channel++, at += bits / 8) {
      const value = wave(frame / sampleRate, channel);
      if (bits === 64) file.writeDoubleLE(value, at);
      else if (float) file.writeFloatLE(value, at);
      else file.writeIntLE(Math.round(Math.max(-1, Math.min(1, value)) * largest), at, bits / 8);
    }
  }
  return file;
};

/**
 * Paths that must lead nowhere, by the hundred: every way to write `..`, absolute ones, links to
 * them, other schemes, NUL bytes, encodings, names that only look like audio.
 *
 * @param target absolute path of a real audio file outside every allowed folder
 */
export const traversalAttempts = (target: string): readonly string[] => {
  const ups = [
    '../',
    '..\\',
    '%2e%2e/',
    '..%2f',
    '..%5c',
    '%252e%252e/',
    '....//',
    '..;/',
    '.././',
  ];
  const ways = [1, 2, 3, 5, 8, 16].flatMap((depth) =>
    ups.flatMap((up) => [
      up.repeat(depth) + target.slice(1),
      `outputs/${up.repeat(depth)}${target.slice(1)}`,
    ]),
  );
  const dressed = [
    target,
    `/${target}`,
    `//${target}`,
    `/.${target}`,
    `/proc/self/root${target}`,
    `/proc/self/cwd/../../../../../../..${target}`,
    `/dev/fd/0/../../..${target}`,
    `file://${target}`,
    `app://monitor${target}`,
    `sqlite:///${target}`,
    `\\\\host\\share${target}`,
    `//host/share${target}`,
    `~${target}`,
    `$HOME/../..${target}`,
    `C:\\..\\..${target}`,
    `${target}\0`,
    `${target}\0.wav`,
    `outputs/a.wav\0${target}`,
    `${target}/`,
    `${target}/.`,
    `${target}?x=.wav`,
    `${target}#.wav`,
    ` ${target}`,
    `${target} `,
    `${target}\n`,
    encodeURIComponent(target),
    encodeURI(target.replaceAll('/', '\u2215')),
    target.replaceAll('/', '\uff0f'),
    target.replaceAll('/', '%c0%af'),
    'a/'.repeat(3_000) + target,
    '',
    '   ',
    '.',
    '..',
    '/',
    '/etc/passwd',
    '/etc/hosts',
    '/dev/zero',
    '/dev/stdin',
    '/proc/self/environ',
    '/proc/self/mem',
    'outputs',
    'outputs/',
    'generations.db',
    'data/generations.db',
  ];
  return [...ways, ...dressed];
};
