import type { Preferences } from '../../../base/preferences';
import type { ColumnsTable } from '../use-columns';

// Pixels, as in the style sheets.
const selectWidth = 28;
const actionsWidth = 76;
/** Both sides together. */
const rowPadding = 16;

/** Of a column of dates and times. */
const absoluteTimeWidth = 172;
/** A growing column keeps this share of the list before the list scrolls sideways. */
const growingShare = '15cqw';
/** Of what the others leave, a column that gives way takes this share, up to its own width. */
const yieldingShare = 0.3;

/** The list's `grid-template-columns`, and the width below which it scrolls sideways. */
export const gridLayout = (
  table: ColumnsTable,
  times: Preferences['times'],
): Readonly<{ template: string; width: string }> => {
  const sizes = table.state.columnSizing;
  const visible = table.getVisibleLeafColumns().map((column) => {
    const { minSize = 0, meta } = column.columnDef;
    const chosen = sizes[column.id] !== undefined;
    const size =
      !chosen && times === 'absolute' && meta?.times ? absoluteTimeWidth : column.getSize();
    // What someone has set is kept to.
    const grows = !chosen && meta?.grows === true;
    return { size, minSize, grows, yieldsTo: chosen || grows ? undefined : meta?.yieldsTo };
  });
  const margins = selectWidth + actionsWidth + rowPadding;
  const fixed = visible.reduce(
    (sum, { size, grows, yieldsTo }) => (grows || yieldsTo !== undefined ? sum : sum + size),
    margins,
  );
  const columns = visible.map(({ size, minSize, grows, yieldsTo }) => {
    if (grows) {
      const least = `max(${minSize}px, ${growingShare})`;
      return { least, track: `minmax(${least}, 1fr)`, grows };
    }
    if (yieldsTo === undefined) return { least: `${size}px`, track: `${size}px`, grows };
    const share = `calc((100cqw - ${fixed}px) * ${yieldingShare})`;
    return { least: `${yieldsTo}px`, track: `clamp(${yieldsTo}px, ${share}, ${size}px)`, grows };
  });
  const actions = columns.some(({ grows }) => grows)
    ? `${actionsWidth}px`
    : `minmax(${actionsWidth}px, 1fr)`;
  const least = columns.map((column) => column.least).join(' + ');
  return {
    template: [`${selectWidth}px`, ...columns.map(({ track }) => track), actions].join(' '),
    width: `calc(${margins}px + ${least || '0px'})`,
  };
};
