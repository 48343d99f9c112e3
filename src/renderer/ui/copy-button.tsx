import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { tellError } from '../base/messages';
import { IconButton } from './icon-button';

type CopyButtonProps = Readonly<{
  label: string;
  /** Or what makes it, where that takes a while. */
  text: string | (() => string | Promise<string>);
  className?: string | undefined;
}>;

/** Copies text, and shows for a moment that it did. */
export function CopyButton({ label, text, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <IconButton
      label={copied ? 'Copied' : label}
      className={className}
      onClick={() => {
        const made = typeof text === 'string' ? text : text();
        Promise.resolve(made)
          .then(copyText)
          .then(() => setCopied(true), tellError);
      }}
    >
      {copied ? <IconCheck size={14} /> : <IconCopy size={14} stroke={1.75} />}
    </IconButton>
  );
}

/** Puts text on the clipboard. */
export const copyText = (text: string): Promise<void> => navigator.clipboard.writeText(text);
