import { unwrap } from '../../base/ipc/call';
import { queryClient } from '../../base/ipc/query-client';
import { tellError } from '../../base/messages';
import { outputFoldersQuery } from '../../model/settings-queries';

/**
 * Asks with the system's dialog for a folder that audio may be read from.
 *
 * @returns whether one was added
 */
export const allowFolder = async (): Promise<boolean> => {
  try {
    const before = await unwrap(window.monitor.settings.outputFolders());
    const after = await unwrap(window.monitor.settings.addOutputFolder());
    queryClient.setQueryData(outputFoldersQuery.queryKey, after);
    // What could not be read before may be readable now.
    void queryClient.invalidateQueries({ queryKey: ['audio.facts'] });
    return after.length > before.length;
  } catch (thrown) {
    tellError(thrown);
    return false;
  }
};
