import { useState } from 'react';
import { firstCharacters } from '../../shared/text';
import { formatCount } from '../base/format/numbers';
import { Button } from './button';

/** Characters shown at first, and added by each click: what is laid out in some milliseconds. */
const atFirst = 20_000;
const more = 100_000;

type LongTextProps = Readonly<{
  text: string;
  /** How what is shown of it is written. */
  as?: (part: string) => string;
}>;

/** A text of any length: its beginning, and the rest as far as one asks for it. */
export function LongText({ text, as = (part) => part }: LongTextProps) {
  const [shown, setShown] = useState(atFirst);
  if (text.length <= shown) return <>{as(text)}</>;
  return (
    <>
      {as(firstCharacters(text, shown))}…{' '}
      <Button size="small" look="quiet" onClick={() => setShown(shown + more)}>
        Show more of {formatCount(text.length)} characters
      </Button>
    </>
  );
}
