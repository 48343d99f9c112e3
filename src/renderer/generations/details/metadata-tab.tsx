import type { Generation } from '../../../shared/generation';
import { CopyButton } from '../../ui/copy-button';
import classes from './details-pane.module.css';
import { JsonTree } from './json-tree';

/** The metadata as a tree, or as the text that it is where it is not a JSON object. */
export function MetadataTab({ generation }: Readonly<{ generation: Generation }>) {
  const malformed = generation.malformed.find(({ field }) => field === 'metadata');
  if (malformed) {
    return (
      <section className={classes.section}>
        <p className={classes.note} role="note">
          This metadata is not a JSON object, so DGX Music treats it as empty. It is shown as the
          text that is stored.
        </p>
        <pre className={classes.code}>{malformed.raw === '' ? '(empty text)' : malformed.raw}</pre>
      </section>
    );
  }
  if (Object.keys(generation.metadata).length === 0) {
    return <p className={classes.empty}>This generation has no metadata.</p>;
  }
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>Metadata</h2>
        <CopyButton label="Copy as JSON" text={JSON.stringify(generation.metadata, null, 2)} />
      </div>
      <JsonTree value={generation.metadata} />
    </section>
  );
}
