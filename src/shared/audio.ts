/** The kinds of audio file that are played, by what the file holds and not by its name. */
export const audioFormats = ['wav', 'flac', 'mp3', 'ogg'] as const;
export type AudioFormat = (typeof audioFormats)[number];

/** Where the window finds a generation's audio, relative to its own page. Never holds a path. */
export const audioUrl = (generationId: string): string =>
  `/audio?${new URLSearchParams({ id: generationId })}`;
