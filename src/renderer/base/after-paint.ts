import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { painted } from './painted';

/**
 * A component whose code is loaded once the first content is on screen, so that it costs the start
 * nothing. To be rendered inside a Suspense.
 */
export const afterPaint = <Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> =>
  lazy(async () => {
    await painted;
    return { default: await load() };
  });
