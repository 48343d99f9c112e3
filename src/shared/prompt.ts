/** A prompt and how often it was submitted. A value that someone else wrote malformed is `null`. */
export type Prompt = Readonly<{
  id: number;
  text: string;
  usedCount: number | null;
  firstUsedAt: Date | null;
  lastUsedAt: Date | null;
}>;
