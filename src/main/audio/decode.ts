import type { Piece } from '../../shared/peaks';
import { contentOf, type OpenAudio } from './open-audio';

type Decoder = Readonly<{
  ready: Promise<unknown>;
  decode: (bytes: Uint8Array) => Decoded | Promise<Decoded>;
  flush?: () => Promise<Decoded>;
  free: () => void;
}>;
type Decoded = Readonly<{ channelData: Float32Array[]; samplesDecoded: number }>;

/**
 * Decodes a compressed file from its beginning, a piece at a time, so that its length does not
 * matter. Damaged frames are left out, as players do.
 *
 * @returns `null` for what cannot be decoded here: other codecs in Ogg, and WAV, which needs no decoding
 */
export const decodedPieces = async (audio: OpenAudio): Promise<AsyncIterable<Piece> | null> => {
  const decoder = await decoderOf(audio);
  return decoder && decode(audio, decoder);
};

async function* decode(audio: OpenAudio, decoder: Decoder): AsyncGenerator<Piece> {
  try {
    await decoder.ready;
    for await (const bytes of contentOf(audio)) {
      const { channelData, samplesDecoded } = await decoder.decode(bytes);
      if (samplesDecoded > 0) yield channelData;
    }
    const rest = await decoder.flush?.();
    if (rest && rest.samplesDecoded > 0) yield rest.channelData;
  } finally {
    decoder.free();
  }
}

/** Each is loaded when it is first needed: they are large, and most libraries hold WAV only. */
const decoderOf = async (audio: OpenAudio): Promise<Decoder | null> => {
  if (audio.format === 'flac') return new (await import('@wasm-audio-decoders/flac')).FLACDecoder();
  if (audio.format === 'mp3') return new (await import('mpg123-decoder')).MPEGDecoder();
  if (audio.format === 'ogg') {
    const start = await firstPacket(audio);
    if (start.startsWith('\u0001vorbis')) {
      return new (await import('@wasm-audio-decoders/ogg-vorbis')).OggVorbisDecoder();
    }
    if (start === 'OpusHead') return new (await import('ogg-opus-decoder')).OggOpusDecoder();
  }
  return null;
};

/** Where the first page of an Ogg file with one stream begins to say what it holds. */
const firstPacketPosition = 28;

const firstPacket = async ({ handle }: OpenAudio): Promise<string> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, firstPacketPosition);
  return buffer.toString('latin1', 0, bytesRead);
};
