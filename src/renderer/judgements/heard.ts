import { noteHeard } from './judge';

// When a take counts as heard: after three seconds of it have really sounded, half of one that is
// shorter than six, or its end. Jumping along the waveform is not listening.

const enoughSeconds = 3;
const enoughShare = 0.5;
/** A step of the clock longer than this is a jump, seconds at ordinary speed. */
const longestStep = 1;

/** What can be listened to, as the player's element. */
type Listened = Pick<
  HTMLMediaElement,
  'currentTime' | 'duration' | 'paused' | 'seeking' | 'playbackRate' | 'muted' | 'volume'
> &
  Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/**
 * Notes each generation that is heard, until the returned function is called.
 *
 * @param idPlaying what plays now; `null` for nothing
 */
export const followListening = (audio: Listened, idPlaying: () => string | null): (() => void) => {
  let id: string | null = null;
  let heard = 0;
  let last = 0;
  const listen = () => {
    if (idPlaying() !== id) {
      id = idPlaying();
      heard = 0;
      last = audio.currentTime;
    }
    const step = audio.currentTime - last;
    last = audio.currentTime;
    if (id === null || audio.seeking || audio.muted || audio.volume === 0) return;
    if (step <= 0 || step > longestStep * audio.playbackRate) return;
    const before = heard;
    heard += step;
    const enough = Math.min(enoughSeconds, audio.duration * enoughShare);
    if (before < enough && heard >= enough) void noteHeard(id);
  };
  audio.addEventListener('timeupdate', listen);
  return () => audio.removeEventListener('timeupdate', listen);
};
