import { z } from 'zod';

/** What a person thinks of a take. */
export type Judgement = Readonly<{
  generationId: string;
  /** When somebody listened to it; `null` while nobody did. */
  heardAt: Date | null;
  /** 1 to 5. */
  rating: number | null;
  starred: boolean;
  rejected: boolean;
  tags: readonly string[];
  note: string | null;
  /** `null` when nothing was ever said. */
  updatedAt: Date | null;
}>;

/** A generation nobody has judged. */
export const unjudged = (generationId: string): Judgement => ({
  generationId,
  heardAt: null,
  rating: null,
  starred: false,
  rejected: false,
  tags: [],
  note: null,
  updatedAt: null,
});

export const mostTags = 50;
export const tagSchema = z.string().trim().min(1).max(100);
const tags = z.array(tagSchema).max(mostTags);

/** Years are stored with four digits. */
const moment = z.date().min(new Date('0001-01-01')).max(new Date('9999-12-31'));

/** What is to be another; the rest stays. */
export const judgementChangeSchema = z.strictObject({
  heardAt: moment.nullable().optional(),
  rating: z.int().min(1).max(5).nullable().optional(),
  starred: z.boolean().optional(),
  rejected: z.boolean().optional(),
  /** All of them, in place of those there. */
  tags: tags.optional(),
  addTags: tags.optional(),
  removeTags: tags.optional(),
  note: z.string().max(10_000).nullable().optional(),
});
export type JudgementChange = z.infer<typeof judgementChangeSchema>;

/** The same change to several generations. */
export type JudgementChanges = readonly Readonly<{
  ids: readonly string[];
  change: JudgementChange;
}>[];

/** What became of a change: generations that are not there are left out. */
export type JudgementOutcome = Readonly<{
  changed: readonly string[];
  /** The changes that take it back. */
  undo: JudgementChanges;
}>;

/** A vote of a comparison: one take is better than the others, at most three. */
export const voteSchema = z.strictObject({
  winnerId: z.string().min(1).max(500),
  loserIds: z.array(z.string().min(1).max(500)).min(1).max(3),
  /** Whether it was hidden which take is which. */
  blind: z.boolean(),
});
export type Vote = z.infer<typeof voteSchema>;

/** How often a generation won and lost against another one. */
export type VoteCount = Readonly<{ generationId: string; wins: number; losses: number }>;

/** A judgement after a change. */
export const judged = (before: Judgement, change: JudgementChange): Judgement => {
  const { addTags = [], removeTags = [] } = change;
  const tags = [...new Set([...(change.tags ?? before.tags), ...addTags])]
    .filter((tag) => !removeTags.includes(tag))
    .slice(0, mostTags);
  const note = change.note === undefined ? before.note : change.note?.trim() || null;
  return {
    ...before,
    heardAt: change.heardAt === undefined ? before.heardAt : change.heardAt,
    rating: change.rating === undefined ? before.rating : change.rating,
    starred: change.starred ?? before.starred,
    rejected: change.rejected ?? before.rejected,
    tags,
    note,
  };
};

/** The change that takes `change` back from a generation that was judged like this. */
export const opposite = (before: Judgement, change: JudgementChange): JudgementChange => ({
  ...(change.heardAt === undefined ? {} : { heardAt: before.heardAt }),
  ...(change.rating === undefined ? {} : { rating: before.rating }),
  ...(change.starred === undefined ? {} : { starred: before.starred }),
  ...(change.rejected === undefined ? {} : { rejected: before.rejected }),
  ...(change.note === undefined ? {} : { note: before.note }),
  ...(change.tags || change.addTags || change.removeTags ? { tags: [...before.tags] } : {}),
});
