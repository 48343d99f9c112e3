import type { Piece } from '../../shared/peaks';
import { oggLinks } from './ogg';
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
 * @returns `null` for what cannot be decoded here: AAC, other codecs in Ogg, and WAV, which needs no decoding
 */
export const decodedPieces = async (audio: OpenAudio): Promise<AsyncIterable<Piece> | null> => {
  const parts = await partsOf(audio);
  return parts.length === 0 ? null : decode(audio, parts);
};

/** What one decoder is for: a file, or one of the pieces that it is chained of. */
type Part = Readonly<{ from: number; to: number; start: () => Promise<Decoder> }>;

async function* decode(audio: OpenAudio, parts: readonly Part[]): AsyncGenerator<Piece> {
  for (const part of parts) {
    const decoder = await part.start();
    try {
      await decoder.ready;
      for await (const bytes of contentOf(audio, part)) {
        const { channelData, samplesDecoded } = await decoder.decode(bytes);
        if (samplesDecoded > 0) yield channelData;
      }
      const rest = await decoder.flush?.();
      if (rest && rest.samplesDecoded > 0) yield rest.channelData;
    } finally {
      decoder.free();
    }
  }
}

const partsOf = async (audio: OpenAudio): Promise<readonly Part[]> => {
  if (audio.format === 'flac' || audio.format === 'mp3') {
    return [{ from: audio.start, to: audio.size, start: decoders[audio.format] }];
  }
  if (audio.format !== 'ogg') return [];
  return (await oggLinks(audio)).flatMap(({ from, to, codec }) =>
    codec === 'flac' ? [] : [{ from, to, start: decoders[codec] }],
  );
};

/** Each is loaded when it is first needed: they are large, and most libraries hold WAV only. */
const decoders = {
  flac: async () => new (await import('@wasm-audio-decoders/flac')).FLACDecoder(),
  mp3: async () => new (await import('mpg123-decoder')).MPEGDecoder(),
  vorbis: async () => new (await import('@wasm-audio-decoders/ogg-vorbis')).OggVorbisDecoder(),
  opus: async () => new (await import('ogg-opus-decoder')).OggOpusDecoder(),
} satisfies Readonly<Record<string, () => Promise<Decoder>>>;
