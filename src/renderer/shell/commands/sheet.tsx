import { type ReactNode, useLayoutEffect, useRef } from 'react';
import classes from './sheet.module.css';

type SheetProps = Readonly<{ label: string; onClose: () => void; children: ReactNode }>;

/** A modal dialog of the browser's own: it keeps the focus and gives it back. */
export function Sheet({ label, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Closed while it is still in the document: only then does the focus go back.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, which the browser sees to.
    <dialog
      ref={dialog}
      aria-label={label}
      className={classes.sheet}
      onClose={onClose}
      // Escape: at once, so that the next key finds it gone. The browser tells of a close later.
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
