// @ts-check
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problem } from './problem.mjs';
import { tail } from './run.mjs';

const screen = '1440x900x24';
const startTimeoutMs = 15_000;

/**
 * @typedef {object} VirtualDisplay
 * @property {{DISPLAY: string, XAUTHORITY: string}} env for programs that shall open windows there
 * @property {() => void} stop
 */

/**
 * Starts Xvfb. Not through xvfb-run: that mixes standard error into standard output, hides the program from
 * signals, and two at once may choose the same number.
 *
 * @param {object} [options]
 * @param {boolean} [options.sharedMemory] whether windows may hand over pictures in it, which is quicker. But
 *   Chromium, drawing in software, waits for the server's word that a picture was taken before it draws the
 *   next, and seldom overlooks it: then the window stands still.
 * @returns {Promise<VirtualDisplay>}
 */
export async function startVirtualDisplay({ sharedMemory = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'dgx-music-monitor-display-'));
  const authority = join(folder, 'Xauthority');
  writeFileSync(authority, authorityRecord(randomBytes(16)), { mode: 0o600 });
  const args = ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-auth', authority];
  if (!sharedMemory) args.push('-extension', 'MIT-SHM');
  // Its own process group: Ctrl+C is for the window, which closes in order and still needs its display then.
  const server = spawn('Xvfb', args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stop = () => {
    process.off('exit', stop);
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', stop);
  try {
    const number = await displayNumber(server);
    server.unref();
    return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/**
 * The file of one cookie that is good for any display: all numbers big-endian, strings led by their length.
 *
 * @param {Uint8Array} cookie
 * @returns {Buffer}
 */
export function authorityRecord(cookie) {
  const familyWild = 0xffff;
  const name = Buffer.from('MIT-MAGIC-COOKIE-1');
  return Buffer.concat([
    uint16(familyWild),
    uint16(0),
    uint16(0),
    uint16(name.length),
    name,
    uint16(cookie.length),
    cookie,
  ]);
}

/** @param {number} value @returns {Buffer} */
function uint16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>} the number that the server chose, once it takes connections
 */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let answer = '';
    let stderr = '';
    const fail = (/** @type {string} */ reason) => {
      clearTimeout(timer);
      reject(
        problem(`The virtual display (Xvfb) did not start: ${reason}`, { details: tail(stderr) }),
      );
    };
    const timer = setTimeout(() => fail('no answer'), startTimeoutMs);
    server.on('error', (error) => fail(error.message));
    server.on('exit', (code, signal) => fail(`exit code ${code ?? signal}`));
    server.stderr?.on('data', (chunk) => {
      stderr = `${stderr}${chunk}`.slice(-4000);
    });
    const numbers = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
    numbers.on('data', (chunk) => {
      answer += chunk;
      if (!answer.includes('\n')) return;
      clearTimeout(timer);
      // Nothing but the server's end is awaited from here on, and that is not ours to wait for.
      numbers.destroy();
      /** @type {import('node:net').Socket | null} */ (server.stderr)?.unref();
      resolve(answer.trim());
    });
  });
}
