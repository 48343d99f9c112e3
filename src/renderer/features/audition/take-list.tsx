import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type { GenerationSummary } from '../../../shared/generation';
import { formatDuration } from '../../base/format/numbers';
import { StarSign, Stars } from '../judgements/star-rating';
import { type Audition, goOn, goTo } from './audition';
import classes from './take-list.module.css';

const rowHeight = 34;
/** Takes before the end of those held at which more are asked for. */
const margin = 100;

type TakeListProps = Readonly<{ audition: Audition; listRef: Ref<HTMLDivElement> }>;

/** The takes that are gone through, each in its place; a click plays. */
export function TakeList({ audition: { takes, total, index }, listRef }: TakeListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  useImperativeHandle(listRef, () => scroller.current as HTMLDivElement);
  const virtualizer = useVirtualizer({
    count: takes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useEffect(() => virtualizer.scrollToIndex(index, { align: 'auto' }), [virtualizer, index]);
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  const nearEnd = last >= takes.length - margin;
  // Whenever there are other takes at their end, too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (nearEnd) void goOn();
  }, [nearEnd, takes.length]);
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label="Takes"
      aria-activedescendant={`take-${index}`}
      tabIndex={0}
      className={classes.scroller}
    >
      <div role="none" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {rows.map(({ index: at, start }) => {
          const take = takes[at];
          return take ? (
            <Row
              key={take.id}
              take={take}
              place={at}
              count={total}
              top={start}
              current={at === index}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}

type RowProps = Readonly<{
  take: GenerationSummary;
  place: number;
  count: number;
  top: number;
  current: boolean;
}>;

function Row({ take, place, count, top, current }: RowProps) {
  const { heardAt, rejected, prompt, modelName, durationSeconds: length, rating, starred } = take;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled for the whole screen.
    <div
      role="option"
      id={`take-${place}`}
      aria-selected={current}
      aria-posinset={place + 1}
      aria-setsize={count}
      tabIndex={-1}
      data-generation-id={take.id}
      data-heard={heardAt !== null || undefined}
      data-rejected={rejected || undefined}
      className={classes.row}
      style={{ top }}
      onClick={() => goTo(place)}
    >
      <span
        role="img"
        aria-label={heardAt ? 'Heard' : 'Unheard'}
        title={heardAt ? 'Heard' : 'Unheard'}
        className={classes.heard}
      />
      <span className={classes.prompt}>
        <bdi dir="auto">{prompt.replace(/\s+/g, ' ')}</bdi>
      </span>
      <span className={classes.stars}>{rating !== null && <Stars rating={rating} />}</span>
      <span className={classes.sign}>{starred && <StarSign />}</span>
      <span className={classes.model}>{modelName}</span>
      <span className={classes.length}>{length !== null && formatDuration(length)}</span>
    </div>
  );
}
