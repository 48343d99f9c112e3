import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { defaultSettings, settingsSchema } from '../shared/settings';

const maxRecent = 10;

const recentSchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  openedAt: z.coerce.date(),
});

const windowPlaceSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
/** Where the window was, in screen pixels. */
export type WindowPlace = Readonly<z.infer<typeof windowPlaceSchema>>;

const storedSchema = z.object({
  /** Libraries opened before, the latest first. */
  recent: z.array(recentSchema).max(100).default([]),
  window: windowPlaceSchema.nullable().default(null),
  settings: z
    .object({
      // Each by itself, so that one that is spoiled or new costs none of the others.
      theme: settingsSchema.shape.theme.catch(defaultSettings.theme),
      notifications: settingsSchema.shape.notifications.catch(defaultSettings.notifications),
      stalledAfter: settingsSchema.shape.stalledAfter.catch(defaultSettings.stalledAfter),
    })
    .default(defaultSettings),
  /** Addresses of HTTP services, by the id of their library. */
  services: z.record(z.string(), z.string()).default({}),
  /** Absolute paths of folders that audio may be read from, beside the library's own. */
  outputFolders: z.array(z.string()).max(100).default([]),
});

/** Everything that is remembered from one start to the next. */
export type Remembered = Readonly<z.infer<typeof storedSchema>>;
type Recent = Remembered['recent'][number];

/** What is remembered, in one JSON file. */
export type SettingsStore = Readonly<{
  get: () => Remembered;
  update: (change: (remembered: Remembered) => Remembered) => void;
}>;

/**
 * Reads the settings, or starts with the defaults where the file is missing or spoiled; a spoiled
 * file is kept beside as `<file>.broken`. Writes are atomic: a new file renamed over the old one.
 *
 * @param file absolute path of the JSON file; its folder is made on the first write
 */
export const openSettings = (file: string): SettingsStore => {
  let current = read(file);
  return {
    get: () => current,
    update: (change) => {
      current = change(current);
      mkdirSync(dirname(file), { recursive: true });
      const draft = `${file}.${process.pid}.tmp`;
      writeFileSync(draft, `${JSON.stringify(current, null, 2)}\n`);
      renameSync(draft, file);
    },
  };
};

/** Puts a library at the head of the recent ones; the oldest beyond ten are forgotten. */
export const withRecent = (remembered: Remembered, library: Recent): Remembered => ({
  ...remembered,
  recent: [library, ...remembered.recent.filter((entry) => entry.path !== library.path)].slice(
    0,
    maxRecent,
  ),
});

const read = (file: string): Remembered => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return storedSchema.parse({});
  }
  try {
    return storedSchema.parse(JSON.parse(text));
  } catch {
    renameSync(file, `${file}.broken`);
    return storedSchema.parse({});
  }
};
