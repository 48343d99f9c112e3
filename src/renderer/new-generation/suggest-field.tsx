import { type KeyboardEvent, useId, useState } from 'react';
import classes from './suggest-field.module.css';

type SuggestFieldProps = Readonly<{
  id: string;
  value: string;
  onChange: (value: string) => void;
  suggestions: readonly Readonly<{ text: string; hint?: string | undefined }>[];
  invalid: boolean;
  describedBy: string | undefined;
  /** Lines; one is a plain input. */
  lines?: number;
  placeholder?: string;
  autoFocus?: boolean;
}>;

/** A field for any text, with suggestions below it while they help. */
export function SuggestField(props: SuggestFieldProps) {
  const { id, value, onChange, suggestions, invalid, describedBy, lines = 1 } = props;
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
    id,
    value,
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': shown,
    'aria-controls': shown ? listId : undefined,
    'aria-activedescendant': shown && active >= 0 ? `${listId}-${active}` : undefined,
    'aria-invalid': invalid || undefined,
    'aria-describedby': describedBy,
    className: classes.input,
    placeholder: props.placeholder,
    autoComplete: 'off',
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
        <textarea {...common} rows={lines} data-multiline dir="auto" />
      ) : (
        <input {...common} type="text" spellCheck={false} />
      )}
      {shown && (
        <div id={listId} role="listbox" aria-label="Suggestions" className={classes.list}>
          {offered.map(({ text, hint }, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field, which keeps the focus.
            <div
              key={text}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={classes.option}
              onMouseDown={(event) => event.preventDefault()}
              onMouseEnter={() => setActive(index)}
              onClick={() => take(index)}
            >
              <bdi className={classes.text}>{text}</bdi>
              {hint && <span className={classes.hint}>{hint}</span>}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
