import { type FindingKind, findingKinds } from '../../shared/audio-check';

export const kindLabels: Readonly<Record<FindingKind, string>> = {
  missing: 'Missing',
  refused: 'Not allowed',
  'not-audio': 'Not audio',
  unsupported: 'Cannot be played',
  'no-samples': 'Without sound',
  truncated: 'Cut off',
  silent: 'Silent',
  clipped: 'Clipped',
  differs: 'Differs from record',
  unreferenced: 'Unreferenced',
};

/** What can be wrong with the audio of a generation: what lists can be filtered by. */
export const takeFindings = findingKinds.filter((kind) => kind !== 'unreferenced');
