/**
 * Everything that can go wrong across a process boundary, as a closed union: callers branch on the
 * code, people read the message.
 */
export const errorCodes = [
  // opening a library
  'library-none',
  'library-not-found',
  'library-unreadable',
  'library-read-only',
  'library-not-a-database',
  'library-other-schema',
  'library-missing-table',
  'library-unsupported',
  'library-corrupt',
  'library-empty-file',
  'library-newer',
  'library-exists',
  'library-url-invalid',
  'library-name-taken',
  // using it
  'library-demands-more',
  'library-refused',
  'library-busy',
  'library-gone',
  'disk-full',
  'companion-unusable',
  'export-failed',
  'generation-not-found',
  'generation-exists',
  'undo-expired',
  // its service
  'service-address',
  // its audio
  'audio-missing',
  'audio-refused',
  'audio-unreadable',
  'audio-not-audio',
  'audio-unsupported',
  // what is remembered
  'settings-unusable',
  // the machinery
  'invalid-input',
  'forbidden',
  'storage-stopped',
  'storage-stuck',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** A failure as it crosses a process boundary. `message` says what happened, `hint` what to do. */
export type Failure = Readonly<{ code: ErrorCode; message: string; hint?: string | undefined }>;

/** The answer to every call between processes: never a thrown string. */
export type Result<T> = Readonly<{ ok: true; value: T } | { ok: false; error: Failure }>;

/** An error with a code. Inside one process it is thrown; across processes it travels as {@link Failure}. */
export class MonitorError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'MonitorError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** Turns anything thrown into a {@link Failure}. Unknown errors become `internal` with their message. */
export const toFailure = (thrown: unknown): Failure => {
  if (thrown instanceof MonitorError) {
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
    };
  }
  return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) };
};

/** The way back: a {@link Failure} as an error to throw. */
export const fromFailure = (failure: Failure): MonitorError =>
  new MonitorError(failure.code, failure.message, failure.hint ? { hint: failure.hint } : {});
