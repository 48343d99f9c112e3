import classes from './progress.module.css';

type ProgressProps = Readonly<{ label: string; done: number; total: number }>;

/** How far something is. */
export function Progress({ label, done, total }: ProgressProps) {
  return <progress aria-label={label} value={done} max={total || 1} className={classes.progress} />;
}
