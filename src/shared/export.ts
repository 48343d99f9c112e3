export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What became of an export. `rows` were read; a cancelled one leaves no file. */
export type ExportOutcome = Readonly<{ rows: number; cancelled: boolean }>;

/** What the window learns of it: `null` when no file was chosen. */
export type ExportedFile = ExportOutcome & Readonly<{ path: string }>;
