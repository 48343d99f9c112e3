import type { AudioFacts, AudioPeaks } from '../../../shared/audio';
import { formatChannels, formatSampleRate } from '../../base/format/numbers';
import { truncation } from './engine';
import classes from './player.module.css';
import type { Track } from './player-store';
import { dragFiles } from './take-actions';

type TrackTextProps = Readonly<{
  track: Track;
  facts: AudioFacts | null;
  peaks: AudioPeaks | null;
  failure: string | null;
}>;

/** What plays: prompt, tempo, key, model, and what the file says of itself. */
export function TrackText({ track, facts, peaks, failure }: TrackTextProps) {
  const warnings = failure === null ? warningsOf(facts, peaks) : [];
  const parts = [
    track.bpm !== null && `${track.bpm} BPM`,
    track.key,
    track.modelName,
    facts && formatText(facts),
  ].filter((part): part is string => typeof part === 'string' && part !== '');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what the drag does, the menu File does by keyboard
    <div className={classes.text} draggable onDragStart={(event) => dragFiles(event, [track.id])}>
      <p className={classes.prompt} title={track.prompt}>
        <bdi dir="auto">{track.prompt.replace(/\s+/g, ' ').trim()}</bdi>
      </p>
      {failure === null ? (
        <p className={classes.facts} title={parts.join(' · ')}>
          {warnings.map(({ word, sentence }) => (
            <span key={word} className={classes.warning} title={sentence}>
              {word}
            </span>
          ))}
          {parts.join(' · ')}
        </p>
      ) : (
        <p className={classes.failure} title={failure}>
          {failure}
        </p>
      )}
    </div>
  );
}

const warningsOf = (
  facts: AudioFacts | null,
  peaks: AudioPeaks | null,
): readonly Readonly<{ word: string; sentence: string }>[] => [
  ...(facts?.problems.includes('truncated')
    ? [{ word: 'Cut off', sentence: truncation(facts) }]
    : []),
  ...(peaks?.silent ? [{ word: 'Silent', sentence: 'Never louder than −60 dBFS.' }] : []),
  ...(peaks?.clipped
    ? [{ word: 'Clipped', sentence: 'Three or more samples in a row are at full scale.' }]
    : []),
];

const formatText = ({ format, sampleRate, channels, bitDepth }: AudioFacts): string =>
  [
    format.toUpperCase(),
    sampleRate !== null && formatSampleRate(sampleRate),
    bitDepth !== null && `${bitDepth} bit`,
    channels !== null && formatChannels(channels).toLowerCase(),
  ]
    .filter(Boolean)
    .join(' ');
