import { Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { LibraryState } from '../../../shared/library';
import classes from './library-screens.module.css';

/** How long opening may take before it is worth a word, milliseconds. */
const patience = 250;

type OpeningScreenProps = Omit<Extract<LibraryState, { phase: 'opening' }>, 'phase'>;

/** The library is being opened: silent at first, as it rarely takes longer. */
export function OpeningScreen({ path, progress }: OpeningScreenProps) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), patience);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className={classes.opening} aria-busy="true">
      {slow && (
        <>
          {progress ? (
            <Progress
              aria-label="Audio files written"
              value={(progress.done / progress.total) * 100}
              size="sm"
              w={240}
            />
          ) : (
            <span className={classes.spinner} aria-hidden="true" />
          )}
          <p>{progress ? 'Making the sample library…' : 'Opening the library…'}</p>
          <p className={classes.path}>{path}</p>
        </>
      )}
    </main>
  );
}
