import { lazy, Suspense, useLayoutEffect, useRef } from 'react';
import type { LibraryInfo } from '../../../shared/library';
import { afterPaint } from '../../base/after-paint';
import { formatQuantity } from '../../base/format/numbers';
import { usePainted } from '../../base/painted';
import { usePreference } from '../../base/preferences';
import { useStore } from '../../base/store';
import { cursorStore, noCursor } from '../../model/cursor';
import { retryAllFailed } from '../../model/jobs/retry';
import { clearSelection } from '../../model/selection';
import { showsFailedOnly, useCurrentView, type View } from '../../model/view';
import { ListFailed } from '../../ui/list-failed';
import { auditionStore } from '../audition/audition';
import { OverviewStrip } from '../overview/overview-strip';
import { EmptyList } from './empty-list';
import { FailedBar } from './failed-bar';
import { FailureGroups } from './failure-groups';
import { FilterChips } from './filter/filter-chips';
import { SearchBox } from './filter/search-box';
import classes from './generations-screen.module.css';
import { GenerationsGrid } from './grid/generations-grid';
import { RetryAllFailed } from './retry-all-failed';
import { SelectionBar } from './selection-bar';
import { StatusFilter } from './status-filter';
import { useColumns } from './use-columns';
import { useShownView } from './use-rows';

const ToolbarMenus = afterPaint(() =>
  import('./toolbar-menus').then((module) => module.ToolbarMenus),
);
const DetailsPane = lazy(() =>
  import('./details/details-pane').then((module) => ({ default: module.DetailsPane })),
);

const AuditionScreen = lazy(() =>
  import('../audition/audition-screen').then((module) => ({ default: module.AuditionScreen })),
);

/** The list of generations, or the audition of its takes. */
export function GenerationsScreen({ library }: Readonly<{ library: LibraryInfo }>) {
  const auditioning = useStore(auditionStore, (audition) => audition !== null);
  return auditioning ? <AuditionScreen /> : <ListScreen library={library} />;
}

/** The list with its filters, and the details of the chosen one beside it. */
function ListScreen({ library }: Readonly<{ library: LibraryInfo }>) {
  const current = useCurrentView();
  const wanted = current.view;
  useFreshChoice(wanted);
  const shown = useShownView(wanted);
  const table = useColumns(shown.view);
  const { id, detailsOpen } = useStore(cursorStore);
  const overview = usePreference('overview');
  const showsFailed = showsFailedOnly(wanted.filter);
  const retryAll = () => void retryAllFailed(wanted.filter);
  usePainted(shown.total !== null || shown.error !== null);
  return (
    <div className={classes.screen}>
      {overview && <OverviewStrip />}
      <header className={classes.toolbar}>
        <h1 className="visually-hidden">Generations</h1>
        <StatusFilter wanted={wanted.filter} counted={shown.view.filter} />
        {!showsFailed && (
          <RetryAllFailed
            wanted={wanted.filter}
            counted={shown.view.filter}
            readOnlyReason={library.readOnlyReason}
          />
        )}
        <span className={classes.space} />
        <SearchBox current={current} nothingFound={shown.total === 0} />
        <Suspense fallback={<span className={classes.menusRoom} />}>
          <ToolbarMenus current={current} table={table} />
        </Suspense>
      </header>
      <FilterChips current={current} />
      <div className={classes.body}>
        <main className={classes.list}>
          {showsFailed && (
            <FailedBar
              current={current}
              readOnlyReason={library.readOnlyReason}
              onRetryAll={retryAll}
            />
          )}
          {showsFailed && current.state.grouped ? (
            <FailureGroups readOnlyReason={library.readOnlyReason} />
          ) : shown.error ? (
            <ListFailed error={shown.error} />
          ) : shown.total === 0 ? (
            <EmptyList view={shown.view} state={current.state} />
          ) : (
            <GenerationsGrid
              table={table}
              shown={shown}
              total={shown.total ?? 0}
              readOnlyReason={library.readOnlyReason}
            />
          )}
          {!shown.waiting && (
            <SelectionBar
              view={shown.view}
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

/**
 * Nothing of one view is chosen in the next, from the moment that it is asked for: what comes before
 * its rows are there shall not act on others.
 */
const useFreshChoice = (wanted: View): void => {
  const before = useRef(wanted);
  useLayoutEffect(() => {
    if (before.current === wanted) return;
    before.current = wanted;
    cursorStore.set(noCursor);
    clearSelection();
  }, [wanted]);
};
