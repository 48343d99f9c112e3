import { parseArgs } from 'node:util';

/** What the user asked for on the command line. */
export type CommandLine = Readonly<{
  /** A file or a `sqlite:///` URL. */
  library: string | null;
  /** Where to write a picture of the loaded window, after which the application quits. */
  screenshot: string | null;
  /** Open the sample library. */
  demo: boolean;
  /** What goes into the log goes to standard error, too. */
  verbose: boolean;
}>;

/**
 * Reads our own flags out of a process's arguments and ignores the rest: Chromium's switches and
 * the application folder stand among them. An option without a value counts as not given.
 */
export const parseCommandLine = (argv: readonly string[]): CommandLine => {
  const { values } = parseArgs({
    args: [...argv],
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
    library: text(values.library),
    screenshot: text(values.screenshot),
    demo: values.demo === true,
    verbose: values.verbose === true,
  };
};

const text = (value: string | boolean | undefined): string | null =>
  typeof value === 'string' && value !== '' && !value.startsWith('--') ? value : null;
