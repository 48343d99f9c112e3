import { useId } from 'react';
import classes from './segmented.module.css';

type SegmentedProps<Value extends string> = Readonly<{
  label: string;
  value: Value;
  options: readonly (readonly [value: Value, label: string])[];
  onChange: (value: Value) => void;
}>;

/** One of a few, all of them in sight. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, options, onChange } = props;
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={classes.group}>
      {options.map(([option, text]) => (
        <label key={option} className={classes.option} data-checked={option === value || undefined}>
          <input
            type="radio"
            name={name}
            className={classes.input}
            checked={option === value}
            onChange={() => onChange(option)}
          />
          {text}
        </label>
      ))}
    </div>
  );
}
