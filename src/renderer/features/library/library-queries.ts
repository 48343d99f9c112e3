import { queryOptions, useQuery } from '@tanstack/react-query';
import type { LibraryInfo, LibraryState } from '../../../shared/library';
import { unwrap } from '../../base/ipc/call';
import { queryClient } from '../../base/ipc/query-client';
import { goHome } from '../../base/route';

const libraryStateQuery = queryOptions({
  queryKey: ['library.state'],
  queryFn: () => unwrap(window.monitor.library.state()),
  gcTime: Number.POSITIVE_INFINITY,
});

export const recentQuery = queryOptions({
  queryKey: ['library.recent'],
  queryFn: () => unwrap(window.monitor.library.recent()),
  staleTime: 0,
});

/** Asks for the library's state and follows it, and what it holds, from then on. */
export const startLibrary = (): void => {
  void queryClient.prefetchQuery(libraryStateQuery);
  window.monitor.on('library.state', adopt);
  window.monitor.on('library.changed', readAgain);
  // What was found can be what a list is filtered by.
  window.monitor.on('check.progress', ({ phase }) => {
    if (phase === 'running') return;
    void queryClient.invalidateQueries({ queryKey: ['check.state'] });
    void readAgain();
  });
};

let reading = false;
let changedMeanwhile = false;

/**
 * Reads what is shown once more. Changes that come while it is being read are read after it, all at
 * once: however fast a worker writes, answers arrive.
 */
const readAgain = async (): Promise<void> => {
  changedMeanwhile = true;
  if (reading) return;
  reading = true;
  while (changedMeanwhile) {
    changedMeanwhile = false;
    await queryClient.invalidateQueries({ predicate: isOfRows });
  }
  reading = false;
};

/** Makes an answer or event of the main process the window's state. */
export const adopt = (state: LibraryState): void => {
  const before = openLibrary();
  const after = state.phase === 'open' ? state.library : null;
  void queryClient.cancelQueries({ queryKey: libraryStateQuery.queryKey });
  if (after && before && before.id !== after.id) goHome();
  if (before?.id !== after?.id) queryClient.removeQueries({ predicate: isOfLibrary });
  queryClient.setQueryData(libraryStateQuery.queryKey, state);
  if (state.phase === 'open')
    void queryClient.invalidateQueries({ queryKey: recentQuery.queryKey });
};

/** What the window should show; undefined only until the first answer. */
export const useLibraryState = (): LibraryState | undefined => {
  const { data, error } = useQuery(libraryStateQuery);
  if (error) throw error;
  return data;
};

const openLibrary = (): LibraryInfo | null => {
  const state = queryClient.getQueryData(libraryStateQuery.queryKey);
  return state?.phase === 'open' ? state.library : null;
};

/** What is read again at every change; insights have a pace of their own. */
const isOfRows = (query: { queryKey: readonly unknown[] }): boolean =>
  isOfLibrary(query) && !String(query.queryKey[0]).startsWith('insights.');

/** Everything but the state of the application itself was read from the library. */
const isOfLibrary = ({ queryKey }: { queryKey: readonly unknown[] }): boolean =>
  !/^(library|settings)\./.test(String(queryKey[0]));
