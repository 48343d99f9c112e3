import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.mjs'],
    testTimeout: 20_000,
    // Vitest leaves a core to others; here it would leave one of two.
    maxWorkers: '100%',
    coverage: { include: ['src/main/storage/**/*.ts'], exclude: ['**/*.test.ts'] },
  },
});
