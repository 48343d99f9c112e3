import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** What the user asked for on the command line. */
export type CommandLine = Readonly<{
  /** A file, a `sqlite:///` or a `file:` URL: the value of `--library`, else the first plain argument. */
  library: string | null;
  /** Where to write a picture of the loaded window, after which the application quits. */
  screenshot: string | null;
  /** Open the sample library. */
  demo: boolean;
  /** What goes into the log goes to standard error, too. */
  verbose: boolean;
}>;

/** Where the value is left out, what follows is not the value but the next flag. */
const valued: ReadonlySet<string> = new Set(['--library', '--screenshot']);

/**
 * Reads what is ours out of a process's arguments and ignores the rest: Chromium's switches stand
 * among them. An option without a value counts as not given.
 *
 * @param argv without the executable and what belongs to Electron, see {@link ownArguments}
 */
export const parseCommandLine = (argv: readonly string[]): CommandLine => {
  const { values, positionals } = parseArgs({
    args: argv.map((word, index) =>
      valued.has(word) && argv[index + 1]?.startsWith('--') ? `${word}=` : word,
    ),
    options: {
      library: { type: 'string' },
      screenshot: { type: 'string' },
      demo: { type: 'boolean' },
      verbose: { type: 'boolean' },
    },
    strict: false,
    allowPositionals: true,
  });
  return {
    library: text(values.library) ?? positionals.find((word) => word !== '') ?? null,
    screenshot: text(values.screenshot),
    demo: values.demo === true,
    verbose: values.verbose === true,
  };
};

const text = (value: string | boolean | undefined): string | null =>
  typeof value === 'string' && value !== '' && !value.startsWith('--') ? value : null;

/**
 * A process's arguments without the executable and, where Electron was told which application to run,
 * without that folder and what stands before it.
 *
 * @param folder of the application; `null` in the packaged program
 */
export const ownArguments = (argv: readonly string[], folder: string | null): readonly string[] => {
  const at = folder === null ? 0 : argv.findIndex((word) => resolve(word) === folder);
  return argv.slice(Math.max(at, 0) + 1);
};

/**
 * The place that a command line names, whatever folder it is used from later: files are relative to
 * the folder of whoever started us, a file manager's `file:` URL is the file, other URLs stay.
 */
export const absoluteLocation = (location: string, folder = process.cwd()): string => {
  if (/^file:\/\//i.test(location)) {
    try {
      return fileURLToPath(location);
    } catch {
      return location;
    }
  }
  return /^[a-z][a-z0-9+]*:\/\//i.test(location) ? location : resolve(folder, location);
};

/**
 * What a second start hands to the first. In ASCII: Electron loses the whole message where a text in it
 * holds any other letter.
 */
export const wishOf = (location: string | null): Readonly<{ library: string | null }> => ({
  library: location && encodeURIComponent(absoluteLocation(location)),
});

/** The library in such a message, whoever sent it; `null` where it names none. */
export const libraryOf = (wish: unknown): string | null => {
  const library = typeof wish === 'object' && wish && 'library' in wish ? wish.library : null;
  if (typeof library !== 'string') return null;
  try {
    return decodeURIComponent(library);
  } catch {
    return null;
  }
};
