import { noteHeard } from '../judgements/judge';
import type { Transport } from './transport';

// When a take counts as heard: after three seconds of it have really sounded, half of one that is
// shorter than six, or its end. Jumping along the waveform is not listening.

const enoughSeconds = 3;
const enoughShare = 0.5;
/** A step of the clock longer than this is a jump, seconds at ordinary speed. */
const longestStep = 1;

/** What sounds. */
export type Listened = Readonly<{
  id: string;
  /** Seconds. */
  duration: number;
  /** 1 is as recorded. */
  speed: number;
}>;

/**
 * Notes each generation that is heard, until the returned function is called. Those played together
 * are heard in turn, as they are switched to.
 *
 * @param sounding what is heard now; `null` for nothing, and while it is silenced
 */
export const followListening = (
  transport: Pick<Transport, 'time' | 'subscribe'>,
  sounding: () => Listened | null,
): (() => void) => {
  /** Seconds of each generation. */
  const heard = new Map<string, number>();
  let last = 0;
  let lastId: string | null = null;
  let noted: string | null = null;
  const listen = () => {
    const now = sounding();
    const step = transport.time() - last;
    const wentOn = now?.id === lastId;
    last = transport.time();
    lastId = now?.id ?? null;
    if (!wentOn && noted !== null) {
      // Who listens to it again may have marked it unheard.
      heard.delete(noted);
      noted = null;
    }
    if (!now || !wentOn || step <= 0 || step > longestStep * now.speed) return;
    const before = heard.get(now.id) ?? 0;
    heard.set(now.id, before + step);
    const enough = Math.min(enoughSeconds, now.duration * enoughShare);
    if (before >= enough || before + step < enough) return;
    noted = now.id;
    void noteHeard(noted);
  };
  return transport.subscribe(listen);
};
