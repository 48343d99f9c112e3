import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  // Windows share one display and two cores: one after the other is both faster and calmer.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  outputDir: 'test-results',
});
