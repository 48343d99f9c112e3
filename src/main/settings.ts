import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { MonitorError } from '../shared/errors';
import { defaultSettings, settingsSchema } from '../shared/settings';

const maxRecent = 10;

// Loose: what a newer version keeps in there, at any level, outlasts an older one.
const recentSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  openedAt: z.coerce.date(),
});

const windowPlaceSchema = z.looseObject({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
/** Where the window was, in screen pixels. */
export type WindowPlace = Readonly<{
  x: number;
  y: number;
  width: number;
  height: number;
  maximized: boolean;
}>;

/** Each part by itself, so that one that is spoiled or new costs none of the others. */
const parts = {
  /** Libraries opened before, the latest first. */
  recent: z.array(recentSchema).max(100).default([]),
  window: windowPlaceSchema.nullable().default(null),
  settings: z
    .looseObject({
      theme: settingsSchema.shape.theme.catch(defaultSettings.theme),
      notifications: settingsSchema.shape.notifications.catch(defaultSettings.notifications),
      stalledAfter: settingsSchema.shape.stalledAfter.catch(defaultSettings.stalledAfter),
    })
    .default(defaultSettings),
  /** Addresses of HTTP services, by the id of their library. */
  services: z.record(z.string(), z.string()).default({}),
  /** Absolute paths of folders that audio may be read from, beside the library's own. */
  outputFolders: z.array(z.string()).max(100).default([]),
};
const storedSchema = z.looseObject(parts);

/** Everything that is remembered from one start to the next. */
export type Remembered = Readonly<z.infer<typeof storedSchema>>;
type Recent = Remembered['recent'][number];

/** What is remembered, in one JSON file. */
export type SettingsStore = Readonly<{
  get: () => Remembered;
  /** Changes what is remembered. Never throws: what could not be kept holds until the end, see `problem`. */
  update: (change: (remembered: Remembered) => Remembered) => void;
  /** Why the file could not be read or written, to be told; `null` while all is well. */
  problem: () => MonitorError | null;
}>;

/**
 * Reads the settings, or starts with the defaults where the file is missing. What cannot be read, or
 * only in part, is kept beside as `<file>.broken`. Writes are atomic: a new file renamed over the old.
 *
 * @param file absolute path of the JSON file; its folder is made on the first write
 */
export const openSettings = (file: string): SettingsStore => {
  let { remembered, problem } = read(file);
  return {
    get: () => remembered,
    update: (change) => {
      remembered = change(remembered);
      problem = write(file, remembered);
    },
    problem: () => problem,
  };
};

/** Puts a library at the head of the recent ones; the oldest beyond ten are forgotten. */
export const withRecent = (remembered: Remembered, library: Recent): Remembered => {
  const before = remembered.recent.find((entry) => entry.path === library.path);
  const others = remembered.recent.filter((entry) => entry !== before);
  return { ...remembered, recent: [{ ...before, ...library }, ...others].slice(0, maxRecent) };
};

type Read = { remembered: Remembered; problem: MonitorError | null };

const read = (file: string): Read => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return fresh(null);
    // A folder, or a file that may not be read: whoever put it there has it still.
    return fresh(putAside(file, cause));
  }
  try {
    const value: unknown = JSON.parse(text);
    const whole = storedSchema.safeParse(value);
    if (whole.success) return { remembered: whole.data, problem: null };
    const { remembered } = fresh(null);
    copyFileSync(file, freeName(file));
    return { remembered: { ...remembered, ...soundParts(value) }, problem: null };
  } catch (cause) {
    return fresh(putAside(file, cause, true));
  }
};

const fresh = (problem: MonitorError | null): Read => ({
  remembered: storedSchema.parse({}),
  problem,
});

/** Of an object that is not right as a whole, what is right, unknown parts included. */
const soundParts = (value: unknown): Partial<Remembered> => {
  if (typeof value !== 'object' || value === null) throw new TypeError('no object');
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => {
      const schema = (parts as Readonly<Record<string, z.ZodType>>)[name];
      const parsed = schema ? schema.safeParse(part) : { success: true, data: part };
      return parsed.success ? [[name, parsed.data]] : [];
    }),
  );
};

/** @returns what to tell; nothing where that was only text that is no JSON, which people seldom wrote */
const putAside = (file: string, cause: unknown, quietly = false): MonitorError | null => {
  const aside = freeName(file);
  try {
    renameSync(file, aside);
  } catch {
    return unkept(file, cause);
  }
  if (quietly) return null;
  return new MonitorError('settings-unusable', `The settings in ${file} could not be read.`, {
    hint: `They were put aside as ${aside}, and the program began with its defaults.`,
    cause,
  });
};

const freeName = (file: string): string => {
  const first = `${file}.broken`;
  for (let count = 1; ; count++) {
    const name = count === 1 ? first : `${first}-${count}`;
    if (!existsSync(name)) return name;
  }
};

const write = (file: string, remembered: Remembered): MonitorError | null => {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, `${JSON.stringify(remembered, null, 2)}\n`);
    renameSync(draft, file);
    return null;
  } catch (cause) {
    removeDraft(draft);
    return unkept(file, cause);
  }
};

const removeDraft = (draft: string): void => {
  try {
    rmSync(draft, { force: true });
  } catch {
    // Where nothing can be written there is none.
  }
};

const unkept = (file: string, cause: unknown): MonitorError => {
  const { code } = cause as NodeJS.ErrnoException;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new MonitorError(
    full ? 'disk-full' : 'settings-unusable',
    full
      ? `The disk is full: settings hold until you quit, but are not kept in ${file}.`
      : `Settings hold until you quit, but cannot be kept in ${file} (${code ?? String(cause)}).`,
    {
      hint: full
        ? 'Make room on the disk.'
        : 'Make that path a file that you may write, or name another folder in DGX_MUSIC_MONITOR_DATA.',
      cause,
    },
  );
};
