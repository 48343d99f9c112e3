import { lazy, Suspense } from 'react';
import type { LibraryInfo } from '../../shared/library';
import { usePainted } from '../app/painted';
import { formatQuantity } from '../format/numbers';
import { useStore } from '../ui/store';
import { cursorStore } from './cursor';
import { EmptyList } from './empty-list';
import classes from './generations-screen.module.css';
import { GenerationsGrid } from './grid/generations-grid';
import { ListFailed } from './list-failed';
import { StatusFilter } from './status-filter';
import { useShownView } from './use-rows';
import { useView } from './view';

const DetailsPane = lazy(() =>
  import('./details/details-pane').then((module) => ({ default: module.DetailsPane })),
);

/** The list of generations with its filters, and the details of the chosen one beside it. */
export function GenerationsScreen({ library }: Readonly<{ library: LibraryInfo }>) {
  const wanted = useView();
  const shown = useShownView(wanted);
  const { id, detailsOpen } = useStore(cursorStore);
  usePainted(shown.total !== null || shown.error !== null);
  return (
    <div className={classes.screen}>
      <header className={classes.toolbar}>
        <h1 className="visually-hidden">Generations</h1>
        <StatusFilter filter={wanted.filter} />
      </header>
      <div className={classes.body}>
        <main className={classes.list}>
          {shown.error ? (
            <ListFailed error={shown.error} />
          ) : shown.total === 0 ? (
            <EmptyList view={shown.view} />
          ) : (
            <GenerationsGrid
              shown={shown}
              total={shown.total ?? 0}
              readOnlyReason={library.readOnlyReason}
            />
          )}
          <footer className={classes.foot}>
            <span>{shown.total === null ? '' : formatQuantity(shown.total, 'generation')}</span>
          </footer>
        </main>
        {detailsOpen && id !== null && (
          <Suspense fallback={<div className={classes.detailsRoom} />}>
            <DetailsPane id={id} readOnlyReason={library.readOnlyReason} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
