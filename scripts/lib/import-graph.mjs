// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/**
 * @typedef {object} Import
 * @property {string} from the importing file, relative to the folder, without its ending
 * @property {string} to the imported one
 * @property {boolean} typeOnly gone once compiled
 */

/**
 * The imports between the source files of a folder, tests and imports from elsewhere left out.
 *
 * @param {string} folder
 * @returns {Import[]}
 */
export function importsWithin(folder) {
  return sourceFiles(folder).flatMap((file) =>
    importsOf(readFileSync(file, 'utf8'))
      .map(({ source, typeOnly }) => ({
        from: nameOf(folder, file),
        to: nameOf(folder, resolve(dirname(file), source)),
        typeOnly,
      }))
      .filter(({ to }) => !to.startsWith('..')),
  );
}

/** @param {string} folder @returns {string[]} */
const sourceFiles = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name))
    .map((name) => join(folder, name));

/** @param {string} folder @param {string} file */
const nameOf = (folder, file) => relative(folder, file).replace(/(\.d)?\.tsx?$|\?.*$/g, '');

/**
 * @param {string} code as the formatter leaves it
 * @returns {{ source: string, typeOnly: boolean }[]} relative sources only
 */
const importsOf = (code) =>
  [
    ...code.matchAll(
      /^(import|export)( type)?\b[^;'"]*?from '(\.[^']+)'|^import '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm,
    ),
  ].map(([, , type, from, bare, dynamic]) => ({
    source: from ?? bare ?? dynamic ?? '',
    typeOnly: type !== undefined,
  }));

/**
 * The circles of a graph: sets of places of which each leads to each other.
 *
 * @param {readonly Import[]} imports
 * @param {(file: string) => string} [placeOf] what counts as one place: the file unless given
 * @returns {string[][]} sorted
 */
export function circles(imports, placeOf = (file) => file) {
  /** @type {Map<string, Set<string>>} */
  const arrows = new Map();
  for (const { from, to } of imports) {
    const [here, there] = [placeOf(from), placeOf(to)];
    if (here === there) continue;
    arrows.set(here, (arrows.get(here) ?? new Set()).add(there));
  }
  /** @param {string} start */
  const reached = (start) => {
    /** @type {Set<string>} */
    const seen = new Set();
    const open = [...(arrows.get(start) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(arrows.get(next) ?? []));
    }
    return seen;
  };
  const reach = new Map([...arrows.keys()].map((place) => [place, reached(place)]));
  const inCircle = [...reach.keys()].filter((place) => reach.get(place)?.has(place)).sort();
  /** @type {Map<string, string[]>} by their first place */
  const found = new Map();
  for (const place of inCircle) {
    const first = inCircle.find(
      (other) => reach.get(other)?.has(place) && reach.get(place)?.has(other),
    );
    found.set(first ?? place, [...(found.get(first ?? place) ?? []), place]);
  }
  return [...found.values()];
}
