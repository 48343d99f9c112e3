import { formatCount, formatQuantity } from '../../base/format/numbers';
import { useStore } from '../../base/store';
import {
  type DeleteQuestion,
  deleteQuestion,
  deleteRecords,
  deleteWithAudio,
} from '../../model/jobs/clean-up';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import classes from './delete-dialog.module.css';

const close = (): void => deleteQuestion.set(null);

/** Asks before very many generations, or the audio of any, are deleted. */
export function DeleteDialog() {
  const question = useStore(deleteQuestion);
  if (question === null) return null;
  const { ids } = question;
  const title =
    ids.length === 1 ? 'Delete generation' : `Delete ${formatCount(ids.length)} generations`;
  return (
    <Dialog opened onClose={close} title={title}>
      <Question question={question} />
    </Dialog>
  );
}

function Question({ question }: Readonly<{ question: DeleteQuestion }>) {
  const { ids, withAudio } = question;
  const one = ids.length === 1;
  const confirm = () => {
    close();
    void (withAudio ? deleteWithAudio(ids) : deleteRecords(ids));
  };
  return (
    <div className={classes.body}>
      <p>
        {one ? 'Its record is' : `${formatQuantity(ids.length, 'record')} are`} removed from the
        library. Undo puts {one ? 'it' : 'them'} back.
      </p>
      <label className={classes.option}>
        <input
          type="checkbox"
          checked={withAudio}
          onChange={(event) => deleteQuestion.set({ ids, withAudio: event.target.checked })}
        />
        <span>
          Also move {one ? 'its audio file' : 'their audio files'} to the trash
          <span className={classes.hint}>
            Undo leaves {one ? 'it' : 'them'} there: take {one ? 'it' : 'them'} out of the trash
            yourself. A file that another generation has, too, stays.
          </span>
        </span>
      </label>
      <div className={classes.actions}>
        <Button onClick={close}>Cancel</Button>
        <Button look="danger" onClick={confirm} data-autofocus>
          Delete
        </Button>
      </div>
    </div>
  );
}
