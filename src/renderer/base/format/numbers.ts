const whole = new Intl.NumberFormat('en');

/** `12345` → `12,345`. */
export const formatCount = (count: number): string => whole.format(count);

/** `1 generation`, `1,234 generations`. */
export const formatQuantity = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** Seconds as people say them: `850 ms`, `16.1 s`, `2 min 05 s`, `1 h 04 min`. */
export const formatDuration = (seconds: number): string => {
  const size = Math.abs(seconds);
  if (!Number.isFinite(size)) return String(seconds);
  if (size > 0 && size < 1) return `${Math.round(seconds * 1000)} ms`;
  if (size < 100) return `${trimZeros(seconds.toFixed(1))} s`;
  const total = Math.round(size);
  const sign = seconds < 0 ? '−' : '';
  if (total < 3600) return `${sign}${Math.floor(total / 60)} min ${pad(total % 60)} s`;
  return `${sign}${Math.floor(total / 3600)} h ${pad(Math.floor((total % 3600) / 60))} min`;
};

/** As {@link formatDuration}, with the tenths kept, so that a column of them lines up. */
export const formatTaken = (seconds: number): string =>
  seconds >= 1 && seconds < 100 ? `${seconds.toFixed(1)} s` : formatDuration(seconds);

/** Bytes in decimal units, as file managers say them: `2 MB`. */
export const formatBytes = (bytes: number): string => {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (Math.abs(size) >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? size : trimZeros(size.toFixed(1))} ${units[unit]}`;
};

/** `32000` → `32 kHz`, `44100` → `44.1 kHz`. */
export const formatSampleRate = (hertz: number): string =>
  hertz >= 1000 ? `${trimZeros((hertz / 1000).toFixed(2))} kHz` : `${hertz} Hz`;

/** `1` → `Mono`, `2` → `Stereo`. */
export const formatChannels = (channels: number): string =>
  channels === 1 ? 'Mono' : channels === 2 ? 'Stereo' : `${channels} channels`;

/** Time taken ÷ length: `1.42×`. Above one the job was slower than the music is long. */
export const formatFactor = (factor: number): string => `${factor.toFixed(2)}×`;

const trimZeros = (text: string): string => text.replace(/\.?0+$/, '');
const pad = (value: number): string => String(value).padStart(2, '0');
