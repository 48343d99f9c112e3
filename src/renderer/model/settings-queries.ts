import { queryOptions } from '@tanstack/react-query';
import { unwrap } from '../base/ipc/call';

export const settingsQuery = queryOptions({
  queryKey: ['settings.get'],
  queryFn: () => unwrap(window.monitor.settings.get()),
});

export const migrationStatusQuery = queryOptions({
  queryKey: ['library.migrationStatus'],
  queryFn: () => unwrap(window.monitor.library.migrationStatus()),
});

export const outputFoldersQuery = queryOptions({
  queryKey: ['settings.outputFolders'],
  queryFn: () => unwrap(window.monitor.settings.outputFolders()),
});
