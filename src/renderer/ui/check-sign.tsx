import classes from './check-sign.module.css';

/** A checkbox's picture; what it means is said by the element around it. */
export function CheckSign({ state }: Readonly<{ state: 'on' | 'off' | 'some' }>) {
  return (
    <span className={classes.box} data-state={state} aria-hidden="true">
      <svg width="10" height="10" viewBox="0 0 10 10" fill="none" aria-hidden="true">
        <path d={state === 'some' ? 'M2 5h6' : 'm1.8 5.3 2.1 2.1 4.3-4.8'} />
      </svg>
    </span>
  );
}
