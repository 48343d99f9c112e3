import type { StoredRecord } from '../../../../shared/generation';
import { CopyButton } from '../../../ui/copy-button';
import { LongText } from '../../../ui/long-text';
import classes from './details-pane.module.css';

/** The row exactly as the file holds it. */
type RecordTabProps = Readonly<{
  record: StoredRecord;
  /** Columns of which this has a part, with the characters of the whole. */
  cut: Readonly<Record<string, number>>;
}>;

export function RecordTab({ record, cut }: RecordTabProps) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>As stored</h2>
        <CopyButton label="Copy as JSON" text={() => JSON.stringify(record, null, 2)} />
      </div>
      <dl className={classes.record}>
        {Object.entries(record).map(([column, value]) => (
          <div key={column} className={classes.recordLine}>
            <dt>{column}</dt>
            <dd data-null={value === null || undefined}>
              {value === null ? 'NULL' : <LongText text={String(value)} total={cut[column]} />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
