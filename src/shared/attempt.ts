/** An outcome that a retry cleared: what the job ended with before it was queued again. */
export type Attempt = Readonly<{
  generationId: string;
  /** 1 for the first outcome of the generation, 2 for the next. */
  attempt: number;
  /** The status that it ended with, `failed`. */
  status: string;
  /** When it probably began: nothing records it; `null` when nothing tells. */
  likelyStartAt: Date | null;
  /** When it ended; `null` when unknown or malformed. */
  completedAt: Date | null;
  /** Seconds. */
  generationTimeSeconds: number | null;
  /** Bytes. */
  fileSizeBytes: number | null;
  errorMessage: string | null;
  /** When the retry cleared it. */
  retriedAt: Date | null;
}>;
