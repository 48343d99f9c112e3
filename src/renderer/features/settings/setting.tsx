import type { ReactNode } from 'react';
import classes from './settings-screen.module.css';

/** Settings that belong together. */
export function Group({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <section className={classes.group} aria-label={title}>
      <h2>{title}</h2>
      <div className={classes.card}>{children}</div>
    </section>
  );
}

type SettingProps = Readonly<{ name: string; hint: string; children: ReactNode }>;

/** One setting: its name, what it means, and its control. */
export function Setting({ name, hint, children }: SettingProps) {
  return (
    <div className={classes.setting}>
      <div className={classes.text}>
        <span className={classes.name}>{name}</span>
        <span className={classes.hint}>{hint}</span>
      </div>
      {children}
    </div>
  );
}
