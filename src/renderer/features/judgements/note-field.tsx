import { type KeyboardEvent, type Ref, useCallback, useEffect, useRef, useState } from 'react';
import classes from './judgement-section.module.css';

type NoteFieldProps = Readonly<{
  note: string | null;
  onChange: (note: string | null) => void;
  fieldRef?: Ref<HTMLTextAreaElement>;
  onKeyDown?: (event: KeyboardEvent) => void;
}>;

/** What was typed is kept after so long without another key, milliseconds. */
const restMs = 500;

/** A note, kept while it is written. */
export function NoteField({ note, onChange, fieldRef, onKeyDown }: NoteFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const latest = useRef({ typed, note, onChange });
  useEffect(() => {
    latest.current = { typed, note, onChange };
  });
  const keep = useCallback(() => {
    const { typed: text, note: kept, onChange: change } = latest.current;
    if (text !== null && text.trim() !== (kept ?? '')) change(text || null);
  }, []);
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(keep, restMs);
    return () => clearTimeout(timer);
  }, [typed, keep]);
  // Whoever goes on to another take, or quits, leaves nothing behind.
  useEffect(() => {
    window.addEventListener('beforeunload', keep);
    return () => {
      window.removeEventListener('beforeunload', keep);
      keep();
    };
  }, [keep]);
  return (
    <textarea
      ref={fieldRef}
      aria-label="Note"
      className={classes.note}
      placeholder="Note"
      rows={1}
      maxLength={10_000}
      value={typed ?? note ?? ''}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        keep();
        setTyped(null);
      }}
      onKeyDown={onKeyDown}
    />
  );
}
