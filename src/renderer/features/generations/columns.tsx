import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  metaHelper,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import type { GenerationSummary } from '../../../shared/generation';
import type { SortColumn } from '../../../shared/query';
import {
  formatBytes,
  formatChannels,
  formatDuration,
  formatFactor,
  formatSampleRate,
  formatTaken,
} from '../../base/format/numbers';
import { showsFailedOnly, type View } from '../../model/view';
import { TimeText } from '../../ui/time-text';
import { StarSign, Stars, starWidth } from '../judgements/star-rating';
import { MalformedSign } from './malformed-sign';
import { OutlookText } from './outlook-view';
import { JobMark } from './status-mark';

/** What the list needs to know of a column beyond TanStack Table's own. */
type ColumnMeta = Readonly<{
  /** What a cell shows; nothing where the row has no such value. */
  cell: (row: GenerationSummary) => ReactNode;
  /** The column's name in full, where the header has a short one. */
  title?: string;
  align?: 'end';
  /** What the storage can sort by, where it can. */
  sort?: SortColumn;
  /** Takes the space that is left. */
  grows?: boolean;
  /** Gives way to those that grow, down to so many pixels, before the list scrolls sideways. */
  yieldsTo?: number;
  /** Holds instants, which are wider when they are shown as date and time. */
  times?: true;
  /** Width of a placeholder's bar, percent. */
  placeholder: number;
}>;

/** Rows come from the storage by position, so the table has no row models: it owns the columns. */
export const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
  columnOrderingFeature,
  rowSortingFeature,
  columnMeta: metaHelper<ColumnMeta>(),
});

const helper = createColumnHelper<typeof features, GenerationSummary>();

export const columns = helper.columns([
  helper.accessor('status', {
    header: 'Status',
    size: 112,
    minSize: 44,
    meta: {
      cell: (row) => <JobMark job={row} outlook={row.outlook} />,
      sort: 'status',
      placeholder: 70,
    },
  }),
  helper.accessor('prompt', {
    header: 'Prompt',
    size: 320,
    minSize: 140,
    meta: {
      cell: promptText,
      grows: true,
      sort: 'prompt',
      placeholder: 80,
    },
  }),
  helper.accessor('modelName', {
    id: 'model',
    header: 'Model',
    size: 176,
    meta: { cell: modelText, sort: 'modelName', yieldsTo: 124, placeholder: 75 },
  }),
  helper.accessor('durationSeconds', {
    id: 'length',
    header: 'Length',
    size: 68,
    meta: {
      cell: (row) => row.durationSeconds !== null && formatDuration(row.durationSeconds),
      align: 'end',
      sort: 'durationSeconds',
      placeholder: 60,
    },
  }),
  helper.accessor('createdAt', {
    header: 'Created',
    size: 106,
    meta: {
      cell: (row) => row.createdAt && <TimeText instant={row.createdAt} />,
      sort: 'createdAt',
      times: true,
      placeholder: 70,
    },
  }),
  helper.accessor('completedAt', {
    id: 'finishedAt',
    header: 'Finished',
    size: 106,
    meta: {
      cell: (row) => row.completedAt && <TimeText instant={row.completedAt} />,
      sort: 'completedAt',
      times: true,
      placeholder: 70,
    },
  }),
  helper.accessor('generationTimeSeconds', {
    id: 'timeTaken',
    header: 'Time taken',
    size: 96,
    meta: {
      cell: (row) => {
        if (row.generationTimeSeconds !== null) return formatTaken(row.generationTimeSeconds);
        return row.outlook && <OutlookText outlook={row.outlook} />;
      },
      align: 'end',
      sort: 'generationTimeSeconds',
      placeholder: 55,
    },
  }),
  helper.accessor((row) => realTimeFactor(row), {
    id: 'realTimeFactor',
    header: 'RTF',
    size: 72,
    meta: {
      title: 'Real-time factor',
      cell: (row) => {
        const factor = realTimeFactor(row);
        return factor !== null && formatFactor(factor);
      },
      align: 'end',
      sort: 'realTimeFactor',
      placeholder: 60,
    },
  }),
  helper.accessor('rating', {
    header: 'Rating',
    size: 90,
    minSize: 5 * starWidth + 16,
    meta: {
      cell: (row) => row.rating !== null && <Stars rating={row.rating} />,
      sort: 'rating',
      placeholder: 60,
    },
  }),
  helper.accessor('starred', {
    header: 'Starred',
    size: 76,
    meta: { cell: (row) => row.starred && <StarSign />, sort: 'starred', placeholder: 20 },
  }),
  helper.accessor('heardAt', {
    id: 'heard',
    header: 'Heard',
    size: 116,
    meta: {
      cell: (row) => row.heardAt && <TimeText instant={row.heardAt} />,
      sort: 'heardAt',
      times: true,
      placeholder: 70,
    },
  }),
  helper.accessor('tags', {
    header: 'Tags',
    size: 150,
    meta: {
      cell: (row) => row.tags.length > 0 && <bdi>{row.tags.join(', ')}</bdi>,
      placeholder: 60,
    },
  }),
  helper.accessor('fileSizeBytes', {
    id: 'size',
    header: 'Size',
    size: 84,
    meta: {
      cell: (row) => row.fileSizeBytes !== null && formatBytes(row.fileSizeBytes),
      align: 'end',
      sort: 'fileSizeBytes',
      placeholder: 60,
    },
  }),
  helper.accessor('sampleRate', {
    id: 'format',
    header: 'Format',
    size: 128,
    meta: { cell: formatText, sort: 'format', placeholder: 60 },
  }),
  helper.accessor('bpm', {
    header: 'BPM',
    size: 64,
    meta: { cell: (row) => row.bpm, align: 'end', sort: 'bpm', placeholder: 60 },
  }),
  helper.accessor('key', {
    header: 'Key',
    size: 60,
    meta: { cell: (row) => row.key, sort: 'key', placeholder: 50 },
  }),
  helper.accessor('genre', {
    header: 'Genre',
    size: 116,
    meta: {
      cell: (row) => row.genre && <bdi>{oneLine(row.genre)}</bdi>,
      sort: 'genre',
      placeholder: 60,
    },
  }),
  helper.accessor('errorSummary', {
    id: 'error',
    header: 'Error',
    size: 280,
    meta: {
      yieldsTo: 160,
      cell: (row) => row.errorSummary && <bdi>{oneLine(row.errorSummary)}</bdi>,
      sort: 'error',
      placeholder: 70,
    },
  }),
]);

