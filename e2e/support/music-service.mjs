// @ts-check
// The DGX Music HTTP service as far as the window has to do with it: a process of its own with its
// queue in memory, which writes its rows into the library. Behaves as told through /test.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import Database from 'better-sqlite3';

const [library = '', perMinute = '10', port = '0'] = process.argv.slice(2);
const db = new Database(library);
/** `lost`: does what it is asked and never answers; `deaf`: neither. */
let mode = 'normal';
/** @type {number[]} */
let asked = [];

const now = () => `${new Date().toISOString().replace('T', ' ').slice(0, 23)}000`;
/** @param {string} id */
const statusOf = (id) =>
  /** @type {string | undefined} */ (
    db.prepare('SELECT status FROM generations WHERE id = ?').pluck().get(id)
  );

/** @param {{ prompt: string, duration: number, model: string }} job */
const enqueue = ({ prompt, duration, model }) => {
  const id = `gen_${randomBytes(4).toString('hex')}`;
  db.prepare(
    `INSERT INTO generations (id, prompt, model_name, model_version, duration_seconds, sample_rate,
      channels, file_path, status, created_at)
    VALUES (?, ?, ?, '1.0.0', ?, 32000, 1, ?, 'pending', ?)`,
  ).run(id, prompt, model, duration, `outputs/${id}.wav`, now());
  return id;
};

/** Completes the latest job. */
const work = () => {
  const id = db
    .prepare(
      "SELECT id FROM generations WHERE status = 'pending' AND id GLOB 'gen_*' ORDER BY created_at DESC",
    )
    .pluck()
    .get();
  // As SQLAlchemy does that has read the row before anybody else wrote to it.
  db.prepare(
    `UPDATE generations SET status = 'completed', completed_at = ?, generation_time_seconds = 2,
      file_size_bytes = 44, metadata = '{"rms_energy": 0.2}' WHERE id = ?`,
  ).run(now(), id);
};

/** @param {string} method @param {string} url @param {string} body @returns {[number, unknown, Record<string, string>?]} */
const answer = (method, url, body) => {
  if (url === '/api/v1/health') return [200, { status: 'healthy', gpu_available: true }];
  if (url === '/test/work') return [200, work() ?? {}];
  if (url.startsWith('/test/mode/')) {
    mode = url.split('/').at(-1) ?? '';
    return [200, {}];
  }
  if (method === 'POST' && url === '/api/v1/generate') {
    asked = asked.filter((time) => time > Date.now() - 60_000);
    if (asked.length >= Number(perMinute)) return [429, {}, { 'retry-after': '60' }];
    asked.push(Date.now());
    const job = JSON.parse(body);
    if (job.duration > 30) return [422, { detail: [{ msg: 'at most 30 seconds' }] }];
    return [202, { job_id: mode === 'deaf' ? '' : enqueue(job), status: 'pending' }];
  }
  const id = url.split('/').at(-1) ?? '';
  if (method !== 'DELETE' || statusOf(id) === undefined) return [404, { detail: 'Not found' }];
  if (statusOf(id) !== 'pending') return [409, { detail: 'Job is not pending' }];
  db.prepare(
    "UPDATE generations SET status = 'cancelled', completed_at = ?, error_message = ? WHERE id = ?",
  ).run(now(), 'Cancelled by user', id);
  return [204, null];
};

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { method = '', url = '' } = request;
  const [status, content, headers = {}] = answer(method, url, body);
  if (mode !== 'normal' && url.endsWith('/generate')) return void request.socket.destroy();
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(content === null ? undefined : JSON.stringify(content));
});
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}`);
});
