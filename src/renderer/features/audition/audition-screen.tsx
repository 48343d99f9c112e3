import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { GenerationSummary } from '../../../shared/generation';
import type { JudgementChange } from '../../../shared/judgement';
import { formatCount, formatDuration } from '../../base/format/numbers';
import { useStore } from '../../base/store';
import { detailsQuery } from '../../model/generation-queries';
import { Button } from '../../ui/button';
import { Progress } from '../../ui/progress';
import { judge } from '../judgements/judge';
import { NoteField } from '../judgements/note-field';
import { StarRating } from '../judgements/star-rating';
import { TagsField } from '../judgements/tags-field';
import { VerdictButtons } from '../judgements/verdict-buttons';
import { followSteps } from '../player/neighbours';
import { type Audition, auditionStore, leaveAudition, step, takeAt } from './audition';
import classes from './audition-screen.module.css';
import { TakeList } from './take-list';
import { useAuditionKeys } from './use-audition-keys';

const keys = [
  ['Space', 'play, pause'],
  ['J K', 'next, previous'],
  ['1 – 5', 'rate'],
  ['0', 'no rating'],
  ['S', 'star'],
  ['X', 'reject'],
  ['N', 'note'],
  ['Esc', 'leave'],
] as const;

/** Going through takes by ear: one at a time, each judged by a key. */
export function AuditionScreen() {
  const audition = useStore(auditionStore);
  const take = takeAt(audition);
  const list = useRef<HTMLDivElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const writeNote = useCallback(() => note.current?.focus(), []);
  useAuditionKeys(writeNote);
  useEffect(() => followSteps(step), []);
  useEffect(() => list.current?.focus(), []);
  // Another screen was asked for: the mode ends with this one.
  useEffect(() => leaveAudition, []);
  if (!audition || !take) return null;
  return (
    <main aria-label="Audition" className={classes.screen}>
      <header className={classes.head}>
        <h1>Audition</h1>
        <Standing audition={audition} />
        <Button size="small" title="Leave (Esc)" onClick={leaveAudition}>
          <IconX size={14} stroke={1.75} aria-hidden />
          Leave
        </Button>
      </header>
      <Take
        key={take.id}
        take={take}
        note={note}
        onWritten={() => list.current?.focus({ preventScroll: true })}
      />
      <TakeList audition={audition} listRef={list} />
      <footer className={classes.keys}>
        {keys.map(([key, what]) => (
          <span key={key}>
            {key.split(' ').map((one) => (one === '–' ? one : <kbd key={one}>{one}</kbd>))} {what}
          </span>
        ))}
      </footer>
    </main>
  );
}

function Standing({ audition }: Readonly<{ audition: Audition }>) {
  const { takes, total, index, view } = audition;
  const heard = takes.filter(({ heardAt }) => heardAt !== null).length;
  // Of those that are not held nothing is known but what they were found by.
  const known = takes.length === total || view.filter.heard === false;
  return (
    <>
      <span role="status" className={classes.standing}>
        {formatCount(index + 1)} of {formatCount(total)}
        {known && `, ${formatCount(total - heard)} unheard`}
      </span>
      <span className={classes.progress}>
        <Progress label="Heard" done={heard} total={total} />
      </span>
      <span className={classes.space} />
    </>
  );
}

type TakeProps = Readonly<{
  take: GenerationSummary;
  note: React.Ref<HTMLTextAreaElement>;
  /** Escape or Ctrl+Enter in the note. */
  onWritten: () => void;
}>;

function Take({ take, note, onWritten }: TakeProps) {
  const { data } = useQuery(detailsQuery(take.id));
  const change = (changes: JudgementChange) => void judge(take.id, changes);
  const { durationSeconds: length, bpm, key, genre, modelName, rating, starred, rejected } = take;
  const facts = [
    modelName,
    length !== null && formatDuration(length),
    bpm !== null && `${bpm} BPM`,
    key,
    genre,
  ].filter(Boolean);
  return (
    <section aria-label="Take" className={classes.take} data-rejected={rejected || undefined}>
      <p className={classes.facts}>{facts.join(' · ')}</p>
      <p className={classes.prompt} dir="auto">
        {data?.generation.prompt ?? take.prompt}
      </p>
      <div className={classes.judging}>
        <StarRating value={rating} onChange={(stars) => change({ rating: stars })} />
        <VerdictButtons starred={starred} rejected={rejected} rejectKey="X" onChange={change} />
        <div className={classes.tags}>
          <TagsField tags={take.tags} onChange={(tags) => change({ tags: [...tags] })} />
        </div>
        <div className={classes.note}>
          <NoteField
            note={data?.judgement.note ?? null}
            fieldRef={note}
            onChange={(text) => change({ note: text })}
            onKeyDown={(event) => {
              const done = event.key === 'Escape' || (event.key === 'Enter' && event.ctrlKey);
              if (!done) return;
              event.preventDefault();
              event.stopPropagation();
              onWritten();
            }}
          />
        </div>
      </div>
    </section>
  );
}