/** What is shown of a view until someone chooses otherwise. */
export const defaultVisibility = ({ filter, sort }: View): Readonly<Record<string, boolean>> => ({
  ...hiddenAtFirst,
  // Failed jobs took no time and have nothing to rate, but a reason.
  ...(showsFailedOnly(filter) && {
    error: true,
    timeTaken: sort.column === 'generationTimeSeconds',
    rating: sort.column === 'rating',
  }),
});

const hiddenAtFirst = {
  finishedAt: false,
  realTimeFactor: false,
  starred: false,
  heard: false,
  tags: false,
  size: false,
  format: false,
  bpm: false,
  key: false,
  genre: false,
  error: false,
};

/** Time taken ÷ length of the music. */
const realTimeFactor = ({
  generationTimeSeconds: taken,
  durationSeconds: length,
}: GenerationSummary) => (taken !== null && length !== null && length > 0 ? taken / length : null);

/** Line breaks and tabs as single spaces: a cell has one line. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function promptText({ prompt, malformed }: GenerationSummary): ReactNode {
  return (
    <>
      {malformed && <MalformedSign />}
      <bdi dir="auto">{oneLine(prompt)}</bdi>
    </>
  );
}

function modelText({ modelName, modelVersion }: GenerationSummary): ReactNode {
  if (!modelVersion) return modelName;
  return (
    <>
      <span>{modelName}</span> <small>{modelVersion}</small>
    </>
  );
}

function formatText({ sampleRate, channels }: GenerationSummary): ReactNode {
  return [
    sampleRate !== null && formatSampleRate(sampleRate),
    channels !== null && formatChannels(channels),
  ]
    .filter(Boolean)
    .join(' · ');
}
