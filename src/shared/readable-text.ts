// Text that other programs wrote, as it may be shown: what steers a terminal or turns the direction of
// reading is taken out. What is stored stays as it is.

/** Colours and other commands to a terminal: CSI, OSC and its kin, single characters. */
const escapes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)|\x1b[ -/]*[0-~]?/g;

/** Marks that turn the direction of what follows, and those nobody sees. */
const directions = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controls = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;

/**
 * Text of several lines as a terminal would have left it: without colours and commands, of a line that
 * was written over (a progress bar) its last state, without characters that nobody sees.
 */
export const readableText = (text: string): string =>
  text
    .replace(/\r+\n/g, '\n')
    .replace(escapes, '')
    .split('\n')
    .map(lastState)
    .join('\n')
    .replace(controls, '')
    .replace(directions, '');

const lastState = (line: string): string =>
  line.includes('\r') ? (line.split('\r').findLast((state) => state.trim() !== '') ?? '') : line;

/** The same in one line, for a terminal or a table. */
export const readableLine = (text: string): string =>
  readableText(text).replace(/\s+/g, ' ').trim();
