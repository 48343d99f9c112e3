import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import {
  type GenerationFilter,
  type MetadataCondition,
  metadataOperators,
  metadataValueText,
} from '../../../../shared/query';
import { useStore } from '../../../base/store';
import { noRange, type Seconds } from '../../../model/filter/seconds-range';
import { facetsQuery } from '../../../model/insight-queries';
import { type CurrentView, choose } from '../../../model/view';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { FormField } from '../../../ui/form-field';
import { SuggestField } from '../../../ui/suggest-field';
import { Select, TextInput } from '../../../ui/text-input';
import classes from './condition-dialog.module.css';
import {
  createdDraft,
  type DraftOutcome,
  metadataDraft,
  needsValue,
  type RangeDraft,
  readCreated,
  readMetadata,
  readSeconds,
  secondsDraft,
} from './condition-draft';
import { type EditedCondition, editedCondition } from './edited-condition';

const close = (): void => editedCondition.set(null);

const titles: Readonly<Record<EditedCondition['kind'], string>> = {
  created: 'Created between',
  length: 'Length',
  timeTaken: 'Time taken',
  metadata: 'Metadata',
};

/** Puts a condition together in fields, for what the menu of filters does not list. */
export function ConditionDialog({ current }: Readonly<{ current: CurrentView }>) {
  const asked = useStore(editedCondition);
  const { chosen } = current.state;
  return (
    <Dialog
      opened={asked !== null}
      onClose={close}
      title={asked ? titles[asked.kind] : ''}
      size={asked?.kind === 'metadata' ? 520 : 380}
    >
      {asked?.kind === 'created' && <CreatedForm chosen={chosen} />}
      {asked?.kind === 'length' && <SecondsForm chosen={chosen} what="DurationSeconds" />}
      {asked?.kind === 'timeTaken' && <SecondsForm chosen={chosen} what="TimeTakenSeconds" />}
      {asked?.kind === 'metadata' && <MetadataForm chosen={chosen} index={asked.index} />}
    </Dialog>
  );
}

function CreatedForm({ chosen }: Readonly<{ chosen: GenerationFilter }>) {
  return (
    <RangeForm
      initial={createdDraft(chosen)}
      labels={['First day', 'Last day']}
      type="date"
      read={readCreated}
      apply={(range) => choose({ createdFrom: undefined, createdBefore: undefined, ...range })}
    />
  );
}

type SecondsFormProps = Readonly<{ chosen: GenerationFilter; what: Seconds }>;

function SecondsForm({ chosen, what }: SecondsFormProps) {
  return (
    <RangeForm
      initial={secondsDraft(chosen[`min${what}`], chosen[`max${what}`])}
      labels={['At least (s)', 'At most (s)']}
      type="text"
      read={readSeconds}
      apply={({ min, max }) =>
        choose({ ...noRange(what), [`min${what}`]: min, [`max${what}`]: max })
      }
    />
  );
}

type RangeFormProps<Value> = Readonly<{
  initial: RangeDraft;
  labels: readonly [from: string, to: string];
  type: 'date' | 'text';
  read: (draft: RangeDraft) => DraftOutcome<Value>;
  apply: (value: Value) => void;
}>;

function RangeForm<Value>({ initial, labels, type, read, apply }: RangeFormProps<Value>) {
  const [draft, setDraft] = useState(initial);
  return (
    <ConditionForm className={classes.range} outcome={read(draft)} apply={apply}>
      {(mistakeOf) =>
        (['from', 'to'] as const).map((end, place) => (
          <FormField key={end} label={labels[place] ?? ''} problem={mistakeOf(place)}>
            {(field) => (
              <TextInput
                {...field}
                type={type}
                inputMode={type === 'text' ? 'decimal' : undefined}
                value={draft[end]}
                data-autofocus={place === 0 || undefined}
                onChange={(event) => setDraft({ ...draft, [end]: event.target.value })}
              />
            )}
          </FormField>
        ))
      }
    </ConditionForm>
  );
}

const operatorLabels: Readonly<Record<MetadataCondition['operator'], string>> = {
  '=': 'is',
  '≠': 'is not',
  '<': 'is less than',
  '≤': 'is at most',
  '≥': 'is at least',
  '>': 'is more than',
  present: 'is there',
  absent: 'is not there',
};

type MetadataFormProps = Readonly<{ chosen: GenerationFilter; index: number | null }>;

function MetadataForm({ chosen, index }: MetadataFormProps) {
  const conditions = chosen.metadata ?? [];
  const [draft, setDraft] = useState(metadataDraft(index === null ? undefined : conditions[index]));
  const facets = useQuery(facetsQuery).data?.metadata ?? [];
  const values = facets.find(({ path }) => path.join('.') === draft.path.trim())?.values ?? [];
  const apply = (condition: MetadataCondition) =>
    choose({
      metadata:
        index === null
          ? [...conditions, condition]
          : conditions.map((one, place) => (place === index ? condition : one)),
    });
  return (
    <ConditionForm className={classes.metadata} outcome={readMetadata(draft, facets)} apply={apply}>
      {(mistakeOf) => (
        <>
          <FormField label="Key" problem={mistakeOf(0)}>
            {(field) => (
              <SuggestField
                {...field}
                autoFocus
                value={draft.path}
                suggestions={facets
                  .map(({ path }) => ({ text: path.join('.') }))
                  .filter(({ text }) => startsLike(text, draft.path))}
                onChange={(path) => setDraft({ ...draft, path })}
              />
            )}
          </FormField>
          <FormField label="Condition">
            {(field) => (
              <Select
                {...field}
                value={draft.operator}
                onChange={(event) => {
                  const operator = metadataOperators.find((one) => one === event.target.value);
                  if (operator) setDraft({ ...draft, operator });
                }}
              >
                {metadataOperators.map((operator) => (
                  <option key={operator} value={operator}>
                    {operatorLabels[operator]}
                  </option>
                ))}
              </Select>
            )}
          </FormField>
          {needsValue(draft.operator) && (
            <FormField label="Value" problem={mistakeOf(1)}>
              {(field) => (
                <SuggestField
                  {...field}
                  value={draft.value}
                  suggestions={values
                    .map(({ value }) => ({ text: metadataValueText(value) }))
                    .filter(({ text }) => startsLike(text, draft.value))}
                  onChange={(value) => setDraft({ ...draft, value })}
                />
              )}
            </FormField>
          )}
        </>
      )}
    </ConditionForm>
  );
}

const startsLike = (text: string, start: string): boolean =>
  text.toLowerCase().startsWith(start.trim().toLowerCase());

type ConditionFormProps<Value> = Readonly<{
  className: string | undefined;
  outcome: DraftOutcome<Value>;
  apply: (value: Value) => void;
  /** The fields, given what is wrong with each, by its place. */
  children: (
    mistakeOf: (place: number) => Readonly<{ level: 'error'; message: string }> | undefined,
  ) => ReactNode;
}>;

/** Fields with "Apply", which says what is wrong once it was tried. */
function ConditionForm<Value>({ className, outcome, apply, children }: ConditionFormProps<Value>) {
  const [tried, setTried] = useState(false);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if ('mistake' in outcome) return setTried(true);
        apply(outcome.value);
        close();
      }}
    >
      <div className={className}>
        {children((place) =>
          tried && 'mistake' in outcome && outcome.field === place
            ? { level: 'error', message: outcome.mistake }
            : undefined,
        )}
      </div>
      <div className={classes.actions}>
        <Button onClick={close}>Cancel</Button>
        <Button look="primary" type="submit">
          Apply
        </Button>
      </div>
    </form>
  );
}
