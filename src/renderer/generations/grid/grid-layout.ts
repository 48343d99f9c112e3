import type { ColumnsTable } from '../use-columns';

// Pixels, as in the style sheets.
export const headerHeight = 32;
export const rowHeights = { comfortable: 34, compact: 28 } as const;
const selectWidth = 28;
const actionsWidth = 76;
/** Both sides together. */
const rowPadding = 16;

/** The list's `grid-template-columns`, and the width below which it scrolls sideways. */
export const gridLayout = (table: ColumnsTable): Readonly<{ template: string; width: number }> => {
  const sizes = table.state.columnSizing;
  const widths = table.getVisibleLeafColumns().map((column) => {
    const { meta, minSize } = column.columnDef;
    const grows = meta?.grows === true && sizes[column.id] === undefined;
    return { grows, least: grows ? (minSize ?? column.getSize()) : column.getSize() };
  });
  const growing = widths.some(({ grows }) => grows);
  return {
    template: [
      `${selectWidth}px`,
      ...widths.map(({ grows, least }) => (grows ? `minmax(${least}px, 1fr)` : `${least}px`)),
      growing ? `${actionsWidth}px` : `minmax(${actionsWidth}px, 1fr)`,
    ].join(' '),
    width: widths.reduce((sum, { least }) => sum + least, selectWidth + actionsWidth + rowPadding),
  };
};
