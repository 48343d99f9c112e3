import { appendFileSync, existsSync, readFileSync } from 'node:fs';

// What a process that may be killed at any moment had in hand and had done. Each note is one short write
// that the system has taken before anything goes on: a kill loses none.

export type Note = Readonly<{
  /** `will` before a call, `did` after it came back. */
  when: 'will' | 'did';
  what: string;
  /** A generation, or a file. */
  of: string;
  /** What else there is to know of it. */
  value: string;
}>;

/** Notes for a file, one on each line. */
export const noteTo =
  (file: string) =>
  (when: Note['when'], what: string, of: string, value = ''): void =>
    appendFileSync(file, `${when}\t${what}\t${of}\t${value}\n`);

/** All notes of a file, in order; without the file there are none. */
export const notesOf = (file: string): readonly Note[] =>
  !existsSync(file)
    ? []
    : readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [when, what = '', of = '', value = ''] = line.split('\t');
          return { when: when === 'did' ? 'did' : 'will', what, of, value };
        });

/** Notes by what they are about. */
export const byObject = (notes: readonly Note[]): ReadonlyMap<string, readonly Note[]> => {
  const groups = new Map<string, Note[]>();
  for (const note of notes) {
    const group = groups.get(note.of);
    if (group) group.push(note);
    else groups.set(note.of, [note]);
  }
  return groups;
};
