import { useMemo, useState } from 'react';
import type { Generation } from '../../../../shared/generation';
import { type ExactJson, parseExact, stringifyExact } from '../../../../shared/json-text';
import { CopyButton } from '../../../ui/copy-button';
import { LongText } from '../../../ui/long-text';
import { Segmented } from '../../../ui/segmented';
import classes from './details-pane.module.css';
import { JsonTree } from './json-tree';

type Form = 'tree' | 'json';
const forms = [
  ['tree', 'Tree'],
  ['json', 'JSON'],
] as const;

/** The metadata as a tree or as JSON; as the text that it is where it is not a JSON object. */
type MetadataTabProps = Readonly<{
  generation: Generation;
  /** Characters of the whole, where this has a part. */
  total: number | undefined;
}>;

export function MetadataTab({ generation, total }: MetadataTabProps) {
  const malformed = generation.malformed.find(({ field }) => field === 'metadata');
  if (malformed) {
    return (
      <section className={classes.section}>
        <p className={classes.note} role="note" hidden={total !== undefined}>
          This metadata is not a JSON object, so DGX Music treats it as empty. It is shown as the
          text that is stored.
        </p>
        <pre className={classes.code}>
          {malformed.raw === '' ? '(empty text)' : <LongText text={malformed.raw} total={total} />}
        </pre>
      </section>
    );
  }
  const { metadataText } = generation;
  if (metadataText === null || Object.keys(generation.metadata).length === 0) {
    return <p className={classes.empty}>This generation has no metadata.</p>;
  }
  return <MetadataObject text={metadataText} />;
}

function MetadataObject({ text }: Readonly<{ text: string }>) {
  const [form, setForm] = useState<Form>('tree');
  const value = useMemo(() => parseExact(text) as Readonly<Record<string, ExactJson>>, [text]);
  const json = () => stringifyExact(value, 2);
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <Segmented label="Shown as" value={form} options={forms} onChange={setForm} />
        <CopyButton label="Copy as JSON" text={json} />
      </div>
      {form === 'tree' ? (
        <JsonTree value={value} />
      ) : (
        <pre className={classes.code}>
          <LongText text={json()} />
        </pre>
      )}
    </section>
  );
}
