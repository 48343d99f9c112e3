import {
  IconChartHistogram,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconPlayerSkipForwardFilled,
  IconRepeat,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { tellError } from '../../base/messages';
import { setPreferences, usePreference } from '../../base/preferences';
import { useRoute } from '../../base/route';
import { useStore } from '../../base/store';
import { useCurrentView } from '../../model/view';
import { IconButton } from '../../ui/icon-button';
import { audio, clearPlayer, elementTransport, setLoop, togglePlay } from './engine';
import { followListening, type Listened } from './heard';
import { followList, playNeighbour } from './neighbours';
import { PlayedTime, WholeTime } from './played-time';
import classes from './player.module.css';
import { playerStore } from './player-store';
import { spectrogramQuery } from './spectrogram-query';
import { SpeedMenu } from './speed-menu';
import { TakeMenu } from './take-menu';
import { TrackText } from './track-text';
import { usePlayerKeys } from './use-player-keys';
import { Volume } from './volume';
import { warmUp } from './warm-up';
import { Waveform } from './waveform';

/** The player at the foot of the window: there as soon as something was played. */
export function Player() {
  const hasTrack = useStore(playerStore, ({ track }) => track !== null);
  const { screen } = useRoute();
  // Takes that are compared have controls of their own: two sets of them would be one too many.
  const shown = hasTrack && screen !== 'compare';
  useListOnScreen();
  usePlayerKeys();
  useEffect(warmUp, []);
  useEffect(() => followListening(elementTransport, sounding), []);
  // The library is left: its audio with it.
  useEffect(() => clearPlayer, []);
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--player-room', shown ? 'var(--player-height)' : '0px');
    return () => style.setProperty('--player-room', '0px');
  }, [shown]);
  return shown ? <PlayerBar /> : null;
}

function PlayerBar() {
  const { track, playing, failure, facts, peaks, duration, loop, speed } = useStore(playerStore);
  const view = usePreference('playerView');
  const { data: spectrogram = null } = useQuery({
    ...spectrogramQuery(track?.id ?? '', facts),
    enabled: view === 'spectrogram' && facts !== null && failure === null,
  });
  if (!track) return null;
  const label = playing ? 'Pause' : 'Play';
  const spectral = view === 'spectrogram';
  return (
    <section aria-label="Player" className={classes.player} data-generation-id={track.id}>
      <div ref={holdElement} hidden />
      <div className={classes.controls}>
        <IconButton label="Previous" onClick={() => step(-1)}>
          <IconPlayerSkipBackFilled size={15} />
        </IconButton>
        <button
          type="button"
          className={classes.play}
          aria-label={label}
          title={`${label} (Space)`}
          onClick={togglePlay}
        >
          {playing ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
        </button>
        <IconButton label="Next" onClick={() => step(1)}>
          <IconPlayerSkipForwardFilled size={15} />
        </IconButton>
      </div>
      <TrackText track={track} facts={facts} peaks={peaks} failure={failure} />
      <PlayedTime transport={elementTransport} />
      <Waveform
        peaks={peaks}
        spectrogram={spectral ? spectrogram : null}
        duration={duration}
        disabled={failure !== null}
      />
      <WholeTime seconds={duration} />
      <div className={classes.tools}>
        <IconButton
          label="Spectrogram"
          aria-pressed={spectral}
          className={classes.toggle}
          onClick={() => setPreferences({ playerView: spectral ? 'waveform' : 'spectrogram' })}
        >
          <IconChartHistogram size={16} stroke={1.75} />
        </IconButton>
        <SpeedMenu speed={speed} />
        <IconButton
          label="Loop"
          aria-pressed={loop}
          className={classes.toggle}
          onClick={() => setLoop(!loop)}
        >
          <IconRepeat size={16} stroke={1.75} />
        </IconButton>
        <Volume />
        <TakeMenu id={track.id} />
      </div>
    </section>
  );
}

/** The element lives in the player's region; what it plays does not depend on what is drawn. */
const holdElement = (place: HTMLElement | null): void => place?.append(audio);

/** What one hears of the player. */
const sounding = (): Listened | null => {
  const { track } = playerStore.get();
  if (!track || audio.seeking || audio.muted || audio.volume === 0) return null;
  return { id: track.id, duration: audio.duration, speed: audio.playbackRate };
};

const step = (direction: 1 | -1): void => {
  playNeighbour(direction).catch(tellError);
};

/** Previous and Next go through the list on screen, or the last that was. */
const useListOnScreen = (): void => {
  const { screen } = useRoute();
  const { view } = useCurrentView();
  useEffect(() => {
    if (screen === 'generations') followList(view);
  }, [screen, view]);
};
