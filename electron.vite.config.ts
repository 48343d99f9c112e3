import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { recordModules } from './scripts/lib/package/record-modules.mjs';

export default defineConfig({
  main: {
    plugins: [recordModules('main')],
    build: {
      sourcemap: true,
      // Only what is native stays outside: reading the hundreds of files of the others one by one
      // would take longer than all the rest of the start.
      externalizeDeps: { exclude: ['zod', 'drizzle-orm', 'csv-stringify'] },
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          // The same for the packaged program, with the storage's commands.
          installed: 'src/main/installed.ts',
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
    plugins: [recordModules('preload')],
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
    plugins: [react(), recordModules('renderer')],
    worker: { plugins: () => [recordModules('worker')] },
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
