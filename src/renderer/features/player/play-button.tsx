import { useStore } from '../../base/store';
import { playTrack, togglePlay } from './engine';
import classes from './play-button.module.css';
import type { Track } from './player-store';
import { playerStore } from './player-store';

type PlayButtonProps = Readonly<{ row: Track; inTabOrder: boolean }>;

/** Plays a row's audio, or pauses it while it plays. Its sign is a picture of the style sheet. */
export function PlayButton({ row, inTabOrder }: PlayButtonProps) {
  const mark = useStore(playerStore, ({ track, playing }) =>
    track?.id !== row.id ? 'other' : playing ? 'playing' : 'paused',
  );
  const label = mark === 'playing' ? 'Pause' : 'Play';
  return (
    <button
      type="button"
      className={classes.play}
      aria-label={label}
      title={label}
      data-mark={mark}
      tabIndex={inTabOrder ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation();
        if (mark === 'other') playTrack(row);
        else togglePlay();
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}
