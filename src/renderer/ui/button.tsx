import type { ComponentPropsWithRef } from 'react';
import { classNames } from '../base/class-names';
import classes from './button.module.css';

type ButtonProps = ComponentPropsWithRef<'button'> &
  Readonly<{ look?: 'primary' | 'default' | 'quiet' | 'danger'; size?: 'small' | 'medium' }>;

/** The application's button. */
export function Button({ look = 'default', size = 'medium', className, ...button }: ButtonProps) {
  return (
    <button
      type="button"
      {...button}
      data-look={look}
      data-size={size}
      className={classNames(classes.button, className)}
    />
  );
}
