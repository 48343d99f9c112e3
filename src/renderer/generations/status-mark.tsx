import { knownStatus, statusLabel } from './status';
import classes from './status-mark.module.css';

/** A status as its sign, which differs in shape as well as colour. */
export function StatusSign({ status }: Readonly<{ status: string }>) {
  return <span className={classes.sign} data-sign={knownStatus(status)} aria-hidden="true" />;
}

/** A status as sign and word. */
export function StatusMark({ status }: Readonly<{ status: string }>) {
  return (
    <span className={classes.mark} data-sign={knownStatus(status)}>
      {statusLabel(status)}
    </span>
  );
}
