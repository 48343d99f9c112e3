import { Tabs } from '@mantine/core';
import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Tabs.layer.css';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { MonitorError } from '../../../shared/errors';
import type { GenerationDetails } from '../../../shared/generation';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { closeDetails } from '../cursor';
import { detailsQuery } from '../generation-queries';
import { useRetry } from '../retry';
import { StatusMark } from '../status-mark';
import classes from './details-pane.module.css';
import { ErrorTab } from './error-tab';
import { MetadataTab } from './metadata-tab';
import { OverviewTab } from './overview-tab';
import { RecordTab } from './record-tab';

type DetailsPaneProps = Readonly<{ id: string; readOnlyReason: string | null }>;

/** One generation in full, beside the list. */
export function DetailsPane({ id, readOnlyReason }: DetailsPaneProps) {
  const { data, error } = useQuery({ ...detailsQuery(id), placeholderData: (before) => before });
  return (
    <aside aria-label="Generation details" className={classes.pane} data-generation-id={id}>
      {error ? (
        <DetailsFailed error={error} />
      ) : data ? (
        <DetailsContent details={data} readOnlyReason={readOnlyReason} />
      ) : null}
    </aside>
  );
}

type ContentProps = Readonly<{ details: GenerationDetails; readOnlyReason: string | null }>;

function DetailsContent({ details, readOnlyReason }: ContentProps) {
  const { generation, record } = details;
  const retry = useRetry();
  return (
    <>
      <header className={classes.header}>
        <StatusMark status={generation.status} />
        <span className={classes.headerActions}>
          {generation.status === 'failed' && (
            <Button
              size="small"
              disabled={readOnlyReason !== null}
              title={readOnlyReason ?? undefined}
              onClick={() => retry.mutate([generation.id])}
            >
              <IconRefresh size={14} stroke={1.75} aria-hidden />
              Retry
            </Button>
          )}
          <IconButton label="Close details" onClick={closeDetails}>
            <IconX size={16} stroke={1.75} />
          </IconButton>
        </span>
      </header>
      <Tabs
        defaultValue="overview"
        keepMounted={false}
        classNames={{
          root: classes.tabs ?? '',
          list: classes.tabList ?? '',
          tab: classes.tab ?? '',
          panel: classes.panel ?? '',
        }}
      >
        <Tabs.List>
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="metadata">Metadata</Tabs.Tab>
          <Tabs.Tab value="error" disabled={generation.errorMessage === null}>
            Error
          </Tabs.Tab>
          <Tabs.Tab value="record">Record</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <OverviewTab generation={generation} />
        </Tabs.Panel>
        <Tabs.Panel value="metadata">
          <MetadataTab generation={generation} />
        </Tabs.Panel>
        <Tabs.Panel value="error">
          <ErrorTab message={generation.errorMessage} />
        </Tabs.Panel>
        <Tabs.Panel value="record">
          <RecordTab record={record} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function DetailsFailed({ error }: Readonly<{ error: Error }>) {
  return (
    <>
      <header className={classes.header}>
        <span />
        <IconButton label="Close details" onClick={closeDetails}>
          <IconX size={16} stroke={1.75} />
        </IconButton>
      </header>
      <div role="alert" className={classes.failed}>
        <p>{error.message}</p>
        {error instanceof MonitorError && error.hint && <p>{error.hint}</p>}
      </div>
    </>
  );
}
