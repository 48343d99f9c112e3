import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import type { FieldProblem } from './draft';
import classes from './new-generation.module.css';

type FormFieldProps = Readonly<{
  label: string;
  /** What is wrong with it, once that should be said. */
  problem: FieldProblem | undefined;
  /** Stands at the end of the label's line. */
  aside?: ReactNode;
  children: (
    field: Readonly<{ id: string; invalid: boolean; describedBy: string | undefined }>,
  ) => ReactNode;
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
        invalid: problem?.level === 'error',
        describedBy: problem ? `${id}-problem` : undefined,
      })}
      {problem && (
        <p id={`${id}-problem`} className={classes.problem} data-level={problem.level}>
          {problem.level === 'error' ? (
            <IconAlertCircle size={14} stroke={1.75} aria-hidden />
          ) : (
            <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
          )}
          {problem.message}
        </p>
      )}
    </div>
  );
}
