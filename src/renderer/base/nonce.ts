/** The nonce that the main process put into this page for the styles made at run time. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/** Makes the nonce known to the libraries that ask a global for it. */
export const adoptNonce = (): void => {
  globalThis.__webpack_nonce__ = styleNonce();
};
