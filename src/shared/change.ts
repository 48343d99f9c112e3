/** What became of a request to change generations: every id asked for is in exactly one of the two. */
export type ChangeOutcome = Readonly<{
  changed: readonly string[];
  skipped: readonly Readonly<{
    id: string;
    /** `other-status`: it was not in a state that this can be done to. */
    reason: 'not-found' | 'other-status' | 'refused';
    status: string | null;
    /** Why a rule that another program put into the library forbids it, in the words of that rule. */
    refusal?: string;
  }>[];
  /** What to hand to `generations.undo`; `null` when nothing was changed. */
  undo: string | null;
}>;

/** What became of a request to undo: rows that somebody changed since are left alone. */
export type ChangeUndone = Readonly<{ undone: readonly string[]; skipped: readonly string[] }>;

/** As {@link ChangeOutcome}, and what became of the audio. */
export type DeleteWithAudioOutcome = ChangeOutcome &
  Readonly<{
    /** Files now in the system's trash. */
    trashed: number;
    /** Deleted generations whose audio stayed where it is, or was nowhere, and why as a sentence. */
    kept: readonly Readonly<{ id: string; reason: string }>[];
  }>;
