/** Something that plays, as the sliders and clocks of it follow and move it. */
export type Transport = Readonly<{
  /** Where it is, seconds. */
  time: () => number;
  running: () => boolean;
  /** Goes to a moment, seconds. */
  seek: (seconds: number) => void;
  /** Hears of every start, stop and jump, and a few times a second while it runs. Returns the way out. */
  subscribe: (listener: () => void) => () => void;
}>;
