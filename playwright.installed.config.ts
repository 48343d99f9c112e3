import { defineConfig } from '@playwright/test';
import base from './playwright.config';

// The installed program, see scripts/lib/test-installed.mjs.
export default defineConfig({ ...base, testDir: 'e2e/installed', testIgnore: [] });
