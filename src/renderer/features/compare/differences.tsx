import { IconChevronRight, IconEyeOff } from '@tabler/icons-react';
import { Fragment, type ReactNode, useState } from 'react';
import { Notice } from '../../ui/notice';
import classes from './differences.module.css';
import type { Lane } from './lane';
import { type Parameter, parametersOf } from './parameters';
import { diffWords } from './word-diff';

type DifferencesProps = Readonly<{
  lanes: readonly Lane[];
  hidden: boolean;
}>;

/** What the takes were made of, beside one another: what differs from one of them is marked. */
export function Differences({ lanes: all, hidden }: DifferencesProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [showsEqual, setShowsEqual] = useState(false);
  if (hidden) {
    return (
      <Notice
        icon={<IconEyeOff size={22} stroke={1.5} />}
        title="Hidden until you vote"
        text="Prompts, parameters and waveforms would tell which take is which."
      />
    );
  }
  // One that was deleted has nothing to show.
  const lanes = all.filter(({ generation }) => generation !== null);
  const base = lanes.find(({ index }) => index === chosen) ?? lanes[0];
  const basePlace = base ? lanes.indexOf(base) : 0;
  const prompts = lanes.map(({ generation }) => generation?.prompt ?? '');
  const parameters = parametersOf(lanes.flatMap(({ generation }) => generation ?? []));
  const differing = parameters.filter(differs);
  const equal = parameters.filter((parameter) => !differs(parameter));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys.
    <section aria-label="Differences" className={classes.scroller} data-scrolls tabIndex={0}>
      <table className={classes.table}>
        <colgroup>
          <col className={classes.names} />
          {lanes.map(({ index }) => (
            <col key={index} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Compared with</th>
            {lanes.map(({ index, label }) => (
              <th key={index} scope="col">
                <label className={classes.base}>
                  <input
                    type="radio"
                    name="base"
                    aria-label={`Compare with ${label}`}
                    checked={index === base?.index}
                    onChange={() => setChosen(index)}
                  />
                  {label}
                </label>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row name="Prompt" values={prompts} basePlace={basePlace} showsRemoved />
          {differing.map(({ name, values }) => (
            <Row key={name} name={name} values={values} basePlace={basePlace} />
          ))}
        </tbody>
        {equal.length > 0 && (
          <tbody>
            <tr>
              <td colSpan={lanes.length + 1} className={classes.fold}>
                <button
                  type="button"
                  aria-expanded={showsEqual}
                  onClick={() => setShowsEqual(!showsEqual)}
                >
                  <IconChevronRight size={13} aria-hidden />
                  The same in all: {equal.length}
                </button>
              </td>
            </tr>
            {showsEqual &&
              equal.map(({ name, values }) => (
                <Row key={name} name={name} values={values} basePlace={basePlace} />
              ))}
          </tbody>
        )}
      </table>
    </section>
  );
}

const differs = ({ values }: Parameter): boolean => values.some((value) => value !== values[0]);

type RowProps = Readonly<{
  name: string;
  /** One for each take; `null` where it has none. */
  values: readonly (string | null)[];
  basePlace: number;
  showsRemoved?: boolean;
}>;

function Row({ name, values, basePlace, showsRemoved = false }: RowProps) {
  const base = values[basePlace] ?? '';
  return (
    <tr>
      <th scope="row">{name}</th>
      {values.map((value, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
        <td key={place} dir="auto" data-prompt={showsRemoved || undefined}>
          {place === basePlace || value === base ? (
            (value ?? <span className={classes.none}>–</span>)
          ) : (
            <Marked base={base} text={value ?? ''} showsRemoved={showsRemoved} />
          )}
        </td>
      ))}
    </tr>
  );
}

type MarkedProps = Readonly<{ base: string; text: string; showsRemoved: boolean }>;

/** A text with what it has more than the base, and what it has less. */
function Marked({ base, text, showsRemoved }: MarkedProps): ReactNode {
  if (text === '' && !showsRemoved) return <span className={classes.none}>–</span>;
  const parts = diffWords(base, text);
  if (!parts) return <ins>{text}</ins>;
  // Where nothing is left of the other text, all of it struck out says nothing.
  const related = parts.some(({ kind }) => kind === 'same');
  return parts
    .filter(({ kind }) => kind !== 'removed' || (showsRemoved && related))
    .map(({ kind, text: words }, place) => {
      // The space after a word is not part of what is marked.
      const marked = words.trimEnd();
      const Mark = marks[kind];
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part has no other identity
        <Fragment key={place}>
          <Mark>{marked}</Mark>
          {words.slice(marked.length)}
        </Fragment>
      );
    });
}

const marks = { same: 'span', added: 'ins', removed: 'del' } as const;
