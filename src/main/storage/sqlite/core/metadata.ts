import type { Json, JsonObject } from '../../../../shared/generation';
import { withMembers, withoutNonFinite } from '../../../../shared/json-text';

/** Deeper nesting is reported as malformed: it cannot cross to the window, nor be shown. */
const maxDepth = 100;

/** What a metadata column holds: an object, or `malformed` with the empty object in its place. */
export type ParsedMetadata = Readonly<{ metadata: JsonObject; malformed: boolean }>;

const absent: ParsedMetadata = { metadata: {}, malformed: false };
const broken: ParsedMetadata = { metadata: {}, malformed: true };

/**
 * Reads a metadata column. Like the Python service, an absent, empty or malformed value answers the
 * empty object; JSON that is no object is malformed. Python writes `NaN` and `Infinity`, which are
 * no JSON: they are read as `null`.
 */
export const parseMetadata = (text: string | null): ParsedMetadata => {
  if (text === null || text === '') return absent;
  const value = parseJson(text);
  if (!isObject(value)) return broken;
  // Each level takes two characters at least: ordinary metadata is too short to be deep.
  if (text.length > 2 * maxDepth && isDeeperThan(value, maxDepth)) return broken;
  return { metadata: value, malformed: false };
};

const parseJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    if (!text.includes('NaN') && !text.includes('Infinity')) return undefined;
  }
  try {
    return JSON.parse(withoutNonFinite(text)) as Json;
  } catch {
    return undefined;
  }
};

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Without recursion, which deep nesting would end. */
const isDeeperThan = (value: Json, limit: number): boolean => {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
  }
  return false;
};

/**
 * A metadata column with members set: what stands there otherwise stays to the byte, numbers of 64 bits
 * included. What is no object has no members, as for the Python service, and is written over.
 *
 * @param added JSON text of an object
 * @param which see `withMembers`
 */
export const mergeMetadata = (
  text: string | null,
  added: string,
  which: 'all' | 'missing' = 'all',
): string => {
  const isEmpty = text === null || text.trim() === '' || parseMetadata(text).malformed;
  return isEmpty ? added : withMembers(text, added, which);
};
