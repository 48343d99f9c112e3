import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const maxRecent = 10;

const recentSchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  openedAt: z.coerce.date(),
});

const settingsSchema = z.object({
  /** Libraries opened before, the latest first. */
  recent: z.array(recentSchema).max(100).default([]),
});

export type Settings = Readonly<z.infer<typeof settingsSchema>>;
type Recent = Settings['recent'][number];

/** The user's settings, in one JSON file. */
export type SettingsStore = Readonly<{
  get: () => Settings;
  update: (change: (settings: Settings) => Settings) => void;
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
export const withRecent = (settings: Settings, library: Recent): Settings => ({
  ...settings,
  recent: [library, ...settings.recent.filter((entry) => entry.path !== library.path)].slice(
    0,
    maxRecent,
  ),
});

const read = (file: string): Settings => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return settingsSchema.parse({});
  }
  try {
    return settingsSchema.parse(JSON.parse(text));
  } catch {
    renameSync(file, `${file}.broken`);
    return settingsSchema.parse({});
  }
};
