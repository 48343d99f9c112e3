import classes from './suggestion-list.module.css';

type SuggestionListProps = Readonly<{
  id: string;
  suggestions: readonly Readonly<{ text: string; hint?: string | undefined }>[];
  /** The one that Enter takes; -1 for none. */
  active: number;
  onActive: (index: number) => void;
  onTake: (index: number) => void;
  /** At least so wide, pixels, however narrow the field is. */
  minWidth?: number;
}>;

/** The id of a suggestion, for the field's `aria-activedescendant`. */
export const suggestionId = (listId: string, index: number): string => `${listId}-${index}`;

/** What could be meant, below the field that keeps the focus and handles the keys. */
export function SuggestionList(props: SuggestionListProps) {
  const { id, suggestions, active, onActive, onTake, minWidth } = props;
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className={classes.list}
      style={minWidth === undefined ? undefined : { minWidth }}
    >
      {suggestions.map(({ text, hint }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field, which keeps the focus.
        <div
          key={text}
          id={suggestionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={classes.option}
          onMouseDown={(event) => event.preventDefault()}
          onMouseEnter={() => onActive(index)}
          onClick={() => onTake(index)}
        >
          <bdi className={classes.text}>{text}</bdi>
          {hint && <span className={classes.hint}>{hint}</span>}
        </div>
      ))}
    </div>
  );
}
