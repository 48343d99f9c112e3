import type { MonitorApi } from '../shared/api';

declare global {
  interface Window {
    /** Put there by the preload script: the only way out of this page. */
    readonly monitor: MonitorApi;
  }

  /** Where `get-nonce`, used by react-remove-scroll, looks for the nonce of its style tag. */
  var __webpack_nonce__: string | undefined;
}
