import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { useStore } from '../ui/store';
import classes from './message-stack.module.css';
import { dismiss, type Message, messageStore } from './messages';

/**
 * The messages of the moment. An alert is read out when it appears; the status region is there from
 * the start, since what is added to one is read out only then.
 */
export function MessageStack() {
  const messages = useStore(messageStore);
  const errors = messages.filter(isError);
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
  return (
    <div className={classes.card} data-kind={message.kind}>
      {isError(message) && (
        <IconAlertTriangle size={16} stroke={1.75} className={classes.icon} aria-hidden />
      )}
      <div className={classes.text}>
        <p>{message.text}</p>
        {message.hint && <p className={classes.hint}>{message.hint}</p>}
      </div>
      {message.action && (
        <button
          type="button"
          className={classes.action}
          onClick={() => {
            dismiss(message.id);
            message.action?.run();
          }}
        >
          {message.action.label}
        </button>
      )}
      <button
        type="button"
        className={classes.close}
        aria-label="Dismiss"
        onClick={() => dismiss(message.id)}
      >
        <IconX size={14} aria-hidden />
      </button>
    </div>
  );
}

const isError = (message: Message): boolean => message.kind === 'error';
const isInformation = (message: Message): boolean => message.kind === 'information';
