import { IconAlertCircle, IconInfoCircle, IconSearch, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { classNames } from '../../../base/class-names';
import { type SecondThought, secondThoughts } from '../../../model/filter/second-thoughts';
import { type CurrentView, setQuery } from '../../../model/view';
import { IconButton } from '../../../ui/icon-button';
import field from '../../../ui/search-field.module.css';
import { SuggestionList, suggestionId } from '../../../ui/suggestion-list';
import classes from './search-box.module.css';
import { suggest, tokenAt } from './suggestions';
import { useVocabulary } from './use-vocabulary';

type SearchBoxProps = Readonly<{
  current: CurrentView;
  /** What the library holds is then asked for unasked, to say what was probably meant. */
  nothingFound: boolean;
}>;

/** The line in which conditions are typed, with completion and what is wrong with them. */
export function SearchBox({ current, nothingFound }: SearchBoxProps) {
  const { query } = current.state;
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(-1);
  const [closed, setClosed] = useState(true);
  const words = useVocabulary(caret !== null || (nothingFound && query.includes(':')));

  const token = tokenAt(query, caret ?? query.length);
  const suggestions = caret === null || closed ? [] : suggest(token.text, words);
  const shown = suggestions.length > 0;
  const busy = caret !== null && shown;
  const mistakes = busy ? [] : current.typed.mistakes;
  const thoughts = busy || !words.complete ? [] : secondThoughts(query, words);
  const readAs = busy ? [] : (current.typed.readAs ?? []);

  const change = (line: string, at: number) => {
    setQuery(line);
    setCaret(at);
    setActive(-1);
  };
  const take = (index: number) => {
    const suggestion = suggestions[index];
    if (!suggestion) return;
    const end = caret ?? query.length;
    const text = suggestion.open ? suggestion.text : `${suggestion.text} `;
    const line = query.slice(0, token.start) + text + query.slice(end).trimStart();
    const at = token.start + text.length;
    // The caret is in place before the next key.
    flushSync(() => {
      change(line, at);
      setClosed(!suggestion.open);
    });
    input.current?.setSelectionRange(at, at);
  };
  const replace = ({ text, instead }: SecondThought) => {
    if (instead === null) return;
    const line = query.replace(text, () => instead);
    change(line, line.length);
    setClosed(true);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const size = suggestions.length;
    if (event.key === 'ArrowDown' && size > 0) setActive((active + 1) % size);
    else if (event.key === 'ArrowUp' && size > 0) setActive(active <= 0 ? size - 1 : active - 1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && active >= 0) take(active);
    else if (event.key === 'Tab' && size === 1 && token.text !== '') take(0);
    else if (event.key === 'Escape' && shown) setClosed(true);
    else if (event.key === 'Escape' && query !== '') {
      change('', 0);
      setClosed(true);
    } else if (event.key === 'Escape' || (event.key === 'Enter' && active < 0)) focusList();
    else if (event.key === 'ArrowDown') focusList();
    else return;
    event.preventDefault();
  };

  return (
    <search className={classes.search}>
      <IconSearch size={15} stroke={1.75} className={field.icon} aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label="Search generations"
        aria-autocomplete="list"
        aria-controls={shown ? listId : undefined}
        aria-activedescendant={shown && active >= 0 ? suggestionId(listId, active) : undefined}
        aria-invalid={mistakes.length + thoughts.length > 0 || undefined}
        className={classNames(field.input, classes.input)}
        placeholder="Search or key:Cm"
        spellCheck={false}
        autoComplete="off"
        value={query}
        onChange={(event) => {
          change(event.target.value, event.target.selectionStart ?? event.target.value.length);
          setClosed(false);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onFocus={(event) => {
          setCaret(event.target.selectionStart);
          setActive(-1);
        }}
        onMouseDown={() => setClosed(false)}
        onBlur={() => {
          setCaret(null);
          setClosed(true);
        }}
        onKeyDown={onKeyDown}
      />
      {query === '' ? (
        <span className={classes.key} aria-hidden="true">
          /
        </span>
      ) : (
        <IconButton
          label="Clear search"
          className={classes.clear}
          onClick={() => {
            change('', 0);
            input.current?.focus();
          }}
        >
          <IconX size={14} />
        </IconButton>
      )}
      {shown && (
        <SuggestionList
          id={listId}
          suggestions={suggestions}
          active={active}
          onActive={setActive}
          onTake={take}
          minWidth={340}
        />
      )}
      {mistakes.length + thoughts.length + (caret === null ? 0 : readAs.length) > 0 && (
        <div role="status" className={classes.mistakes}>
          {caret !== null && readAs.length > 0 && (
            <p>
              <IconInfoCircle size={14} stroke={1.75} aria-hidden />
              <span>Read as {readAs.join(' ')}. In quotes it is searched for as text.</span>
            </p>
          )}
          {thoughts.map((thought) => (
            <p key={thought.text}>
              <IconAlertCircle size={14} stroke={1.75} aria-hidden />
              <span>
                {thought.message}
                <Instead thought={thought} onTake={replace} />
              </span>
            </p>
          ))}
          {mistakes.map((mistake) => (
            <p key={mistake}>
              <IconAlertCircle size={14} stroke={1.75} aria-hidden />
              {mistake}
            </p>
          ))}
        </div>
      )}
    </search>
  );
}

/** The way to what was probably meant. Taken before the line loses the focus, as the message goes with it. */
function Instead({
  thought,
  onTake,
}: Readonly<{ thought: SecondThought; onTake: (thought: SecondThought) => void }>) {
  if (thought.instead === null) return null;
  return (
    <>
      {' Did you mean '}
      <button
        type="button"
        className={classes.instead}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => onTake(thought)}
      >
        {thought.instead}
      </button>
      ?
    </>
  );
}

const focusList = (): void =>
  document.querySelector<HTMLElement>('[role="grid"][aria-label="Generations"]')?.focus();
