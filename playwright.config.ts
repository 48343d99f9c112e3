import { defineConfig } from '@playwright/test';
import { lacksDisplay } from './scripts/lib/system-packages.mjs';

export default defineConfig({
  testDir: 'e2e',
  // Needs a package that was made and installed before: playwright.installed.config.ts.
  testIgnore: 'installed/**',
  // On the one display of a desktop, windows would take the focus from each other.
  workers: lacksDisplay() ? 2 : 1,
  retries: 0,
  forbidOnly: true,
  // Twice what the longest needs on a machine with ten times its own work.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  outputDir: 'test-results',
});
