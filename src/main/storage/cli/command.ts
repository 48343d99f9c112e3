import { type ConnectedLibrary, openLibrary } from '../sqlite/library';

/** Where a command writes to and asks. */
export type Terminal = Readonly<{
  out: (line: string) => void;
  error: (line: string) => void;
  /** Asks a person; `null` when nobody is there to answer. */
  ask: (question: string) => Promise<string | null>;
  /** Columns, where there is a window to fit into. */
  width?: number | undefined;
  /** Aborted when the person wants to stop what has no end of its own. */
  stop?: AbortSignal;
}>;

/** What was typed after the command's name. */
export type Typed = Readonly<{
  url?: string | undefined;
  json?: boolean | undefined;
  yes?: boolean | undefined;
  status?: readonly string[] | undefined;
  search?: string | undefined;
  limit?: string | undefined;
  'all-failed'?: boolean | undefined;
  /** What is no option. */
  words: readonly string[];
}>;

/** An option of some commands only; `--url`, `--json` and `--help` belong to all. */
export type OwnOption = 'yes' | 'status' | 'search' | 'limit' | 'all-failed';

/** What a command found or did. */
export type Answer = Readonly<{
  /** For `--json`. */
  value: unknown;
  /** For people. */
  lines: readonly string[];
  /** What did not work out, for people; the exit code is 1 then. */
  problems?: readonly string[];
  /** It found a fault: the exit code is 1. */
  failed?: boolean;
}>;

export type Command = Readonly<{
  /** Arguments as the usage shows them. */
  takes: string;
  /** What it does, in a line. */
  does: string;
  /** What else to know, for `help`. */
  more?: string;
  options?: readonly OwnOption[];
  /** At most so many words after its name. */
  words: number;
  run: (typed: Typed, terminal: Terminal) => Promise<Answer | null>;
}>;

/** Opens the library that was named, and closes it when the work is done. */
export const withLibrary = async <T>(
  { url }: Typed,
  work: (library: ConnectedLibrary) => T | Promise<T>,
): Promise<T> => {
  // An index for searching would outlast the command that asked for it.
  const library = openLibrary(url, { create: false, search: false });
  try {
    return await work(library);
  } finally {
    library.close();
  }
};
