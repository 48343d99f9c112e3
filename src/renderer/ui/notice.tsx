import type { ReactNode } from 'react';
import classes from './notice.module.css';

type NoticeProps = Readonly<{
  icon: ReactNode;
  title: string;
  text?: ReactNode;
  /** Buttons: what one can do now. */
  actions?: ReactNode;
}>;

/** What stands in an otherwise empty place: why it is empty, and what to do about it. */
export function Notice({ icon, title, text, actions }: NoticeProps) {
  return (
    <div className={classes.notice}>
      <div className={classes.icon} aria-hidden="true">
        {icon}
      </div>
      <h2 className={classes.title}>{title}</h2>
      {text && <div className={classes.text}>{text}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
