import type { Random } from './random';

/** The job that fails. */
type Job = Readonly<{ id: string; modelName: string; durationSeconds: number }>;

/** How a job failed: what it says, and how long it had run, seconds. */
export type SampleFailure = Readonly<{ message: string; afterSeconds: number }>;

const traceback = (lines: readonly (readonly [string, number, string, string])[], last: string) =>
  [
    'Traceback (most recent call last):',
    ...lines.flatMap(([file, line, name, code]) => [
      `  File "${file}", line ${line}, in ${name}`,
      `    ${code}`,
    ]),
    last,
  ].join('\n');

const worker = [
  'services/generation/worker.py',
  148,
  'process_job',
  'result = self.engine.generate(job)',
] as const;
const engine = [
  'services/generation/engine.py',
  311,
  'generate_audio',
  'wav = self.model.generate([prompt], progress=False)',
] as const;

/** Each kind makes messages of one signature: numbers, ids and paths differ, the rest does not. */
const kinds: readonly (readonly [(job: Job, random: Random) => SampleFailure, number])[] = [
  [
    (_, random) => ({
      message: traceback(
        [
          worker,
          engine,
          [
            'audiocraft/models/lm.py',
            random.pick([441, 447, 503]),
            'forward',
            'out = self.transformer(input_, cross_attention_src=src)',
          ],
        ],
        `torch.OutOfMemoryError: CUDA out of memory. Tried to allocate ${random.between(0.5, 6).toFixed(2)} GiB. GPU 0 has a total capacity of 119.70 GiB of which ${random.integer(60, 980)}.00 MiB is free.`,
      ),
      afterSeconds: random.between(2, 9),
    }),
    30,
  ],
  [
    (_, random) => ({
      message: 'Job interrupted by service restart',
      afterSeconds: random.between(1, 20),
    }),
    14,
  ],
  [
    (job, random) => ({
      message: `Generation timed out after 300 s (${Math.round(job.durationSeconds * 50)} tokens wanted, ${random.integer(40, Math.max(60, Math.round(job.durationSeconds * 40)))} made)`,
      afterSeconds: 300 + random.between(0.1, 2),
    }),
    8,
  ],
  [
    (_, random) => ({
      message: traceback(
        [worker, engine],
        `RuntimeError: Sizes of tensors must match except in dimension 1. Expected size ${random.integer(400, 1600)} but got size ${random.integer(400, 1600)} for tensor number 1 in the list.`,
      ),
      afterSeconds: random.between(1, 6),
    }),
    11,
  ],
  [
    () => ({
      message: traceback(
        [worker, engine],
        'RuntimeError: cuDNN error: CUDNN_STATUS_EXECUTION_FAILED',
      ),
      afterSeconds: 3.4,
    }),
    9,
  ],
  [
    (job) => ({
      message: traceback(
        [
          worker,
          [
            'services/audio/export.py',
            77,
            'write_wav',
            'soundfile.write(path, data, sample_rate, subtype="PCM_16")',
          ],
        ],
        `OSError: [Errno 28] No space left on device: 'outputs/${job.id}.wav'`,
      ),
      afterSeconds: job.durationSeconds * 1.1,
    }),
    7,
  ],
  [
    (job, random) => ({
      message: `Failed after 3 retries: Generation failed: could not load ${job.modelName}: connection reset by peer (attempt took ${random.between(4, 31).toFixed(1)} s)`,
      afterSeconds: random.between(12, 90),
    }),
    9,
  ],
  [
    (_, random) => ({
      message: `Audio analysis failed: silent output (rms ${random.between(0, 0.0004).toFixed(6)})`,
      afterSeconds: random.between(5, 25),
    }),
    7,
  ],
  [
    () => ({
      message:
        'Failed after 3 retries: Generation failed: expected scalar type Half but found Float',
      afterSeconds: 7.2,
    }),
    5,
  ],
];

/** A failure as the Python service reports it, the common kinds more often. */
export const sampleFailure = (job: Job, random: Random): SampleFailure =>
  random.weighted(kinds)(job, random);
