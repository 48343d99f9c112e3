import { createContext, useContext, useState } from 'react';
import { firstCharacters } from '../../shared/text';
import { formatCount } from '../base/format/numbers';
import { Button } from './button';

/** Characters shown at first, and added by each click: what is laid out in some milliseconds. */
const atFirst = 20_000;
const more = 100_000;

/** Gets the whole of texts of which only the beginning is here. */
export const LoadWhole = createContext<() => void>(() => {});

type LongTextProps = Readonly<{
  text: string;
  /** Characters of the whole, where this is only the beginning of it. */
  total?: number | undefined;
  /** How what is shown of it is written. */
  as?: (part: string) => string;
}>;

/** A text of any length: its beginning, and the rest as far as one asks for it. */
export function LongText({ text, total = text.length, as = (part) => part }: LongTextProps) {
  const [shown, setShown] = useState(atFirst);
  const loadWhole = useContext(LoadWhole);
  if (total <= shown) return <>{as(text)}</>;
  return (
    <>
      {as(firstCharacters(text, shown))}…{' '}
      <Button
        size="small"
        look="quiet"
        onClick={() => {
          if (text.length < Math.min(shown + more, total)) loadWhole();
          setShown(shown + more);
        }}
      >
        Show more of {formatCount(total)} characters
      </Button>
    </>
  );
}
