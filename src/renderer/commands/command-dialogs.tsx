import { lazy, Suspense } from 'react';
import type { LibraryInfo } from '../../shared/library';
import { useStore } from '../ui/store';
import { dialogStore } from './commands';
import { useCommandKeys } from './use-command-keys';

const Palette = lazy(() => import('./palette').then((module) => ({ default: module.Palette })));
const Shortcuts = lazy(() =>
  import('./shortcuts').then((module) => ({ default: module.Shortcuts })),
);

/** The command palette and the list of shortcuts, each loaded when it is first asked for. */
export function CommandDialogs({ library }: Readonly<{ library: LibraryInfo }>) {
  const dialog = useStore(dialogStore);
  useCommandKeys();
  return (
    <Suspense fallback={null}>
      {dialog === 'palette' && <Palette library={library} />}
      {dialog === 'shortcuts' && <Shortcuts />}
    </Suspense>
  );
}
