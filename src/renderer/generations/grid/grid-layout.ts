import type { Preferences } from '../../app/preferences';
import type { ColumnsTable } from '../use-columns';

// Pixels, as in the style sheets.
export const headerHeight = 32;
export const rowHeights = { comfortable: 34, compact: 28 } as const;
const selectWidth = 28;
const actionsWidth = 76;
/** Both sides together. */
const rowPadding = 16;

/** Of a column of dates and times. */
const absoluteTimeWidth = 172;
/** A growing column keeps this share of the list before the list scrolls sideways. */
const growingShare = '15cqw';

/** The list's `grid-template-columns`, and the width below which it scrolls sideways. */
export const gridLayout = (
  table: ColumnsTable,
  times: Preferences['times'],
): Readonly<{ template: string; width: string }> => {
  const sizes = table.state.columnSizing;
  const columns = table.getVisibleLeafColumns().map((column) => ({
    grows: column.columnDef.meta?.grows === true && sizes[column.id] === undefined,
    size:
      times === 'absolute' && column.columnDef.meta?.times && sizes[column.id] === undefined
        ? absoluteTimeWidth
        : column.getSize(),
    least: `max(${column.columnDef.minSize ?? 0}px, ${growingShare})`,
  }));
  const growing = columns.filter(({ grows }) => grows);
  const fixed = columns.reduce(
    (sum, { grows, size }) => (grows ? sum : sum + size),
    selectWidth + actionsWidth + rowPadding,
  );
  return {
    template: [
      `${selectWidth}px`,
      ...columns.map(({ grows, size, least }) => (grows ? `minmax(${least}, 1fr)` : `${size}px`)),
      growing.length > 0 ? `${actionsWidth}px` : `minmax(${actionsWidth}px, 1fr)`,
    ].join(' '),
    width: `calc(${[`${fixed}px`, ...growing.map(({ least }) => least)].join(' + ')})`,
  };
};
