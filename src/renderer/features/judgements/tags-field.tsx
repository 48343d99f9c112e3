import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { mostTags } from '../../../shared/judgement';
import { facetsQuery } from '../../model/insight-queries';
import classes from './judgement-section.module.css';

type TagsFieldProps = Readonly<{
  tags: readonly string[];
  onChange: (tags: readonly string[]) => void;
  autoFocus?: boolean;
}>;

/** Tags to add, by Enter or a comma, and to take away. Those in use elsewhere are suggested. */
export function TagsField({ tags, onChange, autoFocus }: TagsFieldProps) {
  const [typed, setTyped] = useState('');
  const [focused, setFocused] = useState(false);
  const listId = useId();
  const facets = useQuery({ ...facetsQuery, enabled: focused });
  const add = () => {
    const added = typed
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean);
    setTyped('');
    const next = [...new Set([...tags, ...added])].slice(0, mostTags);
    if (next.length > tags.length) onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ',') add();
    else if (event.key === 'Backspace' && typed === '' && tags.length > 0)
      onChange(tags.slice(0, -1));
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.tags}>
      {tags.length > 0 && (
        <ul aria-label="Tags" className={classes.tagList}>
          {tags.map((tag) => (
            <li key={tag} className={classes.tag}>
              <bdi>{tag}</bdi>
              <button
                type="button"
                aria-label={`Remove tag ${tag}`}
                onClick={() => onChange(tags.filter((other) => other !== tag))}
              >
                <IconX size={11} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        aria-label="Add a tag"
        className={classes.tagInput}
        placeholder="Add a tag"
        list={listId}
        maxLength={100}
        data-autofocus={autoFocus || undefined}
        autoComplete="off"
        value={typed}
        onFocus={() => setFocused(true)}
        onBlur={add}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <datalist id={listId}>
        {(facets.data?.tags ?? [])
          .filter(({ name }) => !tags.includes(name))
          .map(({ name }) => (
            <option key={name} value={name} />
          ))}
      </datalist>
    </div>
  );
}
