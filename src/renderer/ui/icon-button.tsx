import type { ComponentPropsWithRef } from 'react';
import { classNames } from '../base/class-names';
import classes from './icon-button.module.css';

type IconButtonProps = ComponentPropsWithRef<'button'> & Readonly<{ label: string }>;

/** A button that is only a sign: its label is its name and its tooltip. */
export function IconButton({ label, className, ...button }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...button}
      className={classNames(classes.button, className)}
    />
  );
}
