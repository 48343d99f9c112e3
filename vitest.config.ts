import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.mjs'],
    testTimeout: 20_000,
    // A machine may be busy with other things; what is there sooner is found sooner.
    expect: { poll: { timeout: 10_000 } },
    // Vitest leaves a core to others; here it would leave one of two.
    maxWorkers: '100%',
    coverage: { include: ['src/main/storage/**/*.ts'], exclude: ['**/*.test.ts'] },
  },
});
