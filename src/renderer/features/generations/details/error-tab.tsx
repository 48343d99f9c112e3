import { readableText } from '../../../../shared/readable-text';
import { CopyButton } from '../../../ui/copy-button';
import { LongText } from '../../../ui/long-text';
import classes from './details-pane.module.css';

/** The error as a terminal would have shown it; a copy has it as it is stored. */
type ErrorTabProps = Readonly<{
  message: string | null;
  /** Characters of the whole, where this is a part. */
  total: number | undefined;
  copied: () => Promise<string>;
}>;

export function ErrorTab({ message, total, copied }: ErrorTabProps) {
  if (message === null) return <p className={classes.empty}>This generation has no error.</p>;
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>Error</h2>
        <CopyButton label="Copy error" text={total === undefined ? message : copied} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long traceback scrolls by keys. */}
      <pre className={classes.code} data-kind="error" tabIndex={0}>
        <LongText text={message} total={total} as={readableText} />
      </pre>
    </section>
  );
}
