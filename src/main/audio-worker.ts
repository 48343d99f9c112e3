import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type Result, toFailure } from '../shared/errors';
import { analyseFacts, analysePeaks, analyseSpectrogram } from './audio/analysis';
import { checkTakes } from './audio/check-take';
import { openPeakCache } from './audio/peak-cache';
import { createReferences } from './audio/unreferenced';
import type { AnalysisRequest, AnalysisResponse } from './audio-host';

// The audio thread: reads headers and samples, so that the main process's event loop never does.

if (!parentPort) throw new Error('audio-worker runs as a worker thread only');
const port = parentPort;
const { dataFolder } = workerData as { dataFolder: string };
const cache = openPeakCache(join(dataFolder, 'cache', 'peaks'));

const answer = ({ name, input }: AnalysisRequest): Promise<unknown> => {
  switch (name) {
    case 'facts':
      return analyseFacts(input);
    case 'peaks':
      return analysePeaks(input, cache);
    case 'spectrogram':
      return analyseSpectrogram(input);
    case 'check':
      return checkTakes(input.takes, input.places, cache);
    case 'unreferenced': {
      const references = createReferences(input.places);
      references.add(input.filePaths);
      return references.unreferenced();
    }
  }
};

port.on('message', async (request: AnalysisRequest) => {
  const result: Result<unknown> = await answer(request).then(
    (value) => ({ ok: true, value }),
    (thrown: unknown) => ({ ok: false, error: toFailure(thrown) }),
  );
  port.postMessage({ id: request.id, result } satisfies AnalysisResponse);
});
