import type { MonitorApi } from '../../src/shared/api';

// What the preload script adds to the page, for code that tests run inside it.

declare global {
  interface Window {
    readonly monitor: MonitorApi;
  }
}
