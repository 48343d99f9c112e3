import { IconPlus } from '@tabler/icons-react';
import { openNewGeneration } from './new-generation';
import classes from './new-generation-button.module.css';

/** Opens the dialog for a new job; above the places that one can go to. */
export function NewGenerationButton({
  readOnlyReason,
}: Readonly<{ readOnlyReason: string | null }>) {
  return (
    <button
      type="button"
      data-new-generation
      className={classes.button}
      disabled={readOnlyReason !== null}
      title={readOnlyReason ?? 'New generation (N)'}
      onClick={() => void openNewGeneration()}
    >
      <IconPlus size={16} stroke={2} aria-hidden />
      <span className={classes.label}>New generation</span>
    </button>
  );
}
