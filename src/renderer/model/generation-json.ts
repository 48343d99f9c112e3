import type { Generation } from '../../shared/generation';
import { type ExactJson, parseExact, stringifyExact } from '../../shared/json-text';

/** A generation as JSON to paste elsewhere, its metadata digit for digit. */
export const generationJson = ({ metadataText, ...generation }: Generation): string => {
  const plain = JSON.parse(JSON.stringify(generation)) as Readonly<Record<string, ExactJson>>;
  const metadata = metadataText === null ? {} : parseExact(metadataText);
  return stringifyExact({ ...plain, metadata }, 2);
};
