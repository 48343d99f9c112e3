// @ts-check

/**
 * What Chromium writes on machines without a session bus or a graphics card. It says nothing about us.
 */
const noise = [
  /:ERROR:(?:\w+\/)*bus\.cc/,
  /:ERROR:(?:\w+\/)*object_proxy\.cc/,
  /Failed to connect to the bus/,
  /:(?:ERROR|WARNING):(?:\w+\/)*viz_main_impl\.cc/,
  /:(?:ERROR|WARNING):(?:\w+\/)*(?:command_buffer_proxy_impl|gpu_init|gpu_process_host|gpu_channel_manager|vaapi_wrapper|gl_display|gl_surface_presentation_helper|angle_platform_impl|gl_factory|sandbox_linux)\.cc/,
];

/** @param {string} line @returns {boolean} */
export function isHarmlessNoise(line) {
  return noise.some((pattern) => pattern.test(line));
}

/**
 * Takes a stream's chunks as they come, gives back whole lines without the noise.
 *
 * @returns {{push: (chunk: string) => string, end: () => string}}
 */
export function createNoiseFilter() {
  let rest = '';
  const kept = (/** @type {string[]} */ lines) =>
    lines
      .filter((line) => !isHarmlessNoise(line))
      .map((line) => `${line}\n`)
      .join('');
  return {
    push: (chunk) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      return kept(lines);
    },
    end: () => (rest === '' ? '' : kept([rest])),
  };
}
