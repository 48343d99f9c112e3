import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import classes from './form-field.module.css';

/** What is wrong with a field: an error, or a warning that does not keep one from going on. */
export type FieldMessage = Readonly<{ level: 'error' | 'warning'; message: string }>;

/** What ties a control to its label and to what is wrong with it. */
export type FieldProps = Readonly<{
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}>;

type FormFieldProps = Readonly<{
  label: string;
  /** What is wrong with it, once that should be said. */
  problem?: FieldMessage | undefined;
  /** Stands at the end of the label's line. */
  aside?: ReactNode;
  children: (field: FieldProps) => ReactNode;
}>;

/** A field with its label, and below it what is wrong. */
export function FormField({ label, problem, aside, children }: FormFieldProps) {
  const id = useId();
  return (
    <div className={classes.field}>
      <div className={classes.label}>
        <label htmlFor={id}>{label}</label>
        {aside}
      </div>
      {children({
        id,
        'aria-invalid': problem?.level === 'error' || undefined,
        'aria-describedby': problem ? `${id}-problem` : undefined,
      })}
      {problem && (
        <FieldError id={`${id}-problem`} level={problem.level} message={problem.message} />
      )}
    </div>
  );
}

/** A labelled group that names itself to assistive technology, as a radio group does. */
export function GroupField({ label, children }: Readonly<{ label: string; children: ReactNode }>) {
  return (
    <div className={classes.field}>
      <div className={classes.label} aria-hidden="true">
        {label}
      </div>
      {children}
    </div>
  );
}

/** What is wrong, with a sign for how bad it is. */
export function FieldError({
  level,
  message,
  ...rest
}: FieldMessage & Readonly<{ id?: string; role?: 'alert' }>) {
  const Icon = level === 'error' ? IconAlertCircle : IconAlertTriangle;
  return (
    <p {...rest} className={classes.problem} data-level={level}>
      <Icon size={14} stroke={1.75} aria-hidden />
      {message}
    </p>
  );
}
