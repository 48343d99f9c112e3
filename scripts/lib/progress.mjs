// @ts-check

const heartbeatMs = 10_000;

/** @param {number} milliseconds @returns {string} such as "4.1 s" or "2 min 05 s" */
export function formatDuration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/**
 * One line. On standard error, so that commands whose answer is on standard output stay clean.
 *
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Says what is being done, that it still goes on, and how long it took.
 *
 * @template T
 * @param {string} title what it does, as "Fetching the runtime (195 MB)"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  const elapsed = () => formatDuration(performance.now() - started);
  say(`… ${title}`);
  const heartbeat = setInterval(() => say(`  still at it: ${title}, ${elapsed()}`), heartbeatMs);
  try {
    const result = await work();
    say(`✓ ${title} (${elapsed()})`);
    return result;
  } catch (error) {
    say(`✗ ${title} (${elapsed()})`);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}
