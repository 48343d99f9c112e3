import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { dismiss, type Message, messageStore } from '../base/messages';
import { useStore } from '../base/store';
import { Progress } from '../ui/progress';
import classes from './message-stack.module.css';

/**
 * The messages of the moment. An alert is read out when it appears; the status region is there from
 * the start, since what is added to one is read out only then.
 */
export function MessageStack() {
  const messages = useStore(messageStore);
  const errors = messages.filter(isError);
  useUndoKey();
  return (
    <div className={classes.stack}>
      {errors.length > 0 && (
        <div role="alert" className={classes.region}>
          {errors.map((message) => (
            <MessageCard key={message.id} message={message} />
          ))}
        </div>
      )}
      <div role="status" className={classes.region}>
        {messages.filter(isInformation).map((message) => (
          <MessageCard key={message.id} message={message} />
        ))}
      </div>
    </div>
  );
}

function MessageCard({ message }: Readonly<{ message: Message }>) {
  const { id, action, progress, lasts } = message;
  const [held, setHeld] = useState(false);
  useEffect(() => {
    // Whoever is about to press its button has the time to.
    if (lasts === null || held) return;
    const timer = setTimeout(() => dismiss(id), lasts);
    return () => clearTimeout(timer);
  }, [id, lasts, held]);
  return (
    <div
      className={classes.card}
      data-kind={message.kind}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      {isError(message) && (
        <IconAlertTriangle size={16} stroke={1.75} className={classes.icon} aria-hidden />
      )}
      <div className={classes.text}>
        <p>{message.text}</p>
        {message.hint && <p className={classes.hint}>{message.hint}</p>}
        {progress && (
          <div className={classes.progress}>
            <Progress label={message.text} done={progress.done} total={progress.total} />
          </div>
        )}
      </div>
      {action && (
        <button
          type="button"
          className={classes.action}
          onClick={() => {
            if (!progress) dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      {!progress && (
        <button
          type="button"
          className={classes.close}
          aria-label="Dismiss"
          onClick={() => dismiss(id)}
        >
          <IconX size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}

/** Ctrl+Z takes back what was done last, from wherever no text is being typed. */
const useUndoKey = (): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      if (event.target instanceof Element && event.target.closest('input, textarea, dialog')) {
        return;
      }
      const latest = messageStore.get().findLast(({ action }) => action?.label === 'Undo');
      if (!latest) return;
      event.preventDefault();
      dismiss(latest.id);
      latest.action?.run();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
};

const isError = (message: Message): boolean => message.kind === 'error';
const isInformation = (message: Message): boolean => message.kind === 'information';
