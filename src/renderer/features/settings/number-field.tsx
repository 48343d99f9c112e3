import { useState } from 'react';
import { TextInput } from '../../ui/text-input';
import classes from './number-field.module.css';

type NumberFieldProps = Readonly<{
  label: string;
  value: number;
  least: number;
  most: number;
  /** What follows the number: `×`, `s`. */
  unit: string;
  onChange: (value: number) => void;
}>;

/** A number that applies once it is typed: on Enter, or when one leaves the field. */
export function NumberField({ label, value, least, most, unit, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const number = Number(typed);
  const valid = typed === null || (typed.trim() !== '' && number >= least && number <= most);
  const apply = () => {
    if (typed !== null && valid && number !== value) onChange(number);
    setTyped(null);
  };
  return (
    <span className={classes.field}>
      <TextInput
        inputMode="decimal"
        aria-label={label}
        aria-invalid={!valid || undefined}
        title={`${least} to ${most.toLocaleString('en')}`}
        value={typed ?? String(value)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      <span className={classes.unit} aria-hidden="true">
        {unit}
      </span>
    </span>
  );
}
