import {
  IconEar,
  IconEarOff,
  IconStar,
  IconStarOff,
  IconTag,
  IconThumbDown,
  IconThumbUp,
} from '@tabler/icons-react';
import type { JudgementChange } from '../../../shared/judgement';
import { MenuParts } from '../../ui/menu';
import { Stars } from './star-rating';

type JudgementItemsProps = Readonly<{
  /** What is so already; of several generations nothing is known, and both ways are offered. */
  now?: Readonly<{ starred: boolean; rejected: boolean; heardAt: Date | null }>;
  onJudge: (change: JudgementChange) => void;
  onTag: () => void;
}>;

/** What any menu offers to judge generations. */
export function JudgementItems({ now, onJudge, onTag }: JudgementItemsProps) {
  return (
    <>
      {[5, 4, 3, 2, 1].map((rating) => (
        <MenuParts.Item
          key={rating}
          aria-label={`Rate ${rating} of 5`}
          rightSection={rating}
          onClick={() => onJudge({ rating })}
        >
          <Stars rating={rating} />
        </MenuParts.Item>
      ))}
      <MenuParts.Item rightSection={0} onClick={() => onJudge({ rating: null })}>
        No rating
      </MenuParts.Item>
      <MenuParts.Divider />
      {now?.starred !== true && (
        <MenuParts.Item
          leftSection={<IconStar size={15} />}
          onClick={() => onJudge({ starred: true })}
        >
          Star
        </MenuParts.Item>
      )}
      {now?.starred !== false && (
        <MenuParts.Item
          leftSection={<IconStarOff size={15} />}
          onClick={() => onJudge({ starred: false })}
        >
          Unstar
        </MenuParts.Item>
      )}
      {now?.rejected !== true && (
        <MenuParts.Item
          leftSection={<IconThumbDown size={15} />}
          onClick={() => onJudge({ rejected: true })}
        >
          Reject
        </MenuParts.Item>
      )}
      {now?.rejected !== false && (
        <MenuParts.Item
          leftSection={<IconThumbUp size={15} />}
          onClick={() => onJudge({ rejected: false })}
        >
          Keep
        </MenuParts.Item>
      )}
      <MenuParts.Item leftSection={<IconTag size={15} />} onClick={onTag}>
        Tag…
      </MenuParts.Item>
      {!now?.heardAt && (
        <MenuParts.Item
          leftSection={<IconEar size={15} />}
          onClick={() => onJudge({ heardAt: new Date() })}
        >
          Mark as heard
        </MenuParts.Item>
      )}
      {now?.heardAt !== null && (
        <MenuParts.Item
          leftSection={<IconEarOff size={15} />}
          onClick={() => onJudge({ heardAt: null })}
        >
          Mark as unheard
        </MenuParts.Item>
      )}
    </>
  );
}
