import type { ReactNode } from 'react';
import classes from './screen.module.css';

/** A screen of an open library: a toolbar, content, a foot line. */
export function Screen({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <main className={classes.screen}>
      <h1 className="visually-hidden">{title}</h1>
      {children}
    </main>
  );
}

export function ScreenToolbar({ children }: Readonly<{ children: ReactNode }>) {
  return <div className={classes.toolbar}>{children}</div>;
}

/** What stands together in a toolbar. */
export function ToolbarGroup({ children }: Readonly<{ children: ReactNode }>) {
  return <div className={classes.group}>{children}</div>;
}

export function ScreenFoot({ children }: Readonly<{ children: ReactNode }>) {
  return <footer className={classes.foot}>{children}</footer>;
}
