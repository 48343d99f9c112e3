import { type GenerationDetails, isComplete } from '../../../../shared/generation';
import {
  formatBytes,
  formatChannels,
  formatDuration,
  formatFactor,
  formatSampleRate,
  formatTaken,
} from '../../../base/format/numbers';
import { wholeGeneration } from '../../../model/generation-queries';
import { CopyButton } from '../../../ui/copy-button';
import { ExactTime } from '../../../ui/exact-time';
import { Fact, Facts } from '../../../ui/facts';
import { LongText } from '../../../ui/long-text';
import { JudgementSection } from '../../judgements/judgement-section';
import { AudioSection } from '../../player/audio-section';
import { Attempts } from './attempts';
import classes from './details-pane.module.css';
import { ErrorSection } from './error-section';
import { FamilySection } from './family-section';
import { OutlookSection } from './outlook-section';

type OverviewTabProps = Readonly<{
  details: GenerationDetails;
  readOnlyReason: string | null;
  onShowError: () => void;
}>;

/** What one wants to know first. */
export function OverviewTab({ details, readOnlyReason, onShowError }: OverviewTabProps) {
  const { generation, likelyStartAt, outlook, judgement } = details;
  const { durationSeconds: length, generationTimeSeconds: taken } = generation;
  const factor = length !== null && length > 0 && taken !== null ? taken / length : null;
  return (
    <>
      <section className={classes.section}>
        <div className={classes.sectionHead}>
          <h2>Prompt</h2>
          <CopyButton
            label="Copy prompt"
            text={async () => (await wholeGeneration(details)).prompt}
          />
        </div>
        <p className={classes.prompt} dir="auto">
          <LongText text={generation.prompt} total={details.cut.prompt} />
        </p>
      </section>
      {generation.malformed.length > 0 && (
        <p className={classes.note} role="note">
          {generation.malformed.map(({ field }) => field).join(', ')}{' '}
          {generation.malformed.length === 1 ? 'holds a value' : 'hold values'} of the wrong kind.
          The tab Record shows what is stored.
        </p>
      )}
      {generation.errorMessage && (
        <ErrorSection
          message={generation.errorMessage}
          copied={async () => (await wholeGeneration(details)).errorMessage ?? ''}
          onShowWhole={onShowError}
        />
      )}
      {outlook && (
        <OutlookSection generation={generation} outlook={outlook} readOnlyReason={readOnlyReason} />
      )}
      {isComplete(generation) && (
        <section className={classes.section}>
          <h2>Judgement</h2>
          <JudgementSection judgement={judgement} />
        </section>
      )}
      <section className={classes.section}>
        <h2>Timeline</h2>
        <Facts>
          <Fact name="Created">
            {generation.createdAt && <ExactTime instant={generation.createdAt} />}
          </Fact>
          {likelyStartAt && (
            <Fact name="Likely start">
              <ExactTime instant={likelyStartAt} />
            </Fact>
          )}
          <Fact name="Finished">
            {generation.completedAt && <ExactTime instant={generation.completedAt} />}
          </Fact>
          <Fact name="Time taken">{taken !== null && formatTaken(taken)}</Fact>
          <Fact name="Real-time factor">{factor !== null && formatFactor(factor)}</Fact>
        </Facts>
      </section>
      <Attempts generation={generation} />
      <FamilySection id={generation.id} />
      {isComplete(generation) && (
        <section className={classes.section}>
          <h2>Audio file</h2>
          <AudioSection generation={generation} />
        </section>
      )}
      <section className={classes.section}>
        <h2>Job</h2>
        <Facts>
          <Fact name="Model">{generation.modelName}</Fact>
          <Fact name="Version">{generation.modelVersion}</Fact>
          <Fact name="Length">{length !== null && formatDuration(length)}</Fact>
          <Fact name="Sample rate">
            {generation.sampleRate !== null && formatSampleRate(generation.sampleRate)}
          </Fact>
          <Fact name="Channels">
            {generation.channels !== null && formatChannels(generation.channels)}
          </Fact>
          <Fact name="Size">
            {generation.fileSizeBytes !== null && formatBytes(generation.fileSizeBytes)}
          </Fact>
          <Fact name="File" mono>
            {generation.filePath}
          </Fact>
          <Fact name="Id" mono>
            {generation.id}
          </Fact>
        </Facts>
      </section>
    </>
  );
}
