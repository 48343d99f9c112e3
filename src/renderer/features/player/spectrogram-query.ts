import { queryOptions } from '@tanstack/react-query';
import { type AudioFacts, audioUrl } from '../../../shared/audio';
import type { Spectrogram } from '../../../shared/spectrogram';
import { unwrap } from '../../base/ipc/call';
import { decodeSpectrogram } from './decode-audio';

/** The spectrogram of what plays; its facts say who decodes it. `null` where there is none. */
export const spectrogramQuery = (id: string, facts: AudioFacts | null) =>
  queryOptions({
    queryKey: ['audio.spectrogram', id, facts?.sizeBytes],
    queryFn: (): Promise<Spectrogram | null> =>
      facts?.format === 'wav'
        ? unwrap(window.monitor.audio.spectrogram({ id }))
        : decodeSpectrogram(audioUrl(id), facts),
  });
