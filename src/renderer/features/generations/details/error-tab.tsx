import { CopyButton } from '../../../ui/copy-button';
import classes from './details-pane.module.css';

/** The error as the service wrote it. */
export function ErrorTab({ message }: Readonly<{ message: string | null }>) {
  if (message === null) return <p className={classes.empty}>This generation has no error.</p>;
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>Error</h2>
        <CopyButton label="Copy error" text={message} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long traceback scrolls by keys. */}
      <pre className={classes.code} data-kind="error" tabIndex={0}>
        {message}
      </pre>
    </section>
  );
}
