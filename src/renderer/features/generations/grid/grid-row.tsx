// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot be virtualised like this.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its current row.
import { memo } from 'react';
import { type GenerationSummary, isComplete, isFailed } from '../../../../shared/generation';
import { classNames } from '../../../base/class-names';
import classes from '../../../ui/grid/grid.module.css';
import { PlayButton } from '../../player/play-button';
import type { columns } from '../columns';
import { RetryButton } from './retry-button';

/** A column as a row needs it. */
export type RowColumn = Readonly<{
  id: string;
  meta: NonNullable<(typeof columns)[number]['meta']>;
}>;

type GridRowProps = Readonly<{
  row: GenerationSummary | undefined;
  index: number;
  /** Distance from the layer's top, pixels. */
  top: number;
  columns: readonly RowColumn[];
  current: boolean;
  /** Belongs to the selection. */
  checked: boolean;
  /** Shown as chosen: by the selection, or by the cursor where there is none. */
  selected: boolean;
  /** Set when nothing can be changed. */
  readOnlyReason: string | null;
}>;

/** The DOM id of a row, for `aria-activedescendant`. */
export const rowElementId = (index: number): string => `generation-row-${index}`;

/** One row of the list, or its placeholder while it is on its way. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, index, top, columns: shown, current, readOnlyReason } = props;
  return (
    <div
      role="row"
      id={rowElementId(index)}
      aria-rowindex={index + 2}
      aria-selected={row ? props.selected : undefined}
      aria-busy={row ? undefined : true}
      data-index={index}
      data-generation-id={row?.id}
      data-status={row?.status}
      data-current={current || undefined}
      data-checked={props.checked || undefined}
      data-rejected={row?.rejected || undefined}
      draggable={(row && isComplete(row)) || undefined}
      className={classes.row}
      style={{ top }}
    >
      <div role="gridcell" className={classes.select} data-column="select" />
      {shown.map(({ id, meta }) => (
        <div
          key={id}
          role="gridcell"
          className={classNames(classes.cell, classes[id])}
          data-column={id}
          data-align={meta.align}
          data-cut={meta.align ? undefined : true}
        >
          {row ? meta.cell(row) : <Bar width={meta.placeholder - ((index * 7) % 5) * 6} />}
        </div>
      ))}
      <div
        role="gridcell"
        className={classNames(classes.cell, classes.actions)}
        data-column="actions"
      >
        {row && isComplete(row) && <PlayButton row={row} inTabOrder={current} />}
        {row && isFailed(row) && (
          <RetryButton
            key={row.id}
            id={row.id}
            inTabOrder={current}
            readOnlyReason={readOnlyReason}
          />
        )}
      </div>
    </div>
  );
});

function Bar({ width }: Readonly<{ width: number }>) {
  return <span className={classes.bar} style={{ width: `${width}%` }} />;
}
