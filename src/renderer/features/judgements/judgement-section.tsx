import { IconEar, IconEarOff } from '@tabler/icons-react';
import type { Judgement, JudgementChange } from '../../../shared/judgement';
import { useNow } from '../../base/clock';
import { formatRelative } from '../../base/format/times';
import { Button } from '../../ui/button';
import { judge } from './judge';
import classes from './judgement-section.module.css';
import { NoteField } from './note-field';
import { StarRating } from './star-rating';
import { TagsField } from './tags-field';
import { VerdictButtons } from './verdict-buttons';

/** What people think of a take, to be seen and changed; every change is kept at once. */
export function JudgementSection({ judgement }: Readonly<{ judgement: Judgement }>) {
  const now = useNow();
  const { generationId: id, heardAt, rating, starred, rejected, tags, note } = judgement;
  const change = (changes: JudgementChange) => void judge(id, changes);
  const HeardIcon = heardAt ? IconEar : IconEarOff;
  return (
    <div className={classes.judgement}>
      <div className={classes.line}>
        <StarRating value={rating} onChange={(stars) => change({ rating: stars })} />
        <span className={classes.space} />
        <VerdictButtons
          starred={starred}
          rejected={rejected}
          rejectKey="Shift+X"
          onChange={change}
        />
      </div>
      <TagsField key={`tags ${id}`} tags={tags} onChange={(next) => change({ tags: [...next] })} />
      <NoteField key={`note ${id}`} note={note} onChange={(text) => change({ note: text })} />
      <div className={classes.heard}>
        <HeardIcon size={14} stroke={1.75} aria-hidden />
        {heardAt ? `Heard ${formatRelative(heardAt, now)}` : 'Not heard yet'}
        <Button
          size="small"
          look="quiet"
          onClick={() => change({ heardAt: heardAt ? null : new Date() })}
        >
          {heardAt ? 'Mark as unheard' : 'Mark as heard'}
        </Button>
      </div>
    </div>
  );
}
