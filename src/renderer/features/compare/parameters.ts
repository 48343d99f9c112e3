import type { Generation } from '../../../shared/generation';
import { rerunKey } from '../../../shared/job';
import { type ExactJson, parseExact, stringifyExact } from '../../../shared/json-text';
import {
  formatChannels,
  formatDuration,
  formatSampleRate,
  formatTaken,
} from '../../base/format/numbers';

/** One thing that takes were made with. */
export type Parameter = Readonly<{
  name: string;
  /** As text, one for each take; `null` where it has none. */
  values: readonly (string | null)[];
}>;

/** Longer values are cut. */
const mostCharacters = 1_000;

/** What generations were made with and what is known of the result: columns, then the metadata. */
export const parametersOf = (generations: readonly Generation[]): readonly Parameter[] => {
  const column = <T>(
    name: string,
    read: (generation: Generation) => T | null,
    format: (value: T) => string,
  ): Parameter => ({
    name,
    values: generations.map((generation) => {
      const value = read(generation);
      return value === null ? null : format(value);
    }),
  });
  const metadata = new Map(generations.map((one) => [one, exactMetadata(one)]));
  const keys = new Set([...metadata.values()].flatMap((members) => Object.keys(members)));
  // What a job was made from is not what it was made with.
  keys.delete(rerunKey);
  return [
    column('Model', ({ modelName }) => modelName, String),
    column('Version', ({ modelVersion }) => modelVersion, String),
    column('Length', ({ durationSeconds }) => durationSeconds, formatDuration),
    column('Sample rate', ({ sampleRate }) => sampleRate, formatSampleRate),
    column('Channels', ({ channels }) => channels, formatChannels),
    ...[...keys].map((key) => column(key, (one) => metadata.get(one)?.[key] ?? null, jsonText)),
    column('Time taken', ({ generationTimeSeconds }) => generationTimeSeconds, formatTaken),
  ];
};

const exactMetadata = ({ metadataText }: Generation): Readonly<Record<string, ExactJson>> =>
  metadataText === null ? {} : (parseExact(metadataText) as Readonly<Record<string, ExactJson>>);

const jsonText = (value: ExactJson): string => {
  const text =
    Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? value.join(', ')
      : typeof value === 'string'
        ? value
        : stringifyExact(value);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
};
