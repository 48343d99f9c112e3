import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LibraryInfo } from '../../../shared/library';
import { unwrap } from '../../base/ipc/call';
import { queryClient } from '../../base/ipc/query-client';
import { tell, tellError } from '../../base/messages';
import { migrationStatusQuery } from '../../model/settings-queries';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { backUpLibrary } from '../library/library-actions';
import classes from './library-care.module.css';
import { Setting } from './setting';

/** What can be done for the library as a whole: a backup, and the indexes of ours. */
export function LibraryCare({ library }: Readonly<{ library: LibraryInfo }>) {
  const backup = useMutation({ mutationFn: backUpLibrary });
  return (
    <>
      <Setting
        name="Backup"
        hint="A copy beside the library, made while it is in use, and checked."
      >
        <Button size="small" disabled={backup.isPending} onClick={() => backup.mutate()}>
          {backup.isPending ? 'Backing up…' : 'Back up'}
        </Button>
      </Setting>
      {library.readOnlyReason === null && <Additions library={library} />}
    </>
  );
}

/** Offers to add what the library lacks of our indexes. */
function Additions({ library }: Readonly<{ library: LibraryInfo }>) {
  const { data: status } = useQuery(migrationStatusQuery);
  const [asked, setAsked] = useState(false);
  if (!status) return null;
  const isComplete = status.pending.length === 0;
  return (
    <Setting
      name="Indexes of this application"
      hint={
        isComplete
          ? 'All there. DGX Music works on beside them as before.'
          : 'Make long lists quick. What you judge and retry is kept beside the library, with or without.'
      }
    >
      {!isComplete && (
        <Button size="small" onClick={() => setAsked(true)}>
          Add…
        </Button>
      )}
      <Dialog opened={asked} onClose={() => setAsked(false)} title={`Add to ${library.name}`}>
        <AddQuestion library={library} onDone={() => setAsked(false)} />
      </Dialog>
    </Setting>
  );
}

type AddQuestionProps = Readonly<{ library: LibraryInfo; onDone: () => void }>;

function AddQuestion({ library, onDone }: AddQuestionProps) {
  const add = useMutation({
    mutationFn: () => unwrap(window.monitor.library.migrate()),
    onSuccess: ({ backup }) => {
      tell(backup ? `Added. The library as it was: ${backup.path}` : 'All there already.');
      void queryClient.invalidateQueries();
    },
    onError: tellError,
    onSettled: onDone,
  });
  return (
    <div className={classes.question}>
      <p>
        Indexes, nothing else. What is in {library.name} stays as it is, and DGX Music reads and
        writes it as before. Tables that an earlier version added are moved to the file in which
        this one keeps judgements and earlier attempts.
      </p>
      <p>
        A backup is made beside the library first, and checked. While an index is built other
        programs wait to write: a moment, some seconds where there are a million generations.
      </p>
      <p className={classes.hint}>
        The storage’s command <code>db rollback</code> takes it back, step by step.
      </p>
      <div className={classes.actions}>
        <Button disabled={add.isPending} onClick={onDone}>
          Cancel
        </Button>
        <Button look="primary" disabled={add.isPending} onClick={() => add.mutate()} data-autofocus>
          {add.isPending ? 'Adding…' : 'Back up and add'}
        </Button>
      </div>
    </div>
  );
}
