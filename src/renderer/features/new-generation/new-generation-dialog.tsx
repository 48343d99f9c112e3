import { useStore } from '../../base/store';
import { Dialog } from '../../ui/dialog';
import { closeNewGeneration, openedDraft } from './new-generation';
import { NewGenerationForm } from './new-generation-form';

/** The dialog in which jobs are put together. */
export function NewGenerationDialog() {
  const draft = useStore(openedDraft);
  if (draft === null) return null;
  return (
    <Dialog opened onClose={closeNewGeneration} title="New generation" size={560}>
      <NewGenerationForm initial={draft} />
    </Dialog>
  );
}
