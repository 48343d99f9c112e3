// Pixels, as in grid.module.css.
export const headerHeight = 32;
export const rowHeights = { comfortable: 34, compact: 28 } as const;
/** Of a cell, at its left. */
export const cellPadding = 8;
