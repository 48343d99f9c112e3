import { errorLine } from '../../../../shared/error-line';
import { firstCharacters } from '../../../../shared/text';
import { Button } from '../../../ui/button';
import { CopyButton } from '../../../ui/copy-button';
import classes from './details-pane.module.css';

type ErrorSectionProps = Readonly<{
  message: string;
  copied: () => Promise<string>;
  onShowWhole: () => void;
}>;

/** Characters of an error that are shown at first. */
const mostShown = 300;

/** What went wrong, in short. */
export function ErrorSection({ message, copied, onShowWhole }: ErrorSectionProps) {
  const line = errorLine(message);
  const beginning = firstCharacters(line, mostShown);
  const shown = beginning === line ? line : `${beginning}…`;
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>Error</h2>
        <span className={classes.headerActions}>
          {shown !== message.trim() && (
            <Button look="quiet" size="small" onClick={onShowWhole}>
              Show whole error
            </Button>
          )}
          <CopyButton label="Copy error" text={copied} />
        </span>
      </div>
      <p className={classes.code} data-kind="error">
        {shown}
      </p>
    </section>
  );
}
