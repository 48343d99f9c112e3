import { z } from 'zod';
import type { ServiceHealth } from '../../shared/service';

// What the service says, whatever it says: slow, failing and malformed answers included. Nothing
// here throws, keeps state, or asks twice.

/** What the service can be told of a job. */
export type ServiceJob = Readonly<{ prompt: string; modelName: string; durationSeconds: number }>;

/** What became of a request for a job. */
export type GenerateOutcome = Readonly<
  | { kind: 'accepted'; jobId: string }
  /** Too many requests: not taken, may be asked again after so many milliseconds. */
  | { kind: 'limited'; retryAfterMs: number }
  /** Not taken, and would not be the next time. */
  | { kind: 'refused'; reason: string }
  /** It never got there. */
  | { kind: 'unreachable'; reason: string }
  /** It got there, and nobody knows what came of it. */
  | { kind: 'unknown'; reason: string }
>;

/** What became of a request to cancel a job. */
export type CancelOutcome = Readonly<
  | { kind: 'cancelled' }
  | { kind: 'processing' }
  | { kind: 'not-found' }
  | { kind: 'limited'; retryAfterMs: number }
  /** The service has not heard of it. */
  | { kind: 'unreachable'; reason: string }
  | { kind: 'failed'; reason: string }
>;

export type ServiceClient = Readonly<{
  generate: (job: ServiceJob) => Promise<GenerateOutcome>;
  cancel: (jobId: string) => Promise<CancelOutcome>;
  health: () => Promise<ServiceHealth>;
}>;

/** Longer than it takes to find out that nobody listens, milliseconds. */
const patience = 15_000;
/** How long people wait for a look at its health before the library is used, milliseconds. */
const healthPatience = 4_000;
/** Bytes of an answer that are read. */
const mostBytes = 65_536;
const leastWait = 1_000;
const usualWait = 60_000;
const mostWait = 3_600_000;

const accepted = z.object({ job_id: z.string().min(1).max(200) });
const healthy = z.looseObject({ status: z.string().min(1).max(100) });
/** As FastAPI says what is wrong: a sentence, or a list of complaints. */
const complaint = z.object({
  detail: z.union([
    z.string(),
    z.array(z.object({ msg: z.string() })).transform((all) => all.map(({ msg }) => msg).join('; ')),
  ]),
});

/**
 * @param address see `parseServiceAddress`: nothing else is ever asked, redirects are not followed
 * @param patienceMs until an answer must be there whole
 */
export const createServiceClient = (address: string, patienceMs = patience): ServiceClient => {
  const ask = (method: 'POST' | 'DELETE', path: string, body?: unknown) =>
    request(`${address}/api/v1/${path}`, method, body, patienceMs);
  return {
    generate: async ({ prompt, modelName, durationSeconds }) => {
      const job = { prompt, duration: durationSeconds, model: modelName };
      return toGenerated(await ask('POST', 'generate', job));
    },
    cancel: async (jobId) => toCancelled(await ask('DELETE', `jobs/${encodeURIComponent(jobId)}`)),
    health: async () => {
      const most = Math.min(patienceMs, healthPatience);
      return toHealth(await request(`${address}/api/v1/health`, 'GET', undefined, most));
    },
  };
};

type Answer = Readonly<
  | { status: number; retryAfter: string | null; body: unknown }
  /** `sent`: it may have got there. */
  | { status: null; sent: boolean; reason: string }
>;

const request = async (
  url: string,
  method: string,
  body: unknown,
  patienceMs: number,
): Promise<Answer> => {
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        // On a connection kept from before nobody can tell whether a request arrived.
        connection: 'close',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const retryAfter = response.headers.get('retry-after');
    return { status: response.status, retryAfter, body: await bodyOf(response) };
  } catch (thrown) {
    return { status: null, ...failureOf(thrown) };
  }
};

/** The JSON of an answer; `undefined` for what is too long or no JSON. */
const bodyOf = async (response: Response): Promise<unknown> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    // Leaving the loop closes the connection.
    if (size > mostBytes) return undefined;
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
};

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be looked up',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'nobody answers there',
};

/** Whatever is not known to have failed before anything was sent may have been sent. */
const failureOf = (thrown: unknown): Readonly<{ sent: boolean; reason: string }> => {
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') {
    return { sent: true, reason: 'it took too long to answer' };
  }
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const known = reasons[code];
  if (known !== undefined) return { sent: false, reason: known };
  if (/CERT|TLS|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return { sent: false, reason: 'its certificate is not trusted' };
  }
  return { sent: true, reason: 'the connection broke off' };
};

const toGenerated = (answer: Answer): GenerateOutcome => {
  if (answer.status === null) {
    return { kind: answer.sent ? 'unknown' : 'unreachable', reason: answer.reason };
  }
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    const parsed = accepted.safeParse(body);
    if (parsed.success) return { kind: 'accepted', jobId: parsed.data.job_id };
    return { kind: 'unknown', reason: 'its answer names no job' };
  }
  if (status === 429) return { kind: 'limited', retryAfterMs: waitOf(answer.retryAfter) };
  if (status === 503) return { kind: 'unreachable', reason: 'it takes no jobs at the moment' };
  if (status >= 500) return { kind: 'unknown', reason: reasonOf(status, body) };
  return { kind: 'refused', reason: reasonOf(status, body) };
};

const toCancelled = (answer: Answer): CancelOutcome => {
  if (answer.status === null) {
    return { kind: answer.sent ? 'failed' : 'unreachable', reason: answer.reason };
  }
  const { status, body } = answer;
  if (status >= 200 && status < 300) return { kind: 'cancelled' };
  if (status === 409) return { kind: 'processing' };
  if (status === 404) return { kind: 'not-found' };
  if (status === 429) return { kind: 'limited', retryAfterMs: waitOf(answer.retryAfter) };
  return { kind: 'failed', reason: reasonOf(status, body) };
};

const toHealth = (answer: Answer): ServiceHealth => {
  const checkedAt = new Date();
  if (answer.status === null) return { state: 'down', reason: answer.reason, checkedAt };
  const { status, body } = answer;
  const parsed = healthy.safeParse(body);
  if (status === 200 && parsed.success) {
    return { state: 'up', status: parsed.data.status, checkedAt };
  }
  const reason = status === 200 ? 'its answer says nothing of its health' : reasonOf(status, body);
  return { state: 'down', reason, checkedAt };
};

const reasonOf = (status: number, body: unknown): string => {
  if (status >= 300 && status < 400) return 'it points to another address, which is not followed';
  const parsed = complaint.safeParse(body);
  const said = parsed.success ? parsed.data.detail.replace(/\s+/g, ' ').trim().slice(0, 300) : '';
  return said === '' ? `it answers with ${status}` : said;
};

/** `Retry-After` in seconds or as a date, within reason. */
const waitOf = (text: string | null): number => {
  const seconds = Number(text);
  const wanted =
    text === null || text.trim() === ''
      ? usualWait
      : Number.isFinite(seconds)
        ? seconds * 1_000
        : Date.parse(text) - Date.now();
  if (!Number.isFinite(wanted)) return usualWait;
  return Math.min(mostWait, Math.max(leastWait, wanted));
};
