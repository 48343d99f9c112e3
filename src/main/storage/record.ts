import type { Generation, JsonObject } from '../../shared/generation';
import type { Prompt } from '../../shared/prompt';

/** A generation as the Python model's `to_dict` gives it: snake_case, dates as ISO text in UTC. */
export type GenerationRecord = Readonly<{
  id: string;
  prompt: string;
  model_name: string;
  model_version: string | null;
  duration_seconds: number | null;
  sample_rate: number | null;
  channels: number | null;
  file_path: string;
  file_size_bytes: number | null;
  status: string;
  created_at: string | null;
  completed_at: string | null;
  generation_time_seconds: number | null;
  error_message: string | null;
  metadata: JsonObject;
}>;

export const toRecord = (generation: Generation): GenerationRecord => ({
  id: generation.id,
  prompt: generation.prompt,
  model_name: generation.modelName,
  model_version: generation.modelVersion,
  duration_seconds: generation.durationSeconds,
  sample_rate: generation.sampleRate,
  channels: generation.channels,
  file_path: generation.filePath,
  file_size_bytes: generation.fileSizeBytes,
  status: generation.status,
  created_at: isoText(generation.createdAt),
  completed_at: isoText(generation.completedAt),
  generation_time_seconds: generation.generationTimeSeconds,
  error_message: generation.errorMessage,
  metadata: generation.metadata,
});

/** A prompt as the Python model's `to_dict` gives it. */
export type PromptRecord = Readonly<{
  id: number;
  text: string;
  used_count: number | null;
  first_used_at: string | null;
  last_used_at: string | null;
}>;

export const toPromptRecord = (prompt: Prompt): PromptRecord => ({
  id: prompt.id,
  text: prompt.text,
  used_count: prompt.usedCount,
  first_used_at: isoText(prompt.firstUsedAt),
  last_used_at: isoText(prompt.lastUsedAt),
});

/** Without a zone, as Python's `isoformat()` of a naive date-time. */
const isoText = (date: Date | null): string | null => date?.toISOString().slice(0, -1) ?? null;
