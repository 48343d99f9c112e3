import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** A list of names and values. */
export function Facts({ children }: Readonly<{ children: ReactNode }>) {
  return <dl className={classes.facts}>{children}</dl>;
}

type FactProps = Readonly<{ name: string; mono?: boolean; children: ReactNode }>;

/** One name with its value; a dash where there is none. */
export function Fact({ name, mono, children }: FactProps) {
  const empty =
    children === null || children === undefined || children === '' || children === false;
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd data-mono={mono || undefined} data-empty={empty || undefined}>
        {empty ? '–' : children}
      </dd>
    </div>
  );
}
