/**
 * Browsers cap an element's height near 33.5 million pixels, and a long list wants more. The list
 * therefore has two lengths: the *content* (rows × row height) and the *track*, the height of the
 * element that scrolls, which never exceeds {@link longestTrack}.
 *
 * Both ends of the track stand for the content pixel by pixel; only the stretch between them is
 * squeezed. Where nothing is squeezed, the two are the same.
 */
export type ScrollMap = Readonly<{
  /** Height of the scrolling element's content, pixels. */
  trackHeight: number;
  /** Largest offset into the content, pixels. */
  maxOffset: number;
  /** Largest `scrollTop`, pixels. */
  maxScrollTop: number;
  squeezed: boolean;
  /** Offset into the content that a `scrollTop` stands for. */
  toOffset: (scrollTop: number) => number;
  /** The `scrollTop` that stands for an offset into the content. */
  toScrollTop: (offset: number) => number;
}>;

/** Pixels; well under every browser's cap. */
export const longestTrack = 10_000_000;
/** Pixels at each end of a squeezed track that stay true to scale. */
const trueEnd = 1_000_000;

/**
 * @param contentHeight rows × row height, pixels
 * @param viewportHeight visible part of the list, pixels
 */
export const createScrollMap = (contentHeight: number, viewportHeight: number): ScrollMap => {
  const trackHeight = Math.min(contentHeight, longestTrack);
  const maxOffset = Math.max(0, contentHeight - viewportHeight);
  const maxScrollTop = Math.max(0, trackHeight - viewportHeight);
  const squeezed = contentHeight > longestTrack;
  if (!squeezed) {
    const clamp = (value: number) => Math.min(Math.max(0, value), maxOffset);
    return { trackHeight, maxOffset, maxScrollTop, squeezed, toOffset: clamp, toScrollTop: clamp };
  }
  const ratio = (maxOffset - 2 * trueEnd) / (maxScrollTop - 2 * trueEnd);
  return {
    trackHeight,
    maxOffset,
    maxScrollTop,
    squeezed,
    toOffset: (scrollTop) => {
      if (scrollTop <= trueEnd) return Math.max(0, scrollTop);
      if (scrollTop >= maxScrollTop - trueEnd) {
        return Math.min(maxOffset, maxOffset - (maxScrollTop - scrollTop));
      }
      return trueEnd + (scrollTop - trueEnd) * ratio;
    },
    toScrollTop: (offset) => {
      if (offset <= trueEnd) return Math.max(0, offset);
      if (offset >= maxOffset - trueEnd) {
        return Math.min(maxScrollTop, maxScrollTop - (maxOffset - offset));
      }
      return trueEnd + (offset - trueEnd) / ratio;
    },
  };
};

/**
 * Where a scroll event leads. A wheel or touchpad moves the content by as many pixels as it moves
 * the track; a thumb, or anything else that jumps, goes where the track says.
 *
 * @param offset of the content before, pixels
 * @param from `scrollTop` before
 * @param to `scrollTop` now
 */
export const offsetAfter = (
  map: ScrollMap,
  offset: number,
  from: number,
  to: number,
  viewportHeight: number,
): number => {
  if (!map.squeezed || to <= 0 || to >= map.maxScrollTop - 1) return map.toOffset(to);
  const moved = to - from;
  if (Math.abs(moved) > 3 * viewportHeight) return map.toOffset(to);
  return Math.min(Math.max(0, offset + moved), map.maxOffset);
};
