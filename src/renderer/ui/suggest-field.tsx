import { type KeyboardEvent, useId, useState } from 'react';
import type { FieldProps } from './form-field';
import classes from './suggest-field.module.css';
import { SuggestionList, suggestionId } from './suggestion-list';
import { TextArea, TextInput } from './text-input';

type SuggestFieldProps = FieldProps &
  Readonly<{
    value: string;
    onChange: (value: string) => void;
    suggestions: readonly Readonly<{ text: string; hint?: string | undefined }>[];
    /** Lines; one is a plain input. */
    lines?: number;
    placeholder?: string;
    autoFocus?: boolean;
  }>;

/** A field for any text, with suggestions below it while they help. */
export function SuggestField(props: SuggestFieldProps) {
  const { value, onChange, suggestions, lines = 1 } = props;
  const listId = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const offered = suggestions.filter(({ text }) => text !== value);
  const shown = open && offered.length > 0;

  const take = (index: number) => {
    const suggestion = offered[index];
    if (!suggestion) return;
    onChange(suggestion.text);
    setOpen(false);
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const size = offered.length;
    if (!shown || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown') setActive((active + 1) % size);
    else if (event.key === 'ArrowUp' && active >= 0) setActive(active - 1);
    else if (event.key === 'Enter' && active >= 0) take(active);
    else if (event.key === 'Escape') setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const common = {
    id: props.id,
    'aria-invalid': props['aria-invalid'],
    'aria-describedby': props['aria-describedby'],
    value,
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': shown,
    'aria-controls': shown ? listId : undefined,
    'aria-activedescendant': shown && active >= 0 ? suggestionId(listId, active) : undefined,
    placeholder: props.placeholder,
    'data-autofocus': props.autoFocus || undefined,
    // Escape closes the suggestions, not the dialog around them.
    'data-mantine-stop-propagation': shown,
    onKeyDown,
    onFocus: () => setOpen(lines === 1),
    onBlur: () => {
      setOpen(false);
      setActive(-1);
    },
    onChange: (event: { target: { value: string } }) => {
      onChange(event.target.value);
      setOpen(true);
      setActive(-1);
    },
  } as const;
  return (
    <div className={classes.field}>
      {lines > 1 ? (
        <TextArea {...common} rows={lines} autoComplete="off" dir="auto" />
      ) : (
        <TextInput {...common} />
      )}
      {shown && (
        <SuggestionList
          id={listId}
          suggestions={offered}
          active={active}
          onActive={setActive}
          onTake={take}
        />
      )}
    </div>
  );
}
