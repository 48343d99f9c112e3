import { IconArrowNarrowDown, IconArrowNarrowUp } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import classes from './column-header.module.css';

type ColumnLabelProps = ComponentPropsWithRef<'button'> &
  Readonly<{
    /** How the list is sorted by this column, where it is. */
    direction: 'ascending' | 'descending' | undefined;
    /** Whether the list can be sorted by it. */
    sortable: boolean;
    onSort: () => void;
  }>;

/** A column's name, which sorts by it. */
export function ColumnLabel({
  direction,
  sortable,
  onSort,
  children,
  ...button
}: ColumnLabelProps) {
  const Arrow = direction === 'ascending' ? IconArrowNarrowUp : IconArrowNarrowDown;
  return (
    <button
      type="button"
      {...button}
      className={classes.label}
      aria-disabled={!sortable || undefined}
      onClick={() => sortable && onSort()}
    >
      <span className={classes.name}>{children}</span>
      {direction && <Arrow size={14} stroke={1.75} aria-hidden />}
    </button>
  );
}
