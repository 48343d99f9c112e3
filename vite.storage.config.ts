import { defineConfig } from 'vite';

// The storage for plain Node.js: what `import … from 'dgx-music-monitor/storage'` gets, and the
// command line, of a clone and of the package. See scripts/lib/build-storage.mjs.
export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out/storage',
    // The declarations beside are made by another program, and not each time.
    emptyOutDir: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        index: 'src/main/storage/entry.ts',
        terminal: 'src/main/storage/cli/process-terminal.ts',
        bin: 'src/main/storage/bin.ts',
      },
      output: { chunkFileNames: '[name].js' },
      external: [/^node:/, 'better-sqlite3', /^drizzle-orm/, 'zod'],
    },
  },
});
