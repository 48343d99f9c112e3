import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { newJobSchema } from '../../shared/job';

/** Jobs that were handed over and are remembered, so that none is handed over twice. */
const mostRemembered = 2_000;

const itemSchema = z.object({
  key: z.string(),
  /** Names what was asked for together, and is taken back together. */
  batch: z.string(),
  state: z.enum(['waiting', 'sending', 'unknown']),
  /** Why the outcome is unknown. */
  reason: z.string().nullable(),
  /** When it was sent, milliseconds since 1970. */
  sentAt: z.number().nullable(),
  /** The failed generation that it repeats; `null` for a new job. */
  retryOf: z.string().nullable(),
  job: newJobSchema,
});
export type HandOverItem = Readonly<z.infer<typeof itemSchema>>;

const doneSchema = z.object({
  batch: z.string(),
  retryOf: z.string().nullable(),
  /** As the service named it, and its row in the library. */
  jobId: z.string(),
});
export type HandedOver = Readonly<z.infer<typeof doneSchema>>;

const storedSchema = z.object({ items: z.array(itemSchema), done: z.array(doneSchema) });
export type HandOvers = Readonly<z.infer<typeof storedSchema>>;

/** What is on its way to the service of one library, and what was handed over, in a JSON file. */
export type HandOverStore = Readonly<{
  get: () => HandOvers;
  /** On the disk when this returns: what is sent after it cannot be forgotten. */
  set: (next: HandOvers) => void;
}>;

/**
 * Reads the file, or begins anew where it is missing or spoiled; a spoiled one is kept beside as
 * `<file>.broken`. What was being sent when the application ended may have arrived.
 */
export const openHandOverStore = (file: string): HandOverStore => {
  const { items, done } = read(file);
  let current: HandOvers = { items: items.map(interrupted), done };
  return {
    get: () => current,
    set: (next) => {
      const kept = { ...next, done: next.done.slice(-mostRemembered) };
      mkdirSync(dirname(file), { recursive: true });
      const draft = `${file}.${process.pid}.tmp`;
      writeFileSync(draft, JSON.stringify(kept), { flush: true });
      renameSync(draft, file);
      current = kept;
    },
  };
};

const interrupted = (item: HandOverItem): HandOverItem =>
  item.state === 'sending'
    ? { ...item, state: 'unknown', reason: 'the application ended while it was sent' }
    : item;

const read = (file: string): HandOvers => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { items: [], done: [] };
  }
  try {
    return storedSchema.parse(JSON.parse(text));
  } catch {
    renameSync(file, `${file}.broken`);
    return { items: [], done: [] };
  }
};
