import type { EngineOptions, OpenedLibrary, StorageEngine } from './engine';
import { schemeOf } from './library-url';
import { sqliteEngine } from './sqlite/engine';

/** The engines, by the scheme of the URLs that are theirs. */
const engines: Readonly<Record<string, StorageEngine>> = { sqlite: sqliteEngine };

/**
 * Opens a library with the engine that its URL names; a plain path is SQLite's.
 *
 * @throws MonitorError `library-url-invalid` where there is no such engine, or the engine's own
 */
export const openStorage = (
  url: string,
  options: EngineOptions,
): OpenedLibrary | Promise<OpenedLibrary> => {
  const engine = engines[schemeOf(url) ?? 'sqlite'] ?? sqliteEngine;
  return engine.open(url, options);
};
