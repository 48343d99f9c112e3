import { tellError } from '../app/messages';
import { unwrap } from '../ipc/call';
import { queryClient } from '../ipc/query-client';
import { outputFoldersQuery } from '../settings/settings-queries';

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
