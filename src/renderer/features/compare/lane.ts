import type { Generation } from '../../../shared/generation';
import type { Take } from './compare-session';

/** A take in its place on the screen. */
export type Lane = Readonly<{
  /** Its place among the takes that were chosen. */
  index: number;
  /** A to D, from the top. */
  label: string;
  take: Take | null;
  /** `null` until known. */
  generation: Generation | null;
  /** What is added to its level, decibels. */
  gain: number;
}>;

export const laneLabels = ['A', 'B', 'C', 'D'] as const;

/** Whether there is something to hear. */
export const isHeard = ({ take }: Lane): boolean => take?.audio != null;

/** In an order that nobody can foresee. */
export const shuffled = <T>(items: readonly T[]): readonly T[] =>
  items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
