import type { AudioPeaks } from '../../../shared/audio';
import type { Spectrogram } from '../../../shared/spectrogram';
import { elementTransport } from './engine';
import { PositionSlider } from './position-slider';
import { Shapes } from './shapes';

type WaveformProps = Readonly<{
  peaks: AudioPeaks | null;
  /** Drawn in place of the peaks where there is one. */
  spectrogram: Spectrogram | null;
  /** Seconds; null until known. */
  duration: number | null;
  disabled: boolean;
}>;

/** The track's shape, with the part already played in colour. */
export function Waveform({ peaks, spectrogram, duration, disabled }: WaveformProps) {
  return (
    <PositionSlider transport={elementTransport} duration={duration} disabled={disabled}>
      <Shapes peaks={peaks} spectrogram={spectrogram} />
    </PositionSlider>
  );
}
