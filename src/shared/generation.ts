import type { Judgement } from './judgement';
import type { Outlook } from './outlook';

/** The statuses that the DGX Music storage layer writes, in the order of a job's life. */
export const coreStatuses = ['pending', 'processing', 'completed', 'failed'] as const;
/** The same by name, as the Python service's `GenerationStatus`. */
export const GenerationStatus = {
  pending: 'pending',
  processing: 'processing',
  completed: 'completed',
  failed: 'failed',
} as const satisfies Readonly<Record<CoreStatus, CoreStatus>>;
export type GenerationStatus = CoreStatus;
export type CoreStatus = (typeof coreStatuses)[number];

/** A JSON value as found in a generation's metadata. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A column whose stored value is not of the declared kind; `raw` is what the file holds, as text. */
export type MalformedField = Readonly<{ field: string; raw: string }>;

/**
 * One job of the library. Dates are UTC instants. A field that someone else wrote malformed is
 * `null` here and listed in `malformed`, so that the row is still shown.
 */
export type Generation = Readonly<{
  /** Opaque text: UUID v4 or `gen_` + 8 hex digits. */
  id: string;
  prompt: string;
  modelName: string;
  modelVersion: string | null;
  /** Target length of the audio, seconds. */
  durationSeconds: number | null;
  /** Hz. */
  sampleRate: number | null;
  /** 1 or 2. */
  channels: number | null;
  /** Set when the job is created: says nothing about the file being there. */
  filePath: string;
  /** Bytes, set on completion. */
  fileSizeBytes: number | null;
  /** One of {@link coreStatuses}, `cancelled`, or whatever else a writer invents. */
  status: string;
  createdAt: Date | null;
  /** Set on completion and on failure. */
  completedAt: Date | null;
  /** Seconds that the job took, set on completion. */
  generationTimeSeconds: number | null;
  errorMessage: string | null;
  /** Empty object when absent or malformed, as in the Python service. Integers beyond 2^53 are rounded. */
  metadata: JsonObject;
  /** The same as it is stored, digit for digit; `null` when absent or malformed. See json-text.ts. */
  metadataText: string | null;
  malformed: readonly MalformedField[];
}>;

/** What a list shows of a generation: bounded in size whatever the row holds. */
export type GenerationSummary = Readonly<
  Pick<
    Generation,
    | 'id'
    | 'status'
    | 'modelName'
    | 'modelVersion'
    | 'durationSeconds'
    | 'sampleRate'
    | 'channels'
    | 'fileSizeBytes'
    | 'createdAt'
    | 'completedAt'
    | 'generationTimeSeconds'
  > &
    Pick<Judgement, 'heardAt' | 'rating' | 'starred' | 'rejected' | 'tags'> & {
      /** The first 500 characters. */
      prompt: string;
      /** The last non-empty line of the error, at most 300 characters: what a traceback ends with. */
      errorSummary: string | null;
      /** `metadata.bpm` where it is a number. */
      bpm: number | null;
      /** `metadata.key` where it is text. */
      key: string | null;
      /** `metadata.genre` where it is text. */
      genre: string | null;
      /** The row holds at least one value that is not of the declared kind. */
      malformed: boolean;
      /** `null` for a job that has ended. */
      outlook: Outlook | null;
    }
>;

/** The row exactly as stored, snake_case columns in table order. Blobs are shown as `x'…'` text. */
export type StoredRecord = Readonly<Record<string, string | number | null>>;

/** One generation with everything that a details view needs. */
export type GenerationDetails = Readonly<{
  generation: Generation;
  record: StoredRecord;
  /** When the job probably began; `null` while it waits, and where nothing says so. Nobody records it. */
  likelyStartAt: Date | null;
  judgement: Judgement;
  /** `null` for a job that has ended. */
  outlook: Outlook | null;
  /** Texts too long to be handed over unasked, by column, with their length in characters. */
  cut: Readonly<Record<string, number>>;
}>;

/** Number of generations per status, for statuses that occur; the four core ones always occur. */
export type StatusCounts = Readonly<{ total: number; byStatus: Readonly<Record<string, number>> }>;

/** What became of a request to retry: every id asked for is in exactly one of the two. */
export type RetryOutcome = Readonly<{
  retried: readonly string[];
  skipped: readonly Readonly<{
    id: string;
    /** `refused`: a rule that another program put into the library forbids it. */
    reason: 'not-found' | 'not-failed' | 'refused';
    status: string | null;
    /** Why it was refused, in the words of that rule. */
    refusal?: string;
  }>[];
}>;

/** What became of one batch of matches; `next` leads to the batch after it, `null` after the last. */
export type RetryBatch = RetryOutcome & Readonly<{ next: string | null }>;

/** What became of a request to undo a retry: every id asked for is in exactly one of the two. */
export type UndoOutcome = Readonly<{
  undone: readonly string[];
  skipped: readonly Readonly<{
    id: string;
    /**
     * `changed`: it is no longer pending with nothing known of its outcome. `refused`: a rule that
     * another program put into the library forbids it.
     */
    reason: 'not-found' | 'changed' | 'no-attempt' | 'refused';
    status: string | null;
    /** Why it was refused, in the words of that rule. */
    refusal?: string;
  }>[];
}>;

type WithStatus = Pick<Generation, 'status'>;

const knownStatuses: readonly string[] = [...coreStatuses, 'cancelled'];
const normalized = new Map<string, string>();

/**
 * A status as it counts: `FAILED`, `Failed` and `failed ` are `failed`. One that is not known stays as
 * it is. What is stored is never changed for it, and shown as it is.
 */
export const normalStatus = (status: string): string => {
  const known = normalized.get(status);
  if (known !== undefined) return known;
  const plain = status.trim().toLowerCase();
  const normal = knownStatuses.includes(plain) ? plain : status;
  // Those of a library are few; a library that holds many is none that this need be quick for.
  if (normalized.size < 1_000) normalized.set(status, normal);
  return normal;
};

export const isPending = ({ status }: WithStatus): boolean => normalStatus(status) === 'pending';
export const isProcessing = ({ status }: WithStatus): boolean =>
  normalStatus(status) === 'processing';
export const isComplete = ({ status }: WithStatus): boolean => normalStatus(status) === 'completed';
export const isFailed = ({ status }: WithStatus): boolean => normalStatus(status) === 'failed';
/** Completed or failed, as the Python model's `is_finished`. */
export const isFinished = (generation: WithStatus): boolean =>
  isComplete(generation) || isFailed(generation);
