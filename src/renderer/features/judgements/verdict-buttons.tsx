import { IconStar, IconStarFilled, IconThumbDown } from '@tabler/icons-react';
import type { Judgement, JudgementChange } from '../../../shared/judgement';
import { ToggleButton } from './toggle-button';

type VerdictButtonsProps = Pick<Judgement, 'starred' | 'rejected'> &
  Readonly<{
    /** The key that rejects where these stand. */
    rejectKey: string;
    onChange: (changes: JudgementChange) => void;
  }>;

/** Star and Reject. */
export function VerdictButtons({ starred, rejected, rejectKey, onChange }: VerdictButtonsProps) {
  const StarIcon = starred ? IconStarFilled : IconStar;
  return (
    <>
      <ToggleButton on={starred} title="Star (S)" onChange={(on) => onChange({ starred: on })}>
        <StarIcon size={14} stroke={1.75} aria-hidden />
        Star
      </ToggleButton>
      <ToggleButton
        on={rejected}
        bad
        title={`Reject (${rejectKey})`}
        onChange={(on) => onChange({ rejected: on })}
      >
        <IconThumbDown size={14} stroke={1.75} aria-hidden />
        Reject
      </ToggleButton>
    </>
  );
}
