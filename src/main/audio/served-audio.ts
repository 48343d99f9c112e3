import { countFlacSamples, flacTotal } from './flac';
import { joinOgg } from './ogg-join';
import type { OpenAudio } from './open-audio';
import { isUncompressed, readSound } from './read-sound';
import { contentTypes } from './sniff';
import { type ReadAt, viewAsWav } from './wav-view';

/** What a player is given of a file. */
export type ServedAudio = Readonly<{
  contentType: string;
  /** Bytes. */
  size: number;
  /** Bytes that a second of sound has, at most. */
  rate: number;
  read: ReadAt;
}>;

/** Bytes that a second of compressed sound has at most: FLAC at 96 kHz in 24 bits. */
const compressedRate = 512 * 1024;

/**
 * A file as a player gets it right: as it is, wherever it does; without what precedes it, with the
 * length that its header leaves open, in one piece, or as plain WAV, where it would not.
 *
 * @throws MonitorError `audio-unsupported`
 */
export const serveAs = async (audio: OpenAudio): Promise<ServedAudio> => {
  const contentType = contentTypes[audio.format];
  const sound = isUncompressed(audio) ? await readSound(audio) : null;
  if (sound) {
    const { sampleRate, blockSize, blockFrames } = sound;
    if (sound.plain) {
      return { ...asItIs(audio), contentType, rate: (sampleRate * blockSize) / blockFrames };
    }
    const view = viewAsWav(audio, sound);
    const rate = view.sampleRate * view.frameSize;
    return { contentType: contentTypes.wav, size: view.size, rate, read: view.read };
  }
  const served = { ...asItIs(audio), contentType, rate: compressedRate };
  if (audio.format === 'ogg') return { ...served, ...(await joinOgg(audio)) };
  const samples = audio.format === 'flac' ? await countFlacSamples(audio) : null;
  if (samples === null) return served;
  const patch = await flacTotal(audio, samples);
  return { ...served, read: patched(served.read, patch.position - audio.start, patch.bytes) };
};

const asItIs = ({ handle, size, start }: OpenAudio): Pick<ServedAudio, 'size' | 'read'> => ({
  size: size - start,
  read: async (target, length, position) =>
    (await handle.read(target, 0, length, start + position)).bytesRead,
});

/** The same with other bytes in one place. */
const patched =
  (read: ReadAt, place: number, bytes: Uint8Array): ReadAt =>
  async (target, length, position) => {
    const bytesRead = await read(target, length, position);
    for (const [index, byte] of bytes.entries()) {
      const at = place + index - position;
      if (at >= 0 && at < bytesRead) target[at] = byte;
    }
    return bytesRead;
  };
