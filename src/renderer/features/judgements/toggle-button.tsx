import type { ReactNode } from 'react';
import { Button } from '../../ui/button';
import classes from './judgement-section.module.css';

type ToggleButtonProps = Readonly<{
  on: boolean;
  /** It is nothing good. */
  bad?: boolean;
  title: string;
  onChange: (on: boolean) => void;
  children: ReactNode;
}>;

/** A button that stays pressed. */
export function ToggleButton({ on, bad, title, onChange, children }: ToggleButtonProps) {
  return (
    <Button
      size="small"
      aria-pressed={on}
      className={classes.toggle}
      data-bad={bad || undefined}
      title={title}
      onClick={() => onChange(!on)}
    >
      {children}
    </Button>
  );
}
