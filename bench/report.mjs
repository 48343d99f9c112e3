// @ts-check
// How measurements are summed up and shown.

/** @typedef {{ name: string, value: number, unit: string, reference?: { name: string, value: number }, limit?: string }} Measurement */

/**
 * The value below which the given share of the samples lies.
 *
 * @param {readonly number[]} samples at least one
 * @param {number} share 0 … 1
 */
export const percentile = (samples, share) => {
  const sorted = [...samples].sort((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
  return /** @type {number} */ (sorted[Math.max(0, index)]);
};

/** @param {readonly number[]} samples */
export const median = (samples) => percentile(samples, 0.5);

/** @param {number} value */
const short = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/**
 * A Markdown table, ratios against the reference measured in the same run.
 *
 * @param {readonly Measurement[]} measurements
 */
export const toTable = (measurements) => {
  const rows = measurements.map(({ name, value, unit, reference, limit }) => [
    name,
    `${short(value)} ${unit}`,
    reference ? `${short(reference.value)} ${unit} (${reference.name})` : '',
    reference ? `${(value / reference.value).toFixed(2)} ×` : '',
    limit ?? '',
  ]);
  const all = [
    ['what', 'measured', 'reference', 'ratio', 'aim'],
    ['---', '---', '---', '---', '---'],
    ...rows,
  ];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};
