import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type Result, toFailure } from '../shared/errors';
import { analyseFacts, analysePeaks } from './audio/analysis';
import { openPeakCache } from './audio/peak-cache';
import type { AnalysisRequest, AnalysisResponse } from './audio-host';

// The audio thread: reads headers and samples, so that the main process's event loop never does.

if (!parentPort) throw new Error('audio-worker runs as a worker thread only');
const port = parentPort;
const { dataFolder } = workerData as { dataFolder: string };
const cache = openPeakCache(join(dataFolder, 'cache', 'peaks'));

const answer = (request: AnalysisRequest): Promise<unknown> =>
  request.name === 'facts' ? analyseFacts(request.input) : analysePeaks(request.input, cache);

port.on('message', async (request: AnalysisRequest) => {
  const result: Result<unknown> = await answer(request).then(
    (value) => ({ ok: true, value }),
    (thrown: unknown) => ({ ok: false, error: toFailure(thrown) }),
  );
  port.postMessage({ id: request.id, result } satisfies AnalysisResponse);
});
