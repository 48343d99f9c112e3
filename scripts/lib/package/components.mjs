// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../paths.mjs';
import { problem } from '../problem.mjs';
import { modulesFolder } from './record-modules.mjs';

/**
 * A package of others that is shipped.
 *
 * @typedef {object} Component
 * @property {string} name as on npm
 * @property {string} version
 * @property {string} license an SPDX expression
 * @property {string} text of the licence
 */

/** @typedef {import('./facts.mjs').Facts} Facts */

const external = ['node_modules/better-sqlite3/package.json'];

/**
 * @param {readonly string[]} files paths that hold `node_modules/`
 * @returns {readonly string[]} the folders of the packages they belong to, each once, in order
 */
export function packageFolders(files) {
  const folders = files.flatMap(
    (file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? [],
  );
  return [...new Set(folders)].sort();
}

/** @returns {readonly Component[]} every package with a file in the bundles of the last build */
export function bundledComponents() {
  if (!existsSync(modulesFolder)) throw problem('The build left no list of what went into it');
  const files = readdirSync(modulesFolder).flatMap(
    (name) => /** @type {string[]} */ (JSON.parse(readFileSync(join(modulesFolder, name), 'utf8'))),
  );
  return packageFolders([...files, ...external]).map(componentIn);
}

/** @param {string} folder relative to the project @returns {Component} */
function componentIn(folder) {
  const path = join(projectRoot, folder);
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const files = readdirSync(path).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const texts = files.sort().map((name) => readFileSync(join(path, name), 'utf8').trim());
  const license = manifest.license?.type ?? manifest.license;
  if (typeof license !== 'string') {
    throw problem(`${manifest.name} names no licence, so it cannot be shipped`);
  }
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  return {
    name: manifest.name,
    version: manifest.version,
    license,
    // Some packages leave the file out; what they state is all there is.
    text: texts.join('\n\n') || `${license}${author ? `, copyright ${author}` : ''}`,
  };
}

/** @param {readonly Component[]} components @returns {string} for people */
export function noticesOf(components) {
  const extra = readFileSync(join(projectRoot, 'packaging', 'extra-notices.md'), 'utf8');
  const parts = components.map(
    ({ name, version, license, text }) => `## ${name} ${version} (${license})\n\n${text}`,
  );
  return [
    '# What DGX Music Monitor is made with\n\nElectron and Chromium: see LICENSE.electron.txt and LICENSES.chromium.html beside the program.',
    ...parts,
    extra.trim(),
  ]
    .join('\n\n')
    .concat('\n');
}

/**
 * The software bill of materials as CycloneDX 1.6.
 *
 * @param {readonly Component[]} components
 * @param {Facts} facts
 * @returns {string}
 */
export function sbomOf(components, { appVersion, epoch, arch, runtime }) {
  const all = [
    ...components,
    { name: 'electron', version: runtime.version, license: 'MIT', text: '' },
  ];
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([appVersion, arch, all]))}`,
    version: 1,
    metadata: {
      timestamp: new Date(epoch * 1000).toISOString(),
      component: {
        type: 'application',
        'bom-ref': 'dgx-music-monitor',
        name: 'dgx-music-monitor',
        version: appVersion,
        licenses: [{ license: { id: 'MIT' } }],
        properties: [{ name: 'architecture', value: arch }],
      },
    },
    components: all.map(({ name, version, license }) => {
      const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
      const isSimple = /^[A-Za-z0-9.+-]+$/.test(license);
      return {
        type: 'library',
        'bom-ref': purl,
        name,
        version,
        purl,
        licenses: [isSimple ? { license: { id: license } } : { expression: license }],
      };
    }),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** @param {string} text @returns {string} the same for the same text */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
