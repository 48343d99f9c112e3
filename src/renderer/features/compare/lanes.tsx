import { IconCheck } from '@tabler/icons-react';
import { type CSSProperties, useId } from 'react';
import { formatDuration } from '../../base/format/numbers';
import { PositionSlider } from '../player/position-slider';
import { Shapes } from '../player/shapes';
import type { CompareSession } from './compare-session';
import { formatDecibels } from './format-decibels';
import { isHeard, type Lane } from './lane';
import classes from './lanes.module.css';

type LanesProps = Readonly<{
  session: CompareSession;
  lanes: readonly Lane[];
  /** What would tell takes apart is not shown. */
  hidden: boolean;
  winner: Lane | null;
  /** The take that is heard, by its `index`. */
  heard: number;
  ready: boolean;
}>;

/** The takes one above the other under one playhead; the radio of a take switches to it. */
export function Lanes({ session, lanes, hidden, winner, heard, ready }: LanesProps) {
  const whole = session.player.duration();
  return (
    <div className={classes.lanes}>
      <div role="radiogroup" aria-label="Take" className={classes.heads}>
        {lanes.map((lane) => (
          <LaneHead
            key={lane.index}
            lane={lane}
            hidden={hidden}
            ready={ready}
            chosen={lane.index === winner?.index}
            heard={lane.index === heard}
            onHear={() => session.hear(lane.index)}
          />
        ))}
      </div>
      <PositionSlider
        transport={session.player}
        duration={ready && whole > 0 ? whole : null}
        disabled={whole === 0}
        className={classes.slider}
      >
        {lanes.map((lane) => (
          <LaneShape
            key={lane.index}
            lane={lane}
            hidden={hidden}
            heard={lane.index === heard}
            whole={whole}
          />
        ))}
      </PositionSlider>
    </div>
  );
}

type LaneHeadProps = Readonly<{
  lane: Lane;
  hidden: boolean;
  ready: boolean;
  chosen: boolean;
  heard: boolean;
  onHear: () => void;
}>;

function LaneHead({ lane, hidden, ready, chosen, heard, onHear }: LaneHeadProps) {
  const { label, take, generation } = lane;
  const name = useId();
  const about = useId();
  return (
    <label className={classes.head} data-heard={heard || undefined}>
      <input
        type="radio"
        name={name}
        className={classes.radio}
        aria-label={label}
        aria-describedby={about}
        checked={heard}
        disabled={ready && !isHeard(lane)}
        onChange={onHear}
      />
      <span className={classes.letter} aria-hidden>
        {label}
      </span>
      <span id={about} className={classes.about}>
        {hidden ? (
          <span className={classes.prompt}>{take?.failure ? 'Cannot be played' : 'Hidden'}</span>
        ) : (
          <>
            <bdi dir="auto" className={classes.prompt} title={generation?.prompt}>
              {generation?.prompt.replace(/\s+/g, ' ').trim()}
            </bdi>
            <span className={classes.facts}>{generation?.modelName}</span>
          </>
        )}
      </span>
      {chosen && (
        <span className={classes.chosen} title="Chosen">
          <IconCheck size={17} stroke={2.25} aria-hidden />
          <span className="visually-hidden">Chosen</span>
        </span>
      )}
      {!hidden && take?.audio && (
        <span className={classes.levels}>
          <span title="Added, so that all takes are equally loud">
            {formatDecibels(lane.gain)} dB
          </span>
          <span title="Loudness of the file">
            {take.audio.loudness === null
              ? 'silent'
              : `${formatDecibels(take.audio.loudness)} LUFS`}
          </span>
        </span>
      )}
    </label>
  );
}

type LaneShapeProps = Readonly<{ lane: Lane; hidden: boolean; heard: boolean; whole: number }>;

function LaneShape({ lane, hidden, heard, whole }: LaneShapeProps) {
  const { take } = lane;
  const part = hidden || !take?.audio || whole === 0 ? 1 : take.duration / whole;
  return (
    <div
      className={classes.shape}
      data-heard={heard || undefined}
      style={{ '--part': part } as CSSProperties}
    >
      {take?.failure ? (
        <p className={classes.failure}>
          {hidden ? 'This take cannot be played.' : take.failure.message}
          {!hidden && take.failure.hint && <span> {take.failure.hint}</span>}
        </p>
      ) : (
        <>
          <div className={classes.sound}>
            <Shapes peaks={hidden ? null : (take?.audio?.peaks ?? null)} spectrogram={null} />
          </div>
          {part < 0.995 && (
            <span className={classes.end}>
              <span>{formatDuration(take?.duration ?? 0)}</span>
            </span>
          )}
          {!hidden && take?.audio?.warning && (
            <span className={classes.warning}>{take.audio.warning}</span>
          )}
        </>
      )}
    </div>
  );
}
