/** What every file made here says of itself, for players that show it. */
export const madeBy = "DGX Music Monitor's sample worker";
export const disclaimer = `Synthesised by ${madeBy} from the prompt's tempo, key and genre. Not the output of a music model.`;

/** Facts that go into the file's INFO list. */
export type WavInfo = Readonly<{ title?: string }>;

const headerSize = 44;

/**
 * A WAV file, 16-bit PCM, with an INFO list behind the sound (so that the sound starts where every
 * reader expects it, at byte 44).
 *
 * @param channels one signal per channel, of equal length, −1 to 1; beyond is cut off
 */
export const encodeWav = (
  channels: readonly Float32Array[],
  sampleRate: number,
  info: WavInfo = {},
): Uint8Array => {
  const frames = channels[0]?.length ?? 0;
  const frameSize = channels.length * 2;
  const list = infoList(info);
  const bytes = new Uint8Array(headerSize + frames * frameSize + list.length);
  const view = new DataView(bytes.buffer);
  writeText(bytes, 0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  writeText(bytes, 8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frameSize, true);
  view.setUint16(32, frameSize, true);
  view.setUint16(34, 16, true);
  writeText(bytes, 36, 'data');
  view.setUint32(40, frames * frameSize, true);
  channels.forEach((signal, channel) => {
    let offset = headerSize + channel * 2;
    for (let frame = 0; frame < frames; frame++) {
      const sample = signal[frame] ?? 0;
      const limited = sample > 1 ? 1 : sample < -1 ? -1 : sample;
      view.setInt16(offset, Math.round(limited * 32_767), true);
      offset += frameSize;
    }
  });
  bytes.set(list, headerSize + frames * frameSize);
  return bytes;
};

/** Bytes that {@link encodeWav} makes of so much sound. */
export const wavSize = (frames: number, channels: number, info: WavInfo = {}): number =>
  headerSize + frames * channels * 2 + infoSize(info);

const utf8 = new TextEncoder();

/** A text as a RIFF chunk: it ends with a zero byte, and the next chunk starts at an even place. */
const textChunk = (id: string, text: string): Uint8Array => {
  const encoded = utf8.encode(`${text}\0`);
  const chunk = new Uint8Array(8 + encoded.length + (encoded.length % 2));
  writeText(chunk, 0, id);
  new DataView(chunk.buffer).setUint32(4, encoded.length, true);
  chunk.set(encoded, 8);
  return chunk;
};

const infoList = ({ title }: WavInfo): Uint8Array => {
  const chunks = [
    ...constantChunks,
    ...(title === undefined ? [] : [textChunk(titleChunk, title)]),
  ];
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 4);
  const list = new Uint8Array(8 + size);
  writeText(list, 0, 'LIST');
  new DataView(list.buffer).setUint32(4, size, true);
  writeText(list, 8, 'INFO');
  let offset = 12;
  for (const chunk of chunks) {
    list.set(chunk, offset);
    offset += chunk.length;
  }
  return list;
};

const writeText = (bytes: Uint8Array, offset: number, text: string): void => {
  for (let index = 0; index < text.length; index++) bytes[offset + index] = text.charCodeAt(index);
};

const titleChunk = 'INAM';
const constantChunks = [textChunk('ISFT', madeBy), textChunk('ICMT', disclaimer)];
const constantSize = constantChunks.reduce((sum, chunk) => sum + chunk.length, 12);

const infoSize = ({ title }: WavInfo): number =>
  constantSize + (title === undefined ? 0 : textChunk(titleChunk, title).length);
