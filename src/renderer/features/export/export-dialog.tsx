import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ExportFormat } from '../../../shared/export';
import { formatCount, formatQuantity } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { useStore } from '../../base/store';
import { countQuery } from '../../model/generation-queries';
import { showsEverything, useCurrentView } from '../../model/view';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Progress } from '../../ui/progress';
import { Segmented } from '../../ui/segmented';
import classes from './export-dialog.module.css';
import { openStore } from './export-store';

const formats = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
] as const satisfies readonly (readonly [ExportFormat, string])[];

const hints: Readonly<Record<ExportFormat, string>> = {
  csv: 'One row each, for spreadsheets. Text that would run as a formula begins with an apostrophe.',
  json: 'A list of objects, for programs. Metadata is a value, not text.',
};

/** Writes the matches of the list to a file. Is there all the time, and shown when asked for. */
export function ExportDialog() {
  const open = useStore(openStore);
  return (
    <Dialog opened={open} onClose={() => openStore.set(false)} title="Export generations">
      <Export />
    </Dialog>
  );
}

function Export() {
  const { view } = useCurrentView();
  const [format, setFormat] = useState<ExportFormat>('csv');
  const counts = useQuery(countQuery(view.filter));
  const total = counts.data?.total ?? null;
  const run = useMutation({
    mutationFn: () => unwrap(window.monitor.generations.export({ ...view, format })),
  });
  // Whoever closes the dialog does not wait for the file any more.
  useEffect(() => () => void window.monitor.generations.cancelExport(), []);

  if (run.isPending) return <Writing />;
  if (run.data && !run.data.cancelled) return <Written rows={run.data.rows} path={run.data.path} />;
  return (
    <div className={classes.body}>
      <p>
        {total === null ? 'Counting…' : `${formatQuantity(total, 'generation')}, `}
        {total !== null && (showsEverything(view) ? 'the whole library.' : 'the current matches.')}
      </p>
      <Segmented label="Format" value={format} options={formats} onChange={setFormat} />
      <p className={classes.hint}>{hints[format]}</p>
      {run.error && (
        <p role="alert" className={classes.error}>
          {run.error.message}
        </p>
      )}
      {run.data?.cancelled && <p role="status">Stopped. No file was written.</p>}
      <div className={classes.actions}>
        <Button onClick={() => openStore.set(false)}>Cancel</Button>
        <Button look="primary" disabled={!total} onClick={() => run.mutate()} data-autofocus>
          Export…
        </Button>
      </div>
    </div>
  );
}

function Writing() {
  const [progress, setProgress] = useState<Readonly<{ done: number; total: number }> | null>(null);
  useEffect(() => window.monitor.on('export.progress', setProgress), []);
  return (
    <div className={classes.body}>
      <p>
        {progress
          ? `${formatCount(progress.done)} of ${formatQuantity(progress.total, 'generation')}`
          : 'Choose where to write them.'}
      </p>
      <Progress
        label="Generations written"
        done={progress?.done ?? 0}
        total={progress?.total ?? 0}
      />
      <div className={classes.actions}>
        <Button onClick={() => void window.monitor.generations.cancelExport()}>Stop</Button>
      </div>
    </div>
  );
}

function Written({ rows, path }: Readonly<{ rows: number; path: string }>) {
  return (
    <div className={classes.body}>
      <p role="status">{formatQuantity(rows, 'generation')} written to</p>
      <p className={classes.path}>{path}</p>
      <div className={classes.actions}>
        <Button onClick={() => void window.monitor.generations.revealExport()}>
          Show in folder
        </Button>
        <Button look="primary" onClick={() => openStore.set(false)} data-autofocus>
          Done
        </Button>
      </div>
    </div>
  );
}
