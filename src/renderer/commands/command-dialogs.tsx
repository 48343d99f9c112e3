import { lazy, Suspense } from 'react';
import type { LibraryInfo } from '../../shared/library';
import { deleteQuestion } from '../generations/clean-up';
import { useStore } from '../ui/store';
import { dialogStore } from './commands';
import { useCommandKeys } from './use-command-keys';

const Palette = lazy(() => import('./palette').then((module) => ({ default: module.Palette })));
const Shortcuts = lazy(() =>
  import('./shortcuts').then((module) => ({ default: module.Shortcuts })),
);

const DeleteDialog = lazy(() =>
  import('../generations/delete-dialog').then((module) => ({ default: module.DeleteDialog })),
);

/** The command palette, the list of shortcuts and what is asked before a deletion, each loaded when it is first asked for. */
export function CommandDialogs({ library }: Readonly<{ library: LibraryInfo }>) {
  const dialog = useStore(dialogStore);
  const deleting = useStore(deleteQuestion) !== null;
  useCommandKeys();
  return (
    <Suspense fallback={null}>
      {dialog === 'palette' && <Palette library={library} />}
      {dialog === 'shortcuts' && <Shortcuts />}
      {deleting && <DeleteDialog />}
    </Suspense>
  );
}
