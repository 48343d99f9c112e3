import { knownStatus, statusLabel } from './status';
import classes from './status-mark.module.css';

/** A status as its sign, which differs in shape as well as colour. */
export function StatusSign({ status }: Readonly<{ status: string }>) {
  const known = knownStatus(status);
  return (
    <svg
      className={classes.sign}
      data-kind={known}
      width="14"
      height="14"
      viewBox="0 0 14 14"
      fill="none"
      aria-hidden="true"
    >
      {signs[known]}
    </svg>
  );
}

/** A status as sign and word. */
export function StatusMark({ status }: Readonly<{ status: string }>) {
  return (
    <span className={classes.mark} data-kind={knownStatus(status)}>
      <StatusSign status={status} />
      <span className={classes.label}>{statusLabel(status)}</span>
    </span>
  );
}

const ring = <circle cx="7" cy="7" r="5.25" stroke="currentColor" strokeWidth="1.5" />;
const disc = <circle cx="7" cy="7" r="6" fill="currentColor" />;
const cut = { stroke: 'var(--sign-cut)', strokeWidth: 1.6, strokeLinecap: 'round' } as const;

const signs = {
  pending: (
    <circle
      cx="7"
      cy="7"
      r="5.25"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2.2 1.92"
    />
  ),
  processing: (
    <>
      {ring}
      <path d="M7 3.75a3.25 3.25 0 0 1 0 6.5z" fill="currentColor" />
    </>
  ),
  completed: (
    <>
      {disc}
      <path d="m4.4 7.2 1.8 1.8 3.4-3.7" {...cut} strokeLinejoin="round" />
    </>
  ),
  failed: (
    <>
      {disc}
      <path d="m5 5 4 4m0-4-4 4" {...cut} />
    </>
  ),
  cancelled: (
    <>
      {ring}
      <path d="m4.6 9.4 4.8-4.8" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  other: (
    <>
      {ring}
      <circle cx="7" cy="7" r="1.5" fill="currentColor" />
    </>
  ),
} as const;
