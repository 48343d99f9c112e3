import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { LibraryInfo } from '../../../shared/library';
import { type Command, closeDialog, commandsFor, matching } from './commands';
import classes from './palette.module.css';
import { Sheet } from './sheet';

/** Every command by its name. */
export function Palette({ library }: Readonly<{ library: LibraryInfo }>) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const all = useMemo(() => commandsFor(library), [library]);
  const found = matching(all, typed);
  useEffect(() => {
    list.current?.querySelector(`[id="${listId}-${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active, listId]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    closeDialog();
    // After the dialog has given the focus back.
    setTimeout(command.run, 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = Math.max(0, found.length - 1);
    if (event.key === 'ArrowDown') setActive(active >= last ? 0 : active + 1);
    else if (event.key === 'ArrowUp') setActive(active <= 0 ? last : active - 1);
    else if (event.key === 'Enter') run(found[active]);
    // By itself the browser would only empty the field at first.
    else if (event.key === 'Escape') closeDialog();
    else return;
    event.preventDefault();
  };
  return (
    <Sheet label="Command palette" onClose={closeDialog}>
      <input
        type="search"
        aria-label="Commands"
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? `${listId}-${active}` : undefined}
        className={classes.input}
        placeholder="Type a command…"
        spellCheck={false}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: a dialog that was asked for takes the focus.
        autoFocus
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label="Commands found"
        tabIndex={0}
        className={classes.list}
        onKeyDown={onKeyDown}
      >
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the input, which keeps the focus.
          <div
            key={command.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={classes.option}
            onMouseMove={() => setActive(index)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => run(command)}
          >
            <span className={classes.group}>{command.group}</span>
            <span className={classes.label}>{command.label}</span>
            {command.keys && <kbd className={classes.keys}>{command.keys}</kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={classes.none}>No command has this name.</p>}
    </Sheet>
  );
}
