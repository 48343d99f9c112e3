import { afterEach, describe, expect, it } from 'vitest';
import { type StallWatch, stallLimit, watchStalls } from './stalls';

describe('the watch for stalls', () => {
  let watch: StallWatch | undefined;
  afterEach(() => watch?.stop());

  it('tells how long the event loop stood still', async () => {
    const stalls: number[] = [];
    watch = watchStalls((milliseconds) => stalls.push(milliseconds));
    watch.working();
    // Until it has seen the loop turn once.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const until = performance.now() + 4 * stallLimit;
    while (performance.now() < until);
    await expect.poll(() => Math.max(0, ...stalls)).toBeGreaterThan(stallLimit);
  });
});
