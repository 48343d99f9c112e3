import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

export default defineConfig({
  main: {
    build: {
      sourcemap: true,
      // Only what is native stays outside: reading the hundreds of files of the others one by one
      // would take longer than all the rest of the start.
      externalizeDeps: { exclude: ['zod', 'drizzle-orm', 'csv-stringify'] },
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          // A program of its own, see docs/writing-a-worker.md.
          'sample-worker': 'src/main/sample/sample-worker.ts',
        },
        // Four megabytes that make speech clearer, which nobody asks the Opus decoder for.
        external: ['@wasm-audio-decoders/opus-ml'],
        // Else it would share a chunk with the storage, which the main process never runs.
        output: {
          codeSplitting: { groups: [{ name: 'shared', test: /[\\/](src[\\/]shared|zod)[\\/]/ }] },
        },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload script is one CommonJS file.
      rolldownOptions: {
        input: 'src/preload/index.ts',
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      minify: true,
      chunkSizeWarningLimit: 1_000,
      rolldownOptions: {
        input: 'src/renderer/index.html',
        // One file for all that the first screen needs: each file more costs the start a request.
        output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
      },
    },
  },
});
