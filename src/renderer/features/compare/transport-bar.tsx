import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconRepeat } from '@tabler/icons-react';
import { IconButton } from '../../ui/icon-button';
import { PlayedTime, WholeTime } from '../player/played-time';
import playerClasses from '../player/player.module.css';
import { Volume } from '../player/volume';
import type { CompareSession, CompareState } from './compare-session';
import classes from './transport-bar.module.css';

type TransportBarProps = Readonly<{ session: CompareSession; state: CompareState }>;

/** What moves all takes at once. */
export function TransportBar({ session, state }: TransportBarProps) {
  const { ready, playing, loop } = state;
  const label = playing ? 'Pause' : 'Play';
  return (
    <div role="toolbar" aria-label="Playback" className={classes.bar}>
      <button
        type="button"
        className={playerClasses.play}
        aria-label={label}
        title={`${label} (Space)`}
        disabled={session.player.duration() === 0}
        onClick={session.togglePlay}
      >
        {playing ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
      </button>
      <span className={classes.times}>
        <PlayedTime transport={session.player} />
        <span aria-hidden>/</span>
        <WholeTime seconds={ready ? session.player.duration() : null} />
      </span>
      <IconButton
        label="Loop"
        aria-pressed={loop}
        className={playerClasses.toggle}
        onClick={() => session.setLoop(!loop)}
      >
        <IconRepeat size={16} stroke={1.75} />
      </IconButton>
      <Volume />
      <span className={classes.hint} aria-hidden>
        <span>
          <kbd>Space</kbd> play
        </span>
        <span>
          <kbd>1</kbd> – <kbd>{state.takes.length}</kbd> switch
        </span>
        <span>
          <kbd>V</kbd> vote for what you hear
        </span>
      </span>
    </div>
  );
}
