import type { ComponentPropsWithRef } from 'react';
import classes from './text-input.module.css';

/** A line of text, a number, a date. */
export function TextInput(props: ComponentPropsWithRef<'input'>) {
  return (
    <input type="text" autoComplete="off" spellCheck={false} {...props} className={classes.input} />
  );
}

/** Several lines; `mono` for code. */
export function TextArea({
  mono,
  ...props
}: ComponentPropsWithRef<'textarea'> & Readonly<{ mono?: boolean }>) {
  return <textarea {...props} data-mono={mono || undefined} className={classes.input} />;
}

/** One of a few, in the system's own list. */
export function Select(props: ComponentPropsWithRef<'select'>) {
  return <select {...props} className={classes.input} />;
}
