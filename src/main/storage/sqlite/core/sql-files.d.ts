/** Vite hands over the text of the file: in the bundles and under Vitest alike. */
declare module '*.sql?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the form of Vite's `?raw` imports
  export default text;
}
