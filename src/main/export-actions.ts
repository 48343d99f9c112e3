import { shell } from 'electron';
import { type Ask, askForExport } from './dialogs';
import type { MainHandlers } from './ipc';
import type { StorageHost } from './storage-host';

type ExportHandlers = Pick<
  MainHandlers,
  'generations.export' | 'generations.cancelExport' | 'generations.revealExport'
>;

/** Exports to a file of the system's save dialog. */
export const createExportActions = (
  storage: Pick<StorageHost, 'call'>,
  ask: Ask,
): ExportHandlers => {
  let exported: string | null = null;
  return {
    'generations.export': async (query) => {
      const path = await ask((parent) => askForExport(parent, query.format));
      if (path === null) return null;
      const filter = await storage.call('resolveFilter', query.filter);
      const outcome = await storage.call('export', { ...query, filter, path });
      if (!outcome.cancelled) exported = path;
      return { ...outcome, path };
    },
    'generations.cancelExport': () => storage.call('cancelExport', undefined),
    'generations.revealExport': () => {
      if (exported !== null) shell.showItemInFolder(exported);
      return null;
    },
  };
};
