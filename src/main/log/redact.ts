/**
 * A text without what belongs to the user: quoted passages (which may be a prompt or a part of a
 * record), paths and the secrets of URLs. What a log needs, the kind of the error and the place in
 * our own code, stays.
 *
 * @param home folders of ours whose paths may stay, relative to them, such as that of the program
 */
export const redact = (text: string, home: readonly string[] = []): string => {
  let left = text;
  for (const folder of home) left = left.replaceAll(folder, '<program>');
  return left
    .replace(/\b([a-z][a-z0-9+.-]*):\/\/(?!<program>)[^\s'"“”)]+/gi, (url, scheme: string) =>
      keptSchemes.has(scheme) ? url : `${scheme}://…`,
    )
    .replace(/“[^”]*”|"(?:[^"\\]|\\.)*"|‘[^’]*’|`[^`]*`/g, '“…”')
    .replace(/(^|[\s(=,[:])'(?:[^'\\]|\\.)*'/g, '$1“…”')
    .replace(/(^|[\s(=,[])(?:[a-z]:\\|~?\/)(?!\/)[^\s:)“”,]+/gi, '$1<path>');
};

/** Schemes whose URLs name our own code. */
const keptSchemes: ReadonlySet<string> = new Set(['app', 'node', 'file']);

/** An error as it may stand in a log: its name, what it said, where it was thrown. */
export type LoggedError = Readonly<{ name: string; message: string; stack: readonly string[] }>;

const maxFrames = 12;
const maxMessage = 300;

/** @param home see {@link redact} */
export const describeError = (thrown: unknown, home: readonly string[] = []): LoggedError => {
  if (!(thrown instanceof Error)) {
    return { name: typeof thrown, message: redact(String(thrown), home), stack: [] };
  }
  const frames = (thrown.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, maxFrames)
    .map((line) => redact(line.trim(), home));
  // V8 quotes the text that it could not parse, without quotation marks where that is short.
  const message = thrown instanceof SyntaxError ? 'could not be parsed' : thrown.message;
  return {
    name: thrown.name,
    message: redact(message, home).slice(0, maxMessage),
    stack: frames,
  };
};
