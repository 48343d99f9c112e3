import { QueryClient } from '@tanstack/react-query';

/**
 * What the window knows of the library. Answers stay fresh until the main process says that
 * something changed, so there is no refetching by time, focus or network.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30_000,
      retry: false,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    mutations: { networkMode: 'always' },
  },
});
