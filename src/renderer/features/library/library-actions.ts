import type { Result } from '../../../shared/errors';
import type { LibraryState } from '../../../shared/library';
import { formatQuantity } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { tell, tellError } from '../../base/messages';
import { adopt } from './library-queries';

const follow = async (answer: Promise<Result<LibraryState>>): Promise<void> => {
  try {
    adopt(await unwrap(answer));
  } catch (error) {
    tellError(error);
  }
};

/** Each leads to another state of the library; what goes wrong on the way is told. */
export const chooseLibrary = () => follow(window.monitor.library.choose());
export const createLibrary = () => follow(window.monitor.library.create());
export const openSample = () => follow(window.monitor.library.openSample());
export const reopenLibrary = () => follow(window.monitor.library.reopen());
export const closeLibrary = () => follow(window.monitor.library.close());
export const openRecent = (id: string) => follow(window.monitor.library.openRecent({ id }));

/** Copies the library to a file beside it, and says where that is. */
export const backUpLibrary = async (): Promise<void> => {
  try {
    const { path, generations, companion, warning } = await unwrap(window.monitor.library.backup());
    const beside = companion === null ? '' : `; judgements: ${companion}`;
    const judgements = warning === null ? beside : `. ${warning}`;
    const count = formatQuantity(generations, 'generation');
    tell(`Backed up and checked, with ${count}: ${path}${judgements}`);
  } catch (error) {
    tellError(error);
  }
};
