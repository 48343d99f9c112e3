import { lazy, Suspense } from 'react';
import type { LibraryInfo } from '../../shared/library';
import { deleteQuestion } from '../generations/clean-up';
import { tagging } from '../judgements/tagging';
import { openedDraft } from '../new-generation/new-generation';
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

const TagDialog = lazy(() =>
  import('../judgements/tag-dialog').then((module) => ({ default: module.TagDialog })),
);

const NewGenerationDialog = lazy(() =>
  import('../new-generation/new-generation-dialog').then((module) => ({
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
