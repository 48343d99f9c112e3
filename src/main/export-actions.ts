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
  /** Counts the wishes to stop: one may come before the storage has begun. */
  let stops = 0;
  return {
    'generations.export': async (query) => {
      const before = stops;
      const path = await ask((parent) => askForExport(parent, query.format));
      if (path === null) return null;
      const filter = await storage.call('resolveFilter', query.filter);
      if (stops !== before) return { rows: 0, cancelled: true, path };
      const outcome = await storage.call('export', { ...query, filter, path });
      if (!outcome.cancelled) exported = path;
      return { ...outcome, path };
    },
    'generations.cancelExport': () => {
      stops += 1;
      return storage.call('cancelExport', undefined);
    },
    'generations.revealExport': () => {
      if (exported !== null) shell.showItemInFolder(exported);
      return null;
    },
  };
};
