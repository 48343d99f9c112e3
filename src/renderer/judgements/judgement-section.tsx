import { IconEar, IconEarOff, IconStar, IconStarFilled, IconThumbDown } from '@tabler/icons-react';
import type { Judgement, JudgementChange } from '../../shared/judgement';
import { useNow } from '../app/clock';
import { formatRelative } from '../format/times';
import { Button } from '../ui/button';
import { judge } from './judge';
import classes from './judgement-section.module.css';
import { NoteField } from './note-field';
import { StarRating } from './star-rating';
import { TagsField } from './tags-field';
import { ToggleButton } from './toggle-button';

/** What people think of a take, to be seen and changed; every change is kept at once. */
export function JudgementSection({ judgement }: Readonly<{ judgement: Judgement }>) {
  const now = useNow();
  const { generationId: id, heardAt, rating, starred, rejected, tags, note } = judgement;
  const change = (changes: JudgementChange) => void judge(id, changes);
  const HeardIcon = heardAt ? IconEar : IconEarOff;
  const StarIcon = starred ? IconStarFilled : IconStar;
  return (
    <div className={classes.judgement}>
      <div className={classes.line}>
        <StarRating value={rating} onChange={(stars) => change({ rating: stars })} />
        <span className={classes.space} />
        <ToggleButton on={starred} title="Star (S)" onChange={(on) => change({ starred: on })}>
          <StarIcon size={14} stroke={1.75} aria-hidden />
          Star
        </ToggleButton>
        <ToggleButton
          on={rejected}
          bad
          title="Reject (Shift+X)"
          onChange={(on) => change({ rejected: on })}
        >
          <IconThumbDown size={14} stroke={1.75} aria-hidden />
          Reject
        </ToggleButton>
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
