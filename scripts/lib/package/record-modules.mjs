// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../paths.mjs';

/** Where each part of a build says what went into it. */
export const modulesFolder = join(projectRoot, 'out', 'modules');

/**
 * A plugin that writes down every file of other packages in the bundle, from which the package's list of
 * components and licences is made: all of them are development dependencies, so no manifest tells.
 *
 * @param {'main' | 'preload' | 'renderer' | 'worker'} part
 * @returns {import('vite').Plugin}
 */
export function recordModules(part) {
  return {
    name: 'record-modules',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle).flatMap((output) =>
        output.type === 'chunk' ? output.moduleIds : output.originalFileNames,
      );
      const others = files
        .map((file) => file.replace(/^\0+|[?#].*$/g, ''))
        .filter((file) => file.includes('node_modules/'))
        .map((file) => file.slice(file.indexOf('node_modules/')));
      mkdirSync(modulesFolder, { recursive: true });
      const sorted = [...new Set(others)].sort();
      writeFileSync(join(modulesFolder, `${part}.json`), JSON.stringify(sorted, null, 1));
    },
  };
}
