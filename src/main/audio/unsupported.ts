import { MonitorError } from '../../shared/errors';
import { mpegLayer } from './sniff';

/** @param what the file is, as people call it: `WAV with GSM 6.10` */
export const unsupportedAudio = (path: string, what: string): MonitorError =>
  new MonitorError('audio-unsupported', `${path} is ${what}: it cannot be played here.`, {
    hint: 'Other players may know it. Convert it, for example with: ffmpeg -i old-file new-file.flac',
  });

/** What a file holds that is no audio we play, by its first bytes: text at a position. */
const known: readonly (readonly [position: number, start: string, name: string])[] = [
  [0, '0&\u00b2u\u008ef\u00cf\u0011', 'Windows Media Audio'],
  [0, 'caff', 'Core Audio (CAF)'],
  [0, 'riff.\u0091\u00cf\u0011', 'Wave64'],
  [0, 'RIFX', 'WAV with the largest part of each number first (RIFX)'],
  [0, '.snd', 'Sun audio (AU)'],
  [0, 'MAC ', 'Monkey’s Audio'],
  [0, 'wvpk', 'WavPack'],
  [0, 'TTA1', 'True Audio'],
  [0, 'MPCK', 'Musepack'],
  [0, 'MP+', 'Musepack'],
  [0, 'OFR ', 'OptimFROG'],
  [0, 'DSD ', 'DSD audio'],
  [0, 'FRM8', 'DSD audio'],
  [0, '#!AMR', 'AMR'],
  [0, 'MThd', 'MIDI, notes without sound'],
  [0, 'Creative Voice File', 'Creative Voice'],
  [0, 'NIST_1A', 'NIST Sphere'],
  [0, '.RMF', 'RealAudio'],
  [0, 'IMPM', 'an Impulse Tracker module'],
  [0, 'Extended Module', 'a FastTracker module'],
  [0, '\u000bw', 'AC-3'],
  [0, '\u007f\u00fe\u0080\u0001', 'DTS'],
  [8, '8SVX', 'Amiga 8SVX'],
];

/** What a file holds that other players may play, `null` where it is nothing we know. */
export const otherAudio = (head: Uint8Array): string | null => {
  const text = String.fromCharCode(...head);
  if (mpegLayer(head) !== null) return 'MPEG audio of layer I or II';
  return known.find(([position, start]) => text.startsWith(start, position))?.[2] ?? null;
};
