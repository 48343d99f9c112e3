import { lazy, Suspense } from 'react';
import type { LibraryInfo } from '../../../shared/library';
import { useStore } from '../../base/store';
import { tagging } from '../../features/judgements/tagging';
import { openedDraft } from '../../features/new-generation/new-generation';
import { deleteQuestion } from '../../model/jobs/clean-up';
import { dialogStore } from './commands';
import { useCommandKeys } from './use-command-keys';

const Palette = lazy(() => import('./palette').then((module) => ({ default: module.Palette })));
const Shortcuts = lazy(() =>
  import('./shortcuts').then((module) => ({ default: module.Shortcuts })),
);

const DeleteDialog = lazy(() =>
  import('../../features/generations/delete-dialog').then((module) => ({
    default: module.DeleteDialog,
  })),
);

const TagDialog = lazy(() =>
  import('../../features/judgements/tag-dialog').then((module) => ({ default: module.TagDialog })),
);

const NewGenerationDialog = lazy(() =>
  import('../../features/new-generation/new-generation-dialog').then((module) => ({
    default: module.NewGenerationDialog,
  })),
);

/** The command palette, the list of shortcuts, what is asked before a deletion, for tags and for new jobs, each loaded when it is first asked for. */
export function CommandDialogs({ library }: Readonly<{ library: LibraryInfo }>) {
  const dialog = useStore(dialogStore);
  const deleting = useStore(deleteQuestion) !== null;
  const asksForTags = useStore(tagging);
  const drafting = useStore(openedDraft) !== null;
  useCommandKeys();
  return (
    <Suspense fallback={null}>
      {dialog === 'palette' && <Palette library={library} />}
      {dialog === 'shortcuts' && <Shortcuts />}
      {deleting && <DeleteDialog />}
      {asksForTags && <TagDialog />}
      {drafting && <NewGenerationDialog />}
    </Suspense>
  );
}
