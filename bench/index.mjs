// @ts-check
// `npm run bench`: measures, reports, judges nothing. `--json` for machines, `--rows N` for another
// size, `--only storage|workers|window|audio` for a part.
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { build } from '../scripts/lib/build.mjs';
import { buildStorage } from '../scripts/lib/build-storage.mjs';
import { startVirtualDisplay } from '../scripts/lib/display.mjs';
import { prepare } from '../scripts/lib/prepare.mjs';
import { lacksDisplay } from '../scripts/lib/system-packages.mjs';
import { measureAudio } from './audio.mjs';
import { benchLibrary } from './library.mjs';
import { toTable } from './report.mjs';
import { measureStorage, migratedLibrary } from './storage.mjs';
import { measureWindow } from './window.mjs';
import { measureWorkers } from './workers.mjs';

/** @typedef {import('./report.mjs').Measurement} Measurement */

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '1000000' },
    only: { type: 'string' },
  },
});
const generations = Number(values.rows);
const size = { generations, prompts: Math.max(1, Math.round(generations / 20)) };

process.stderr.write(`A library of ${size.generations} generations …\n`);
const library = benchLibrary(size);
const electron = await prepare();
await build(electron);
const display = lacksDisplay() ? await startVirtualDisplay({ sharedMemory: true }) : undefined;
Object.assign(process.env, display?.env);

/** @type {Record<string, () => Promise<Measurement[]>>} */
const parts = {
  storage: () => measureStorage({ library }),
  workers: async () => {
    await buildStorage();
    return measureWorkers(library);
  },
  window: async () =>
    measureWindow({ executable: electron.path, library: await migratedLibrary(library) }),
  audio: () => measureAudio({ executable: electron.path }),
};
/** @type {Record<string, Measurement[]>} */
const results = {};
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (values.only && values.only !== name) continue;
    process.stderr.write(`Measuring: ${name} …\n`);
    results[name] = await measure();
  }
} finally {
  display?.stop();
}

const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
if (values.json) process.stdout.write(`${JSON.stringify({ machine, size, results }, null, 2)}\n`);
else {
  process.stdout.write(`${size.generations} generations; ${machine}\n`);
  for (const [name, measurements] of Object.entries(results)) {
    process.stdout.write(`\n### ${name}\n\n${toTable(measurements)}\n`);
  }
}
