import { useEffect, useState } from 'react';
import classes from './library-screens.module.css';

/** How long opening may take before it is worth a word, milliseconds. */
const patience = 250;

/** The library is being opened: silent at first, as it rarely takes longer. */
export function OpeningScreen({ path }: Readonly<{ path: string }>) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), patience);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className={classes.opening} aria-busy="true">
      {slow && (
        <>
          <span className={classes.spinner} aria-hidden="true" />
          <p>Opening the library…</p>
          <p className={classes.path}>{path}</p>
        </>
      )}
    </main>
  );
}
