import { IconDatabase, IconSelector } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import type { LibraryInfo } from '../../../shared/library';
import classes from './library-switch.module.css';

type LibraryFaceProps = ComponentPropsWithRef<'button'> & Readonly<{ library: LibraryInfo }>;

/** Which library is open and where it lies: the button of its menu. */
export function LibraryFace({ library, ...button }: LibraryFaceProps) {
  return (
    <button
      type="button"
      {...button}
      className={classes.switch}
      aria-label={`Library ${library.name}`}
      title={library.path}
    >
      <span className={classes.emblem} aria-hidden="true">
        <IconDatabase size={15} stroke={1.75} />
      </span>
      <span className={classes.names}>
        <span className={classes.name}>{library.name}</span>
        <span className={classes.place}>
          <bdi>{folderOf(library.path)}</bdi>
        </span>
      </span>
      <IconSelector size={14} className={classes.more} aria-hidden />
    </button>
  );
}

/** `/music/data/generations.db` → `/music/data`. */
const folderOf = (path: string): string => path.replace(/[\\/][^\\/]*$/, '') || '/';
