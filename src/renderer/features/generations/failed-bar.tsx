import { IconRefresh } from '@tabler/icons-react';
import { type CurrentView, setGrouped } from '../../model/view';
import { Button } from '../../ui/button';
import { Segmented } from '../../ui/segmented';
import classes from './generations-screen.module.css';

const forms = [
  ['list', 'List'],
  ['groups', 'By error'],
] as const;

type FailedBarProps = Readonly<{
  current: CurrentView;
  readOnlyReason: string | null;
  onRetryAll: () => void;
}>;

/** What there is to do about the failed ones: see them by cause, retry them all. */
export function FailedBar({ current, readOnlyReason, onRetryAll }: FailedBarProps) {
  return (
    <div className={classes.failedBar}>
      <Segmented
        label="Failures shown as"
        value={current.state.grouped ? 'groups' : 'list'}
        options={forms}
        onChange={(form) => setGrouped(form === 'groups')}
      />
      <Button
        size="small"
        disabled={readOnlyReason !== null}
        title={readOnlyReason ?? undefined}
        onClick={onRetryAll}
      >
        <IconRefresh size={14} stroke={1.75} aria-hidden />
        Retry all failed
      </Button>
    </div>
  );
}
