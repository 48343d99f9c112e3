import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AudioFacts } from '../../../shared/audio';
import { differences } from '../../../shared/audio-differences';
import { MonitorError } from '../../../shared/errors';
import type { Generation } from '../../../shared/generation';
import {
  formatBytes,
  formatChannels,
  formatDuration,
  formatSampleRate,
} from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { Button } from '../../ui/button';
import { Fact, Facts } from '../../ui/facts';
import classes from './audio-section.module.css';
import { noSamples, truncation } from './engine';
import { copyPath, saveCopies, showInFolder } from './take-actions';

const factsQuery = (id: string) =>
  queryOptions({
    queryKey: ['audio.facts', id],
    queryFn: () => unwrap(window.monitor.audio.facts({ id })),
    // Files change without the library noticing.
    staleTime: 0,
  });

/** What the file says of itself, where it differs from the record, and what can be done with it. */
export function AudioSection({ generation }: Readonly<{ generation: Generation }>) {
  const { id } = generation;
  const { data, error } = useQuery(factsQuery(id));
  if (error) {
    return (
      <div className={classes.problem} role="note">
        <p>{error.message}</p>
        {error instanceof MonitorError && error.hint && <p>{error.hint}</p>}
      </div>
    );
  }
  if (!data) return null;
  return (
    <>
      <FileFacts facts={data} generation={generation} />
      <div className={classes.actions}>
        <Button size="small" onClick={() => showInFolder(id)}>
          Show in folder
        </Button>
        <Button size="small" onClick={() => void saveCopies([id])}>
          Save a copy…
        </Button>
        <Button size="small" onClick={() => copyPath(id)}>
          Copy path
        </Button>
      </div>
    </>
  );
}

function FileFacts({ facts, generation }: Readonly<{ facts: AudioFacts; generation: Generation }>) {
  const differs = differences(facts, generation);
  const format = [
    facts.format.toUpperCase(),
    facts.codec !== facts.format.toUpperCase() && facts.codec,
  ];
  return (
    <>
      {facts.problems.includes('truncated') && (
        <p className={classes.problem}>{truncation(facts)}</p>
      )}
      {facts.problems.includes('no-samples') && <p className={classes.problem}>{noSamples}</p>}
      <Facts>
        <Fact name="Format">{format.filter(Boolean).join(', ')}</Fact>
        <Measured
          name="Length"
          said={differs.durationSeconds && formatDuration(differs.durationSeconds)}
        >
          {facts.durationSeconds !== null && formatDuration(facts.durationSeconds)}
        </Measured>
        <Measured
          name="Sample rate"
          said={differs.sampleRate && formatSampleRate(differs.sampleRate)}
        >
          {facts.sampleRate !== null && formatSampleRate(facts.sampleRate)}
        </Measured>
        <Measured name="Channels" said={differs.channels && formatChannels(differs.channels)}>
          {facts.channels !== null && formatChannels(facts.channels)}
        </Measured>
        <Fact name="Bit depth">{facts.bitDepth !== null && `${facts.bitDepth} bit`}</Fact>
        <Measured name="Size" said={differs.fileSizeBytes && formatBytes(differs.fileSizeBytes)}>
          {formatBytes(facts.sizeBytes)}
        </Measured>
      </Facts>
    </>
  );
}

type MeasuredProps = Readonly<{
  name: string;
  /** What the record says, where that is something else. */
  said: string | null | undefined | 0;
  children: ReactNode;
}>;

function Measured({ name, said, children }: MeasuredProps) {
  return (
    <Fact name={name}>
      {children}
      {said && <span className={classes.differs}>record: {said}</span>}
    </Fact>
  );
}
