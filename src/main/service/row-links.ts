import type { StorageHost } from '../storage-host';

/** For so long a row is looked after: the service may write over it until its job ends, milliseconds. */
const patience = 86_400_000;

/** What the service was not told of its jobs, for the metadata of rows that it has yet to write. */
export type RowLinks = Readonly<{
  add: (id: string, metadata: string) => void;
  /** Rows may be there by now. */
  tryAll: () => void;
}>;

/** @param added told when a row has got its metadata */
export const createRowLinks = (storage: StorageHost, added: () => void): RowLinks => {
  let open: readonly Readonly<{ id: string; metadata: string; until: number }>[] = [];

  const tryAll = async (): Promise<void> => {
    const tried = open;
    open = [];
    for (const link of tried) {
      const { id, metadata } = link;
      const call = storage.call('addMetadata', { id, added: metadata });
      const outcome = await call.catch(() => 'waiting' as const);
      if (outcome === 'added') added();
      if (outcome !== 'done' && link.until > Date.now()) open = [...open, link];
    }
  };

  return {
    add: (id, metadata) => {
      if (metadata === '{}') return;
      open = [...open, { id, metadata, until: Date.now() + patience }];
      void tryAll();
    },
    tryAll: () => void tryAll(),
  };
};
