import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './status-mark.module.css';

/** Marks a row that holds a value of the wrong kind. */
export function MalformedSign() {
  return (
    <span className={classes.malformed} title="This row holds a value of the wrong kind">
      <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
      <span className="visually-hidden">Malformed</span>
    </span>
  );
}
