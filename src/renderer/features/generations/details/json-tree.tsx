import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { type ExactJson, isExactNumber, stringifyExact } from '../../../../shared/json-text';
import { CopyButton } from '../../../ui/copy-button';
import { LongText } from '../../../ui/long-text';
import classes from './json-tree.module.css';

/** Members shown at once of one list or object; the others by a click. */
const firstMembers = 100;
/** Levels unfolded at first. */
const openLevels = 2;

/** A JSON object as a tree that folds. */
export function JsonTree({ value }: Readonly<{ value: ExactObject }>) {
  return (
    <div className={classes.tree}>
      <Members value={value} path="" level={0} />
    </div>
  );
}

type ExactObject = Readonly<Record<string, ExactJson>>;
type Parent = ExactObject | readonly ExactJson[];
type MembersProps = Readonly<{ value: Parent; path: string; level: number }>;

function Members({ value, path, level }: MembersProps) {
  const [shown, setShown] = useState(firstMembers);
  const entries = Object.entries(value);
  return (
    <ul className={classes.members} data-level={level}>
      {entries.slice(0, shown).map(([key, member]) => (
        <Member
          key={key}
          name={key}
          value={member}
          path={pathTo(path, key, Array.isArray(value))}
          level={level}
        />
      ))}
      {entries.length > shown && (
        <li>
          <button type="button" className={classes.more} onClick={() => setShown(shown + 500)}>
            {entries.length - shown} more
          </button>
        </li>
      )}
    </ul>
  );
}

type MemberProps = Readonly<{ name: string; value: ExactJson; path: string; level: number }>;

function Member({ name, value, path, level }: MemberProps) {
  const [open, setOpen] = useState(level < openLevels);
  const parent = isParent(value);
  const empty = parent && Object.keys(value).length === 0;
  const folds = parent && !empty;
  return (
    <li>
      <div className={classes.line}>
        {folds ? (
          <button
            type="button"
            className={classes.fold}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <IconChevronRight size={12} className={classes.chevron} aria-hidden />
            <bdi className={classes.key}>{name}</bdi>
            <span className={classes.summary}>{summaryOf(value)}</span>
          </button>
        ) : (
          <>
            <bdi className={classes.key}>{name}</bdi>
            <span className={classes.value} data-kind={kindOf(value)} dir="auto">
              {parent ? Array.isArray(value) ? '[]' : '{}' : <LongText text={leafText(value)} />}
            </span>
          </>
        )}
        <span className={classes.tools}>
          <CopyButton label={`Copy value of ${name}`} text={() => valueText(value)} />
          <CopyButton label={`Copy path ${path}`} text={path} className={classes.pathTool} />
        </span>
      </div>
      {folds && open && <Members value={value} path={path} level={level + 1} />}
    </li>
  );
}

const isParent = (value: ExactJson): value is Parent =>
  typeof value === 'object' && value !== null && !isExactNumber(value);

const kindOf = (value: ExactJson): string =>
  value === null ? 'null' : isExactNumber(value) ? 'number' : typeof value;

const leafText = (value: ExactJson): string =>
  typeof value === 'string' ? value : stringifyExact(value);

const valueText = (value: ExactJson): string =>
  typeof value === 'string' ? value : stringifyExact(value, 2);

const summaryOf = (value: Parent): string => {
  const count = Object.keys(value).length;
  return Array.isArray(value)
    ? `${count} ${count === 1 ? 'item' : 'items'}`
    : `${count} ${count === 1 ? 'key' : 'keys'}`;
};

/** `instruments[0].name`, with quotes where a key is not a plain word. */
const pathTo = (path: string, key: string, inList: boolean): string => {
  if (inList) return `${path}[${key}]`;
  if (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)) return path === '' ? key : `${path}.${key}`;
  return `${path}[${JSON.stringify(key)}]`;
};
