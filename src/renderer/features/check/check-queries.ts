import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { FindingKind } from '../../../shared/audio-check';
import { unwrap } from '../../base/ipc/call';
import { queryClient } from '../../base/ipc/query-client';
import { tellError } from '../../base/messages';

const pageSize = 200;

export const checkStateQuery = queryOptions({
  queryKey: ['check.state'],
  queryFn: () => unwrap(window.monitor.check.state()),
});

export const findingsQuery = (kind: FindingKind | null) =>
  infiniteQueryOptions({
    queryKey: ['check.findings', kind],
    queryFn: ({ pageParam }) =>
      unwrap(window.monitor.check.findings({ kind, position: pageParam, limit: pageSize })),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) =>
      pages.length * pageSize < total ? pages.length * pageSize : null,
  });

/** Follows the check while it runs. */
export const useCheckProgress = (): void => {
  useEffect(
    () =>
      window.monitor.on('check.progress', (state) => {
        queryClient.setQueryData(checkStateQuery.queryKey, state);
        void queryClient.invalidateQueries({ queryKey: ['check.findings'] });
      }),
    [],
  );
};

/** @param resume goes on where it was stopped */
export const startCheck = async (resume: boolean): Promise<void> => {
  try {
    const state = await unwrap(window.monitor.check.start({ resume }));
    queryClient.setQueryData(checkStateQuery.queryKey, state);
  } catch (thrown) {
    tellError(thrown);
  }
};

export const stopCheck = (): void => {
  unwrap(window.monitor.check.stop()).catch(tellError);
};
