import type { Preferences } from '../../app/preferences';
import type { ColumnsTable } from '../use-columns';

// Pixels, as in the style sheets.
export const headerHeight = 32;
export const rowHeights = { comfortable: 34, compact: 28 } as const;
const selectWidth = 28;
const actionsWidth = 76;
/** Of a cell, at its left. */
export const cellPadding = 8;
/** Both sides together. */
const rowPadding = 16;

/** Of a column of dates and times. */
const absoluteTimeWidth = 172;
/** A growing column keeps this share of the list before the list scrolls sideways. */
const growingShare = '17cqw';

/** The list's `grid-template-columns`, and the width below which it scrolls sideways. */
export const gridLayout = (
  table: ColumnsTable,
  times: Preferences['times'],
): Readonly<{ template: string; width: string }> => {
  const sizes = table.state.columnSizing;
  const columns = table.getVisibleLeafColumns().map((column) => {
    const { minSize = 0, meta } = column.columnDef;
    // What someone has set is kept to.
    if (sizes[column.id] !== undefined) return fixedAt(column.getSize());
    if (meta?.grows) {
      const least = `max(${minSize}px, ${growingShare})`;
      return { least, track: `minmax(${least}, 1fr)`, grows: true };
    }
    if (times === 'absolute' && meta?.times) return fixedAt(absoluteTimeWidth);
    if (meta?.yieldsTo === undefined) return fixedAt(column.getSize());
    const least = `${meta.yieldsTo}px`;
    return { least, track: `minmax(${least}, ${column.getSize()}px)`, grows: false };
  });
  const actions = columns.some(({ grows }) => grows)
    ? `${actionsWidth}px`
    : `minmax(${actionsWidth}px, 1fr)`;
  const least = columns.map((column) => column.least).join(' + ');
  return {
    template: [`${selectWidth}px`, ...columns.map(({ track }) => track), actions].join(' '),
    width: `calc(${selectWidth + actionsWidth + rowPadding}px + ${least || '0px'})`,
  };
};

const fixedAt = (size: number) => ({ least: `${size}px`, track: `${size}px`, grows: false });
