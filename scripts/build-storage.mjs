// @ts-check
// Builds what `import … from 'dgx-music-monitor/storage'` gets, with its types.
import { buildStorage } from './lib/build-storage.mjs';
import { runCommand } from './lib/problem.mjs';

await runCommand(() => buildStorage({ types: true, force: true }));
