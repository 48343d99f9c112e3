import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.mjs'],
    testTimeout: 20_000,
    coverage: { include: ['src/main/storage/**/*.ts'], exclude: ['**/*.test.ts'] },
  },
});
