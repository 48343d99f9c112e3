import { describe, expect, it } from 'vitest';
import { errorLine } from './error-line';
import { errorSignature } from './error-signature';

const traceback = `Traceback (most recent call last):
  File "/srv/music/worker.py", line 88, in run
    take = model.generate(prompt)
`;
const cuda = `CUDA kernel errors might be asynchronously reported at some other API call, so the stacktrace below might be incorrect.
For debugging consider passing CUDA_LAUNCH_BLOCKING=1
Compile with \`TORCH_USE_CUDA_DSA\` to enable device-side assertions.
`;
const group = (parts: readonly string[]): string =>
  `  + Exception Group Traceback (most recent call last):
  |   File "/srv/music/worker.py", line 12, in <module>
  | ExceptionGroup: unhandled errors in a TaskGroup (${parts.length} sub-exceptions)
  +-+---------------- 1 ----------------
${parts.join('    +---------------- 2 ----------------\n')}    +------------------------------------
`;
const part = (error: string): string =>
  `    | Traceback (most recent call last):
    |   File "/srv/music/worker.py", line 7, in load
    |     open(path)
    | ${error}
`;

const cases: readonly (readonly [name: string, text: string, line: string])[] = [
  ['nothing', '  \n \n', ''],
  ['one line', 'CUDA out of memory', 'CUDA out of memory'],
  [
    'a traceback',
    `${traceback}ValueError: duration must be positive`,
    'ValueError: duration must be positive',
  ],
  ['no message', `${traceback}KeyboardInterrupt\n`, 'KeyboardInterrupt'],
  [
    'CUDA',
    `${traceback}RuntimeError: CUDA error: out of memory\n${cuda}`,
    'RuntimeError: CUDA error: out of memory',
  ],
  [
    'CUDA without a traceback',
    `CUDA error: device-side assert triggered\n${cuda}`,
    'CUDA error: device-side assert triggered',
  ],
  [
    'SQLAlchemy',
    `${traceback}sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked
[SQL: UPDATE generations SET status=? WHERE generations.id = ?]
[parameters: ('processing', 'gen_1')]
(Background on this error at: https://sqlalche.me/e/20/e3q8)`,
    'sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked',
  ],
  [
    'pydantic',
    `${traceback}pydantic_core._pydantic_core.ValidationError: 1 validation error for Job
duration
  Input should be less than or equal to 30 [type=less_than_equal, input_value=64, input_type=int]
    For further information visit https://errors.pydantic.dev/2.5/v/less_than_equal`,
    'pydantic_core._pydantic_core.ValidationError: 1 validation error for Job: duration: Input should be less than or equal to 30',
  ],
  [
    'httpx',
    `${traceback}httpx.HTTPStatusError: Client error '404 Not Found' for url 'http://localhost:8000/x'
For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/404`,
    "httpx.HTTPStatusError: Client error '404 Not Found' for url 'http://localhost:8000/x'",
  ],
  [
    'a group of one',
    group([part('FileNotFoundError: no weights at /models/small')]),
    'FileNotFoundError: no weights at /models/small',
  ],
  [
    'a group of two',
    group([part('OSError: first'), part('OSError: second')]),
    'OSError: first (and 1 more)',
  ],
  [
    'a group without tracebacks of its own',
    group(['    | ValueError: bad seed\n']),
    'ValueError: bad seed',
  ],
  [
    'a cause',
    `${traceback}KeyError: 'bpm'

The above exception was the direct cause of the following exception:

${traceback}RuntimeError: the job could not be read`,
    'RuntimeError: the job could not be read',
  ],
  [
    'an error while handling another',
    `${traceback}OSError: disk

During handling of the above exception, another exception occurred:

${traceback}PermissionError: [Errno 13] Permission denied: '/outputs'`,
    "PermissionError: [Errno 13] Permission denied: '/outputs'",
  ],
  [
    'notes',
    `${traceback}ValueError: bad key\nasked for by the sample page\nsecond note`,
    'ValueError: bad key',
  ],
  [
    'a message of several lines',
    `${traceback}RuntimeError: sizes differ:\n\tcopying 3\n\tinto 4`,
    'RuntimeError: sizes differ:',
  ],
  [
    'a frame that was cut',
    `Traceback (most recent call last):\n  File "engine.py", line 311\n${'x'.repeat(400)}\nRuntimeError: cuDNN error 8`,
    'RuntimeError: cuDNN error 8',
  ],
  [
    'a syntax error',
    `Traceback (most recent call last):
  File "<string>", line 1
    x = = 1
        ^
SyntaxError: invalid syntax`,
    'SyntaxError: invalid syntax',
  ],
  [
    'what Python mentions afterwards',
    `${traceback}MemoryError\nException ignored in: <function x at 0x7f>\n${traceback}ImportError: sys.meta_path is None`,
    'MemoryError',
  ],
  [
    'a warning afterwards',
    `${traceback}MemoryError\n/usr/lib/x.py:3: UserWarning: leaked semaphore`,
    'MemoryError',
  ],
  [
    'Windows ends of lines',
    `${traceback}MemoryError: no room\nnote`.replaceAll('\n', '\r\n'),
    'MemoryError: no room',
  ],
  [
    'a progress bar',
    `${traceback}MemoryError: no room\n 10%|█  | 1/9\r 45%|████ | 4/9\r`,
    'MemoryError: no room',
  ],
  ['a progress bar alone before it', ' 10%|█ | 1/9\r 45%|██ | 4/9\nout of memory', 'out of memory'],
  ['a line that was written over', 'loading…\rfailed: no weights', 'failed: no weights'],
  ['colours', '\u001b[31mRuntimeError\u001b[0m: \u001b[1mno GPU\u001b[0m', 'RuntimeError: no GPU'],
  ['a title for the terminal', '\u001b]0;evil\u0007RuntimeError: no GPU', 'RuntimeError: no GPU'],
  ['marks of direction', 'RuntimeError: \u202egpj.exe\u202c', 'RuntimeError: gpj.exe'],
  [
    'Node',
    'file:///x.js:3\n    throw new Error()\n\nTypeError: x is not a function\n    at run (file:///x.js:3:9)\n    at node:internal:1:2\n\nNode.js v20.1.0',
    'TypeError: x is not a function',
  ],
  [
    'C++',
    "terminate called after throwing an instance of 'std::runtime_error'\n  what():  no device\nAborted (core dumped)",
    'std::runtime_error: no device',
  ],
  [
    'Rust',
    "thread 'main' panicked at src/main.rs:2:5:\nno device\nnote: run with `RUST_BACKTRACE=1`",
    'no device',
  ],
  ['a shell', 'loading\nffmpeg: command not found\n', 'ffmpeg: command not found'],
  [
    'a reason before its link',
    'Model not found\nSee https://example.org/models',
    'Model not found',
  ],
];

describe('errorLine', () => {
  it.each(cases)('finds what went wrong in %s', (_name, text, line) => {
    expect(errorLine(text)).toBe(line);
    expect(errorLine(line)).toBe(line);
  });

  it('looks at both ends of ten megabytes', () => {
    const filler = 'x'.repeat(99).concat('\n').repeat(100_000);
    expect(errorLine(`${filler}${traceback}ValueError: at the end`)).toBe('ValueError: at the end');
    expect(errorLine(`${traceback}ValueError: at the start\n${filler}`)).toBe(
      'ValueError: at the start',
    );
  });
});

describe('errorSignature', () => {
  const failed = (message: string) =>
    errorSignature(`${traceback}RuntimeError: CUDA error: ${message}\n${cuda}`);

  it('tells errors apart that end in the same advice', () => {
    const kinds = ['out of memory', 'device-side assert triggered', 'no kernel image is available'];
    expect(new Set(kinds.map(failed)).size).toBe(3);
  });

  it('takes colours and progress for nothing', () => {
    expect(errorSignature('\u001b[31mRuntimeError: no GPU 3\u001b[0m\r\n')).toBe(
      errorSignature('RuntimeError: no GPU 4'),
    );
  });
});
