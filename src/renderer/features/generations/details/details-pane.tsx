import { Tabs } from '@mantine/core';
import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Tabs.layer.css';
import { IconPencilPlus, IconRefresh, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MonitorError } from '../../../../shared/errors';
import { type GenerationDetails, isFailed } from '../../../../shared/generation';
import { setPreferences, usePreference } from '../../../base/preferences';
import { closeDetails } from '../../../model/cursor';
import { detailsQuery, wholeGeneration, wholeQuery } from '../../../model/generation-queries';
import { retryGenerations } from '../../../model/jobs/retry';
import { useRetryObstacle } from '../../../model/jobs/service-store';
import { Button } from '../../../ui/button';
import { IconButton } from '../../../ui/icon-button';
import { LoadWhole } from '../../../ui/long-text';
import { ResizeHandle } from '../../../ui/resize-handle';
import { openEditAndRunAgain } from '../../new-generation/new-generation';
import { JobMark } from '../status-mark';
import { DetailsMenu } from './details-menu';
import classes from './details-pane.module.css';
import { ErrorTab } from './error-tab';
import { MetadataTab } from './metadata-tab';
import { OverviewTab } from './overview-tab';
import { RecordTab } from './record-tab';

type DetailsPaneProps = Readonly<{ id: string; readOnlyReason: string | null }>;

/** One generation in full, beside the list. */
export function DetailsPane({ id, readOnlyReason }: DetailsPaneProps) {
  const { data, error } = useQuery({ ...detailsQuery(id), placeholderData: (before) => before });
  const chosenWidth = usePreference('detailsWidth');
  const width = Math.min(chosenWidth ?? widthFor(window.innerWidth), window.innerWidth - leastRest);
  return (
    <aside
      aria-label="Generation details"
      className={classes.pane}
      data-generation-id={id}
      data-waiting={(data && data.generation.id !== id) || undefined}
      style={{ width }}
    >
      <ResizeHandle
        label="Width of the details"
        width={width}
        least={leastWidth}
        most={Math.max(leastWidth, window.innerWidth - leastRest)}
        onResize={(detailsWidth) => setPreferences({ detailsWidth })}
        onReset={() => setPreferences({ detailsWidth: null })}
      />
      {error ? (
        <DetailsFailed error={error} />
      ) : data ? (
        <WholeDetails details={data} readOnlyReason={readOnlyReason} />
      ) : null}
    </aside>
  );
}

/** Of texts of megabytes the beginning, and all of them once somebody reads so far. */
function WholeDetails({ details, readOnlyReason }: ContentProps) {
  const { id } = details.generation;
  const [wanted, setWanted] = useState<string | null>(null);
  const isCut = Object.keys(details.cut).length > 0;
  const { data } = useQuery({ ...wholeQuery(id), enabled: wanted === id && isCut });
  return (
    <LoadWhole value={() => setWanted(id)}>
      <DetailsContent details={data ?? details} readOnlyReason={readOnlyReason} />
    </LoadWhole>
  );
}

/** Pixels. */
const leastWidth = 300;
/** What the rest of the window keeps, pixels. */
const leastRest = 420;

/** The width that the pane has by itself. */
const widthFor = (windowWidth: number): number =>
  Math.round(Math.min(480, Math.max(320, windowWidth * 0.264)));

type ContentProps = Readonly<{ details: GenerationDetails; readOnlyReason: string | null }>;

function DetailsContent({ details, readOnlyReason }: ContentProps) {
  const { generation, record } = details;
  const obstacle = useRetryObstacle(generation.id);
  const [tab, setTab] = useState<string | null>('overview');
  return (
    <>
      <header className={classes.header}>
        <JobMark job={generation} outlook={details.outlook} />
        <span className={classes.headerActions}>
          {isFailed(generation) && (
            <Button
              size="small"
              disabled={readOnlyReason !== null || obstacle !== null}
              title={readOnlyReason ?? obstacle ?? undefined}
              onClick={() => void retryGenerations([generation.id])}
            >
              <IconRefresh size={14} stroke={1.75} aria-hidden />
              Retry
            </Button>
          )}
          <IconButton
            label="Edit and run again"
            disabled={readOnlyReason !== null}
            onClick={() => void openEditAndRunAgain(generation.id)}
          >
            <IconPencilPlus size={16} stroke={1.75} />
          </IconButton>
          <DetailsMenu details={details} readOnlyReason={readOnlyReason} />
          <IconButton label="Close details" onClick={closeDetails}>
            <IconX size={16} stroke={1.75} />
          </IconButton>
        </span>
      </header>
      <Tabs
        value={tab}
        onChange={setTab}
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
          <OverviewTab
            details={details}
            readOnlyReason={readOnlyReason}
            onShowError={() => setTab('error')}
          />
        </Tabs.Panel>
        <Tabs.Panel value="metadata">
          <MetadataTab generation={generation} total={details.cut.metadata} />
        </Tabs.Panel>
        <Tabs.Panel value="error">
          <ErrorTab
            message={generation.errorMessage}
            total={details.cut.error_message}
            copied={async () => (await wholeGeneration(details)).errorMessage ?? ''}
          />
        </Tabs.Panel>
        <Tabs.Panel value="record">
          <RecordTab record={record} cut={details.cut} />
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
