/** What is under the pointer while a take is dragged out: a PNG of 48 pixels, as a data URL. */
export const dragIcon: string = [
  'data:image/png;base64,',
  'iVBORw0KGgoAAAANSUhEUgAAADAAAAAwCAYAAABXAvmHAAAAzUlEQVR42u3aTQqAIBAFYC/Vuut0gPYeoxN0',
  'i8CjGUFuJEHFn3nTCwbaOR8Npo5mX06DHOYPAPuGHxxh3GrAOiHpVKylACco+RAuFyAx+SRCctlklVMM8CDx',
  'CbBAANsdcGyXD8/zPgLQdJD46VVGBMADUrUOA0glqhbQcHaaA2j4ZQhoCqgorTJA6Wwz4MuUAXonSgABBBBA',
  'gGwA/I8MfinBxZwWAPyGhpt6HqsQ0A8Af7gLf7wO3+BQ0WKCb/KpaLOqaHSruGrA2yoj4gboR0ZYBjAhqwAA',
  'AABJRU5ErkJggg==',
].join('');
