import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';

// Whether a newer release exists, asked only where the user names a feed: nothing else in the program
// uses the network by itself.

/** What `npm run package` writes beside the packages, as latest.json. */
const feedSchema = z.object({
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?$/),
  /** What is new, as in the changelog. */
  notes: z.string().max(20_000),
  /** Names of the packages, by Debian's name of the architecture. */
  debs: z.partialRecord(
    z.enum(['amd64', 'arm64']),
    z.string().regex(/^dgx-music-monitor_[\w.~+-]+\.deb$/),
  ),
});

/** A release newer than this program. */
export type Update = Readonly<{
  version: string;
  notes: string;
  /** What to type to install it; `null` where it has no package for this machine. */
  command: string | null;
}>;

const patienceMs = 10_000;
const mostBytes = 65_536;

/**
 * Looks into a feed.
 *
 * @param feed `http(s)://…` or the absolute path of a folder, where latest.json and the packages are
 * @returns the release, or `null` where there is none newer than `version`
 * @throws an error whose message says what is wrong with the feed
 */
export const findUpdate = async (
  feed: string,
  { version, arch }: Readonly<{ version: string; arch: string }>,
): Promise<Update | null> => {
  const isUrl = /^https?:\/\//i.test(feed);
  if (!isUrl && !isAbsolute(feed)) {
    throw new Error('it is neither an http(s) URL nor the absolute path of a folder');
  }
  const base = feed.replace(/\/+$/, '');
  const text = isUrl
    ? await fetched(`${base}/latest.json`)
    : await readFile(join(base, 'latest.json'), 'utf8');
  const latest = parsed(text);
  if (compareVersions(latest.version, version) <= 0) return null;
  const deb = latest.debs[arch === 'arm64' ? 'arm64' : 'amd64'];
  const place = shellWord(`${base}/${deb}`);
  const command = isUrl
    ? `curl -fLO ${place} && sudo apt install ./${deb}`
    : `sudo apt install ${place}`;
  return { version: latest.version, notes: latest.notes, command: deb ? command : null };
};

/** One line or two for the window. */
export const describeUpdate = ({ version, notes, command }: Update): string => {
  const first = notes
    .split('\n')
    .map((line) => line.replace(/^[-*#\s]+/, '').trim())
    .find((line) => line.length > 20);
  const how = command ? `To install it: ${command}` : 'It has no package for this machine.';
  return [`Version ${version} is out.`, first, how].filter(Boolean).join(' ');
};

/**
 * Looks into a feed once, at its first call, and tells of what is newer or of what is wrong with the feed.
 *
 * @param feed where the user named one; without it nothing is done
 */
export const createUpdateNotice = (
  feed: string | undefined,
  program: Readonly<{ version: string; arch: string }>,
  tell: (text: string) => void,
): (() => Promise<void>) => {
  let asked = false;
  return async () => {
    if (!feed || asked) return;
    asked = true;
    try {
      const update = await findUpdate(feed, program);
      if (update) tell(describeUpdate(update));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tell(`The feed in DGX_MUSIC_MONITOR_UPDATES cannot be used: ${reason}.`);
    }
  };
};

const fetched = async (url: string): Promise<string> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) throw new Error(`its server answers ${response.status}`);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > mostBytes) throw new Error('its latest.json is too long');
  }
  return text;
};

const parsed = (text: string): z.infer<typeof feedSchema> => {
  try {
    return feedSchema.parse(JSON.parse(text));
  } catch {
    throw new Error('its latest.json is not one of this program');
  }
};

/** Negative where `a` is older. A version with an ending, as in 1.0.0-dev, comes before the one without. */
export const compareVersions = (a: string, b: string): number => {
  const [numbersOfA = '', endingOfA] = a.split(/-(.*)/s);
  const [numbersOfB = '', endingOfB] = b.split(/-(.*)/s);
  const others = numbersOfB.split('.').map(Number);
  const differences = numbersOfA
    .split('.')
    .map((part, index) => Number(part) - (others[index] ?? 0));
  const first = differences.find((difference) => difference !== 0);
  if (first !== undefined) return first;
  if (endingOfA === endingOfB) return 0;
  if (endingOfA === undefined) return 1;
  if (endingOfB === undefined) return -1;
  return endingOfA < endingOfB ? -1 : 1;
};

const shellWord = (text: string): string =>
  /^[\w./:~+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
