import { IconSearch } from '@tabler/icons-react';
import classes from './search-field.module.css';

type SearchFieldProps = Readonly<{
  label: string;
  value: string;
  onChange: (value: string) => void;
}>;

/** A field for plain text to look for. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <search className={classes.field}>
      <IconSearch size={15} stroke={1.75} className={classes.icon} aria-hidden />
      <input
        type="search"
        aria-label={label}
        className={classes.input}
        placeholder={label}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') onChange('');
        }}
      />
    </search>
  );
}
