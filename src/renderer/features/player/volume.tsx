import { IconVolume, IconVolume2, IconVolume3 } from '@tabler/icons-react';
import { type CSSProperties, useSyncExternalStore } from 'react';
import { IconButton } from '../../ui/icon-button';
import { audio, setVolume, toggleMute } from './engine';
import classes from './player.module.css';

const subscribe = (listener: () => void): (() => void) => {
  audio.addEventListener('volumechange', listener);
  return () => audio.removeEventListener('volumechange', listener);
};
const loudness = (): number => (audio.muted ? 0 : audio.volume);

/** How loud it plays, and a button for none at all. */
export function Volume() {
  const volume = useSyncExternalStore(subscribe, loudness);
  const Sign = volume === 0 ? IconVolume3 : volume < 0.5 ? IconVolume2 : IconVolume;
  return (
    <>
      <IconButton label={volume === 0 ? 'Unmute' : 'Mute'} onClick={toggleMute}>
        <Sign size={17} stroke={1.75} />
      </IconButton>
      <input
        type="range"
        aria-label="Volume"
        className={classes.volume}
        min={0}
        max={1}
        step={0.05}
        value={volume}
        style={{ '--part': `${volume * 100}%` } as CSSProperties}
        onChange={(event) => setVolume(Number(event.target.value))}
      />
    </>
  );
}
