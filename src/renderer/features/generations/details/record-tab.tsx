import type { StoredRecord } from '../../../../shared/generation';
import { CopyButton } from '../../../ui/copy-button';
import { LongText } from '../../../ui/long-text';
import classes from './details-pane.module.css';

/** The row exactly as the file holds it. */
export function RecordTab({ record }: Readonly<{ record: StoredRecord }>) {
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
              {value === null ? 'NULL' : <LongText text={String(value)} />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
