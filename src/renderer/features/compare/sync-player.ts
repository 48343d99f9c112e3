import { samplesOf } from '../player/decode-audio';
import type { Transport } from '../player/transport';

/** Plays takes together and lets one of them be heard. */
export type SyncPlayer = Transport &
  Readonly<{
    /** Takes the place of whatever it played; `null` for takes that do not sound. */
    load: (takes: readonly (AudioBuffer | null)[]) => Promise<void>;
    /** Length of the longest, seconds. */
    duration: () => number;
    play: () => void;
    pause: () => void;
    /** Switches to a take. */
    hear: (index: number) => void;
    /** @param gains factor for each take */
    setGains: (gains: readonly number[]) => void;
    setLoop: (loop: boolean) => void;
    /** @param volume 0 … 1 */
    setVolume: (volume: number) => void;
  }>;

/** Too short to be heard as a transition, long enough not to click; seconds. */
const fadeSeconds = 0.008;
const fadePoints = 16;
/** From asking for sound to its first sample, so that this moment is known exactly; seconds. */
const leadSeconds = 0.01;
/** As media elements tell of their time, milliseconds. */
const tellEveryMs = 250;
/** Frames copied at once: a fraction of a millisecond. */
const framesPerCopy = 1 << 17;
/** So long it copies before the window may do something else, milliseconds. */
const turnMs = 4;

/**
 * All takes are channels of one buffer that one source plays: they cannot drift apart, and a switch
 * is a change of gains.
 */
export const createSyncPlayer = (context: AudioContext): SyncPlayer => {
  const master = new GainNode(context);
  master.connect(context.destination);
  void context.suspend();

  let buffer: AudioBuffer | null = null;
  let splitter: ChannelSplitterNode | null = null;
  let faders: readonly GainNode[] = [];
  let gains: readonly number[] = [];
  let heard = 0;
  let loop = false;
  let playing: Playing | null = null;
  /** Where it stands while it does not play. */
  let rest = 0;
  let clock: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();

  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const duration = (): number => buffer?.duration ?? 0;
  const time = (): number => {
    if (!playing) return rest;
    const passed = playing.offset + Math.max(0, context.currentTime - playing.at);
    return loop ? passed % duration() : Math.min(passed, duration());
  };

  const start = (from: number): void => {
    if (!buffer || !splitter) return;
    const offset = from < duration() ? from : 0;
    const at = context.currentTime + leadSeconds;
    const source = new AudioBufferSourceNode(context, { buffer, loop });
    const envelope = new GainNode(context);
    source.connect(envelope).connect(splitter);
    source.onended = () => {
      envelope.disconnect();
      if (playing?.source === source) settle(duration());
      if (!playing && context.state === 'running') void context.suspend();
    };
    source.start(at, offset);
    playing = { source, envelope, offset, at };
    void context.resume();
  };
  const stop = (): void => {
    if (!playing) return;
    const { source, envelope } = playing;
    playing = null;
    fade(envelope.gain, 0, context);
    source.stop(context.currentTime + fadeSeconds);
  };
  const settle = (position: number): void => {
    stop();
    playing = null;
    rest = position;
    clearInterval(clock);
    tell();
  };
  const applyGains = (): void => {
    for (const [index, { gain }] of faders.entries()) {
      const wanted = index === heard ? (gains[index] ?? 1) : 0;
      if (playing) fade(gain, wanted, context);
      else set(gain, wanted);
    }
  };

  return {
    load: async (takes) => {
      settle(0);
      splitter?.disconnect();
      const sounding = takes.filter((take) => take !== null);
      buffer = await merge(sounding, context.sampleRate);
      if (!buffer) return;
      splitter = new ChannelSplitterNode(context, { numberOfOutputs: buffer.numberOfChannels });
      let output = 0;
      faders = takes.map((take) => {
        const fader = new GainNode(context);
        const channels = take?.numberOfChannels ?? 0;
        const merger = new ChannelMergerNode(context, { numberOfInputs: Math.max(1, channels) });
        for (let channel = 0; channel < channels; channel++) {
          splitter?.connect(merger, output++, channel);
        }
        merger.connect(fader).connect(master);
        return fader;
      });
      applyGains();
      tell();
    },
    duration,
    time,
    running: () => playing !== null,
    seek: (seconds) => {
      const position = Math.min(Math.max(0, seconds), duration());
      if (playing && position < duration()) {
        stop();
        start(position);
        tell();
      } else settle(position);
    },
    play: () => {
      if (playing) return;
      start(rest);
      clock = setInterval(tell, tellEveryMs);
      tell();
    },
    pause: () => {
      if (playing) settle(time());
    },
    hear: (index) => {
      heard = index;
      applyGains();
    },
    setGains: (wanted) => {
      gains = wanted;
      applyGains();
    },
    setLoop: (wanted) => {
      if (playing) {
        playing = { ...playing, offset: time(), at: Math.max(playing.at, context.currentTime) };
        playing.source.loop = wanted;
      }
      loop = wanted;
    },
    setVolume: (volume) => fade(master.gain, volume, context),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};

/** `offset` seconds into the takes was at the context's time `at`. */
type Playing = Readonly<{
  source: AudioBufferSourceNode;
  envelope: GainNode;
  offset: number;
  at: number;
}>;

/** One buffer with the channels of all takes in turn, as long as the longest. */
const merge = async (
  takes: readonly AudioBuffer[],
  sampleRate: number,
): Promise<AudioBuffer | null> => {
  const tracks = takes.flatMap((take) => samplesOf(take).channels);
  if (tracks.length === 0) return null;
  const length = Math.max(...takes.map((take) => take.length));
  const merged = new AudioBuffer({ length, sampleRate, numberOfChannels: tracks.length });
  let turn = performance.now();
  for (const [channel, samples] of tracks.entries()) {
    for (let from = 0; from < samples.length; from += framesPerCopy) {
      merged.copyToChannel(samples.subarray(from, from + framesPerCopy), channel, from);
      if (performance.now() - turn < turnMs) continue;
      await new Promise((resolve) => setTimeout(resolve));
      turn = performance.now();
    }
  }
  return merged;
};

/** Moves a gain so that two that cross keep the same power in sum. */
const fade = (gain: AudioParam, to: number, context: BaseAudioContext): void => {
  const from = gain.value;
  const curve = Float32Array.from({ length: fadePoints }, (_, point) =>
    Math.sqrt(from ** 2 + (to ** 2 - from ** 2) * (point / (fadePoints - 1))),
  );
  gain.cancelScheduledValues(0);
  gain.setValueCurveAtTime(curve, context.currentTime, fadeSeconds);
};

const set = (gain: AudioParam, to: number): void => {
  gain.cancelScheduledValues(0);
  gain.value = to;
};
