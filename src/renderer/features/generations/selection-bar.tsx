import {
  IconBan,
  IconDownload,
  IconRefresh,
  IconStar,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import { formatCount } from '../../base/format/numbers';
import { useStore } from '../../base/store';
import { deleteSelection } from '../../model/jobs/clean-up';
import { retrySelection } from '../../model/jobs/retry';
import { clearSelection, selectedCount, selectionStore } from '../../model/selection';
import type { View } from '../../model/view';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { Menu, MenuParts } from '../../ui/menu';
import { CompareButton } from '../compare/compare-button';
import { judgeSelection } from '../judgements/judge';
import { JudgementItems } from '../judgements/judgement-items';
import { askForTags } from '../judgements/tagging';
import { mostFiles, saveCopies } from '../player/take-actions';
import { cancelChosen } from './chosen';
import classes from './selection-bar.module.css';

type SelectionBarProps = Readonly<{ view: View; total: number; readOnlyReason: string | null }>;

/** How many are chosen and what can be done with them; absent while none is. */
export function SelectionBar({ view, total, readOnlyReason }: SelectionBarProps) {
  const selection = useStore(selectionStore);
  const count = selectedCount(selection, total);
  if (count === 0) return null;
  return (
    <div role="toolbar" aria-label="Selection" className={classes.bar}>
      <span className={classes.count}>
        {selection.all && selection.ids.size === 0 ? 'All ' : ''}
        {formatCount(count)} selected
      </span>
      <span className={classes.divider} aria-hidden="true" />
      <Button
        size="small"
        look="quiet"
        disabled={readOnlyReason !== null}
        title={readOnlyReason ?? undefined}
        onClick={() => void retrySelection(view, selection)}
      >
        <IconRefresh size={14} stroke={1.75} aria-hidden />
        Retry
      </Button>
      <CompareButton view={view} selection={selection} count={count} />
      <Menu position="top" width={190}>
        <MenuParts.Target>
          <Button size="small" look="quiet">
            <IconStar size={14} stroke={1.75} aria-hidden />
            Judge
          </Button>
        </MenuParts.Target>
        <MenuParts.Dropdown>
          <JudgementItems
            onJudge={(change) => void judgeSelection(view, selection, change)}
            onTag={askForTags}
          />
        </MenuParts.Dropdown>
      </Menu>
      {!selection.all && count <= mostFiles && (
        <Button size="small" look="quiet" onClick={() => void saveCopies([...selection.ids])}>
          <IconDownload size={14} stroke={1.75} aria-hidden />
          Save copies…
        </Button>
      )}
      <Button
        size="small"
        look="quiet"
        disabled={readOnlyReason !== null}
        title={readOnlyReason ?? 'Cancel those that wait'}
        onClick={() => void cancelChosen()}
      >
        <IconBan size={14} stroke={1.75} aria-hidden />
        Cancel jobs
      </Button>
      <Button
        size="small"
        look="quiet"
        disabled={readOnlyReason !== null}
        title={readOnlyReason ?? undefined}
        onClick={() => void deleteSelection(view, selection)}
      >
        <IconTrash size={14} stroke={1.75} aria-hidden />
        Delete
      </Button>
      <IconButton label="Clear selection" onClick={clearSelection}>
        <IconX size={14} stroke={1.75} />
      </IconButton>
    </div>
  );
}
