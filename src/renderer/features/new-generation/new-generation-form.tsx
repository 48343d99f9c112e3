import { useMutation, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import { jobLimits, lengthOf } from '../../../shared/job';
import { formatCount, formatQuantity } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { useStore } from '../../base/store';
import { facetsQuery } from '../../model/insight-queries';
import { serviceStore } from '../../model/jobs/service-store';
import { Button } from '../../ui/button';
import { FieldError, FormField, GroupField } from '../../ui/form-field';
import { Segmented } from '../../ui/segmented';
import { SuggestField } from '../../ui/suggest-field';
import { TextArea, TextInput } from '../../ui/text-input';
import { checkDraft, type Draft, type Field, type FieldProblem, promptsOf } from './draft';
import { closeNewGeneration, queueJobs } from './new-generation';
import classes from './new-generation.module.css';

const channelOptions = [
  ['1', 'Mono'],
  ['2', 'Stereo'],
] as const;

/** The fields of a new job, and what will come of them. */
export function NewGenerationForm({ initial }: Readonly<{ initial: Draft }>) {
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const queue = useMutation({ mutationFn: queueJobs });
  const models = useQuery(facetsQuery).data?.models ?? [];
  const prompts = usePromptSuggestions(draft);
  const { jobs, problems } = checkDraft(draft);
  const serviceAddress = useStore(serviceStore)?.address;

  const set = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes });
  // Nothing appears when a field is merely left: it would move away what is being clicked.
  const problemOf = (field: Field) =>
    problems.find((one) => one.field === field && (tried || isSaidAtOnce(one, draft)));
  const submit = () => {
    if (queue.isPending) return;
    if (jobs.length > 0) return queue.mutate(jobs);
    setTried(true);
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
  };
  const plain = (field: Exclude<Field, 'prompt' | 'metadata'>, label: string) => (
    <FormField label={label} problem={problemOf(field)}>
      {(props) => (
        <TextInput
          {...props}
          inputMode="decimal"
          value={draft[field]}
          onChange={(event) => set({ [field]: event.target.value })}
        />
      )}
    </FormField>
  );

  return (
    <form
      ref={form}
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
      }}
    >
      {draft.rerunOf && (
        <p className={classes.origin}>
          Made from <bdi>{draft.rerunOf.prompt}</bdi>
        </p>
      )}
      <FormField
        label={draft.byLine ? 'Prompts' : 'Prompt'}
        problem={problemOf('prompt')}
        aside={<Counter draft={draft} />}
      >
        {(field) => (
          <SuggestField
            {...field}
            lines={draft.byLine ? 7 : 4}
            autoFocus
            placeholder={draft.byLine ? 'One prompt on each line' : 'What should it sound like?'}
            value={draft.prompt}
            suggestions={prompts}
            onChange={(prompt) => set({ prompt })}
          />
        )}
      </FormField>
      <label className={classes.check}>
        <input
          type="checkbox"
          checked={draft.byLine}
          onChange={(event) => set({ byLine: event.target.checked })}
        />
        One prompt on each line
      </label>
      <div className={classes.wide}>
        <FormField label="Model" problem={problemOf('modelName')}>
          {(field) => (
            <SuggestField
              {...field}
              value={draft.modelName}
              suggestions={models.map(({ name, count }) => ({
                text: name,
                hint: formatCount(count),
              }))}
              onChange={(modelName) => set({ modelName })}
            />
          )}
        </FormField>
        <FormField label="Version">
          {(field) => (
            <TextInput
              {...field}
              value={draft.modelVersion}
              onChange={(event) => set({ modelVersion: event.target.value })}
            />
          )}
        </FormField>
      </div>
      <div className={classes.row}>
        {plain('length', 'Length (s)')}
        {plain('sampleRate', 'Sample rate (Hz)')}
        <GroupField label="Channels">
          <Segmented
            label="Channels"
            value={draft.channels === 1 ? '1' : '2'}
            options={channelOptions}
            onChange={(channels) => set({ channels: channels === '1' ? 1 : 2 })}
          />
        </GroupField>
        {plain('takes', 'Takes')}
      </div>
      <details className={classes.metadata} open={initial.metadata !== '' || undefined}>
        <summary>Metadata</summary>
        <FormField label="As a JSON object" problem={problemOf('metadata')}>
          {(field) => (
            <TextArea
              {...field}
              mono
              rows={5}
              spellCheck={false}
              placeholder={'{ "bpm": 92, "genre": "lofi" }'}
              value={draft.metadata}
              onChange={(event) => set({ metadata: event.target.value })}
            />
          )}
        </FormField>
      </details>
      {queue.error && <FieldError role="alert" level="error" message={queue.error.message} />}
      {serviceAddress && (
        <p className={classes.service}>
          For the service at {serviceAddress}, which chooses version, sample rate and channels.
        </p>
      )}
      <div className={classes.actions}>
        <Button onClick={closeNewGeneration}>Cancel</Button>
        <Button look="primary" type="submit" disabled={queue.isPending} title="Ctrl+Enter">
          {jobs.length > 1 ? `Queue ${formatQuantity(jobs.length, 'generation')}` : 'Queue'}
        </Button>
      </div>
    </form>
  );
}

/** What is wrong with a number, or too long, will not be right by typing on. */
const isSaidAtOnce = ({ field, level }: FieldProblem, { prompt }: Draft): boolean => {
  if (field === 'prompt') return lengthOf(prompt) > jobLimits.prompt.most;
  return level === 'warning' || field === 'length' || field === 'sampleRate' || field === 'takes';
};

/** How long the prompt is, or how many there are. */
function Counter({ draft }: Readonly<{ draft: Draft }>) {
  const prompts = promptsOf(draft);
  if (draft.byLine) return <span>{formatQuantity(prompts.length, 'prompt')}</span>;
  const length = lengthOf(prompts[0] ?? '');
  return (
    <span data-over={length > jobLimits.prompt.most || undefined}>
      {formatCount(length)} / {jobLimits.prompt.most}
    </span>
  );
}

/** Earlier prompts that contain what has been typed. */
const usePromptSuggestions = ({ prompt, byLine }: Draft) => {
  const text = prompt.trim().slice(0, 200);
  const asks = !byLine && text.length >= 2;
  const { data } = useQuery({
    queryKey: ['prompts.search', text],
    queryFn: () => unwrap(window.monitor.prompts.search({ text, limit: 6 })),
    enabled: asks,
    placeholderData: (before) => before,
  });
  if (!asks) return [];
  return (data ?? []).map(({ text: known, usedCount }) => ({
    text: known,
    hint: usedCount === null ? undefined : `${formatCount(usedCount)}×`,
  }));
};
