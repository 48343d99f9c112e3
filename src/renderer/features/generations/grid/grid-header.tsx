// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot be virtualised like this.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its current row.
import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import type { GenerationSort } from '../../../../shared/query';
import { classNames } from '../../../base/class-names';
import { toggleSort } from '../../../model/view';
import { ColumnLabel } from '../../../ui/column-header';
import line from '../../../ui/column-header.module.css';
import { type ColumnsTable, moveColumn } from '../use-columns';
import classes from './grid-header.module.css';

type GridHeaderProps = Readonly<{ table: ColumnsTable; sort: GenerationSort; lead: ReactNode }>;
type Header = ReturnType<ColumnsTable['getLeafHeaders']>[number];

/** How far one key press changes a column's width, pixels. */
const resizeStep = 16;

/** The list's first row: names its columns, which can be sorted, moved and resized here. */
export function GridHeader({ table, sort, lead }: GridHeaderProps) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const drop = () => {
    if (dragged !== null && target !== null) moveColumn(table, dragged, target);
    setDragged(null);
    setTarget(null);
  };
  return (
    <div role="rowgroup" className={line.header}>
      <div role="row" aria-rowindex={1} className={classNames(line.row, classes.row)}>
        <div
          role="columnheader"
          className={classNames(line.cell, classes.cell)}
          data-column="select"
        >
          {lead}
        </div>
        {table.getLeafHeaders().map((header) => (
          <HeaderCell
            key={header.id}
            table={table}
            header={header}
            sort={sort}
            marked={target === header.id && dragged !== header.id}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setDragged(header.id);
            }}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              setTarget(header.id);
            }}
            onDrop={drop}
            onDragEnd={() => {
              setDragged(null);
              setTarget(null);
            }}
          />
        ))}
        <div role="columnheader" className={line.cell}>
          <span className="visually-hidden">Actions</span>
        </div>
      </div>
    </div>
  );
}

type HeaderCellProps = Readonly<{
  table: ColumnsTable;
  header: Header;
  sort: GenerationSort;
  marked: boolean;
  onDragStart: (event: DragEvent) => void;
  onDragOver: (event: DragEvent) => void;
  onDrop: () => void;
  onDragEnd: () => void;
}>;

function HeaderCell({ table, header, sort, marked, ...drag }: HeaderCellProps) {
  const { column } = header;
  const { meta } = column.columnDef;
  const sorts = meta?.sort;
  const direction = sorts !== undefined && sort.column === sorts ? sort.direction : undefined;
  const resize = header.getResizeHandler();
  return (
    <div
      role="columnheader"
      aria-sort={direction}
      className={classNames(line.cell, classes.cell)}
      data-column={column.id}
      data-align={meta?.align}
      data-marked={marked || undefined}
      data-resizing={column.getIsResizing() || undefined}
      {...drag}
    >
      <ColumnLabel
        direction={direction}
        sortable={sorts !== undefined}
        onSort={() => sorts !== undefined && toggleSort(sorts)}
        draggable
        title={meta?.title}
        onKeyDown={(event) => onHeaderKey(event, table, header)}
      >
        {String(column.columnDef.header)}
      </ColumnLabel>
      <span
        className={classes.handle}
        aria-hidden="true"
        onMouseDown={resize}
        onTouchStart={resize}
        onDoubleClick={() => column.resetSize()}
      />
    </div>
  );
}

/** Alt with an arrow moves the column, Shift with an arrow changes its width. */
const onHeaderKey = (event: KeyboardEvent, table: ColumnsTable, header: Header): void => {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  event.stopPropagation();
  const { column } = header;
  if (event.shiftKey) {
    const least = column.columnDef.minSize ?? 40;
    table.setColumnSizing((sizes) => ({
      ...sizes,
      [column.id]: Math.max(least, column.getSize() + step * resizeStep),
    }));
    return;
  }
  const shown = table.getVisibleLeafColumns();
  const neighbour = shown[shown.findIndex(({ id }) => id === column.id) + step];
  if (!neighbour) return;
  if (event.altKey) moveColumn(table, column.id, neighbour.id);
  else focusHeader(event.currentTarget, neighbour.id);
};

const focusHeader = (from: Element, id: string): void =>
  from
    .closest('[role="row"]')
    ?.querySelector<HTMLElement>(`[data-column="${CSS.escape(id)}"] button`)
    ?.focus();
