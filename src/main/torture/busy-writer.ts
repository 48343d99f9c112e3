import { MonitorError } from '../../shared/errors';
import { openLibrary } from '../storage/entry';

// A program that writes to a library as fast as it can: each transaction adds a job and counts the use of
// its prompt, so that of any moment both are the same number.

const [path = '', dataFolder = ''] = process.argv.slice(2);
const library = openLibrary(path, { create: false, dataFolder });
const facts = {
  modelName: 'm',
  durationSeconds: 8,
  sampleRate: 32_000,
  channels: 2,
  filePath: 'x',
};

process.send?.('ready');
for (let count = 0; ; count++) {
  try {
    library.transaction(() => {
      const { id } = library.generations.create({ ...facts, prompt: `prompt ${count % 5}` });
      // The file must not grow without end while a thousand copies are made of it.
      const [oldest] = library.generations.list({ limit: 1, offset: 300 });
      if (oldest) library.generations.delete([oldest.id]);
      library.generations.updateStatus(id, 'processing');
    });
  } catch (thrown) {
    if (!(thrown instanceof MonitorError) || thrown.code !== 'library-busy') throw thrown;
  }
}
