// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot be virtualised like this.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its current row.
import type { ReactTable } from '@tanstack/react-table';
import type { GenerationSummary } from '../../../shared/generation';
import type { GenerationSort } from '../../../shared/query';
import type { features } from '../columns';
import classes from './grid.module.css';

type GridHeaderProps = Readonly<{
  table: ReactTable<typeof features, GenerationSummary>;
  sort: GenerationSort;
}>;

/** The list's first row: the names of its columns. */
export function GridHeader({ table, sort }: GridHeaderProps) {
  return (
    <div role="rowgroup" className={classes.header}>
      <div role="row" aria-rowindex={1} className={classes.headerRow}>
        {table.getVisibleLeafColumns().map((column) => (
          <div
            key={column.id}
            role="columnheader"
            className={classes.headerCell}
            data-align={column.columnDef.meta?.align}
            aria-sort={column.id === sort.column ? sort.direction : undefined}
          >
            <span className={classes.headerLabel}>{String(column.columnDef.header)}</span>
          </div>
        ))}
        <div role="columnheader" className={classes.headerCell}>
          <span className="visually-hidden">Actions</span>
        </div>
      </div>
    </div>
  );
}
