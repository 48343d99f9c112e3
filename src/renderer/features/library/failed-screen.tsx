import { IconDatabaseX } from '@tabler/icons-react';
import type { Failure } from '../../../shared/errors';
import { usePainted } from '../../base/painted';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { chooseLibrary, closeLibrary, reopenLibrary } from './library-actions';
import classes from './library-screens.module.css';

/** The library could not be opened: why, and the ways on. */
export function FailedScreen({ path, error }: Readonly<{ path: string; error: Failure }>) {
  usePainted(true);
  return (
    <main className={classes.failed}>
      <div role="alert" style={{ display: 'contents' }}>
        <Notice
          icon={<IconDatabaseX size={22} stroke={1.5} />}
          title="This library could not be opened"
          text={
            <>
              <p>{error.message}</p>
              {error.hint && <p>{error.hint}</p>}
              <p className={classes.path}>{path}</p>
            </>
          }
          actions={
            <>
              <Button look="primary" onClick={() => void reopenLibrary()}>
                Try again
              </Button>
              <Button onClick={() => void chooseLibrary()}>Open another…</Button>
              <Button look="quiet" onClick={() => void closeLibrary()}>
                Back to start
              </Button>
            </>
          }
        />
      </div>
    </main>
  );
}
