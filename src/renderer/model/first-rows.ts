import { queryClient } from '../base/ipc/query-client';
import { currentRoute } from '../base/route';
import { listQuery } from './generation-queries';
import { currentView } from './view';

/** Asks for the rows that the list begins with, where the window begins with the list. */
export const askForFirstRows = (): void => {
  if (currentRoute().screen !== 'generations') return;
  void queryClient.prefetchQuery(listQuery(currentView(), 0));
};
