import { readableText } from '../../../../shared/readable-text';
import { CopyButton } from '../../../ui/copy-button';
import { LongText } from '../../../ui/long-text';
import classes from './details-pane.module.css';

/** The error as a terminal would have shown it; a copy has it as it is stored. */
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
        <LongText text={message} as={readableText} />
      </pre>
    </section>
  );
}
