import { IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Result } from '../../../shared/errors';
import { unwrap } from '../../base/ipc/call';
import { queryClient } from '../../base/ipc/query-client';
import { tellError } from '../../base/messages';
import { outputFoldersQuery } from '../../model/settings-queries';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import classes from './output-folders.module.css';

/** The folders that audio may be read from beside the library's own, and the ways to change them. */
export function OutputFolders() {
  const { data: folders = [] } = useQuery(outputFoldersQuery);
  const change = useMutation({
    mutationFn: (ask: () => Promise<Result<readonly string[]>>) => unwrap(ask()),
    onSuccess: (saved) => {
      queryClient.setQueryData(outputFoldersQuery.queryKey, saved);
      // What could not be heard before may be there now, and the other way round.
      void queryClient.invalidateQueries();
    },
    onError: tellError,
  });
  return (
    <div className={classes.folders}>
      <div className={classes.head}>
        <div>
          <div className={classes.name}>Output folders</div>
          <div className={classes.hint}>
            Audio is played from the library’s folder, its parent, and these.
          </div>
        </div>
        <Button size="small" onClick={() => change.mutate(window.monitor.settings.addOutputFolder)}>
          Allow a folder…
        </Button>
      </div>
      {folders.length > 0 && (
        <ul aria-label="Output folders" className={classes.list}>
          {folders.map((folder, index) => (
            <li key={folder}>
              <span className={classes.path}>{folder}</span>
              <IconButton
                label={`Remove ${folder}`}
                onClick={() =>
                  change.mutate(() => window.monitor.settings.removeOutputFolder({ index }))
                }
              >
                <IconX size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
