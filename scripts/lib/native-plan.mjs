// @ts-check
import { createHash } from 'node:crypto';

/** The Node-API that better-sqlite3's own prebuilt binaries need. Below it they kill the process. */
export const prebuiltNapi = 10;

/**
 * How a binary for older runtimes is made: better-sqlite3 compiled without its claim to Node-API 10, with
 * the few functions that it uses from there taken as the experimental ones that Node-API 9 already has.
 */
export const recipe = /** @type {const} */ ({
  cxxFlags: '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
  args: ['rebuild', '--release', '--force_build=1'],
});

/**
 * @param {readonly {napi: number}[]} runtimes all that will load the module
 * @returns {'prebuilt' | 'compiled'}
 */
export function nativeKind(runtimes) {
  return runtimes.every(({ napi }) => napi >= prebuiltNapi) ? 'prebuilt' : 'compiled';
}

/**
 * Names a compiled binary in the cache by all that its content depends on.
 *
 * @param {object} input
 * @param {string} input.version of better-sqlite3
 * @param {string} input.platform
 * @param {string} input.arch
 * @param {'glibc' | 'musl' | 'system'} input.libc
 * @param {string} input.headers version of Node's headers: newer ones take other functions for experimental
 * @returns {string} a file name without its ending
 */
export function binaryKey({ version, platform, arch, libc, headers }) {
  const made = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 8);
  return `better-sqlite3-${version}-${platform}-${arch}-${libc}-node${headers}-${made}`;
}
