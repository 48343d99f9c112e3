import { isAbsolute, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Absolute paths of the files that a record's path may mean, the likeliest first: as it stands, with
 * the separators of Windows, and as a `file://` address. Nothing is looked for here, and nothing is
 * allowed by it.
 *
 * @param folders that a relative path may be relative to
 */
export const candidatePaths = (filePath: string, folders: readonly string[]): readonly string[] => {
  const spelled = [filePath, ...fromUrl(filePath)];
  if (sep === '/') {
    // Two of them begin the name of another machine.
    const others = spelled.filter((path) => path.includes('\\') && !/^[\\/]{2}/.test(path));
    spelled.push(...others.map((path) => path.replaceAll('\\', '/')));
  }
  return [
    ...new Set(
      spelled.flatMap((path) =>
        isAbsolute(path) ? [resolve(path)] : folders.map((folder) => resolve(folder, path)),
      ),
    ),
  ];
};

/** The path in an address of this machine, decoded, and as it stands where it was never encoded. */
const fromUrl = (filePath: string): readonly string[] => {
  const [, path] = /^file:\/\/(?:localhost)?(\/.*)$/is.exec(filePath) ?? [];
  if (path === undefined) return [];
  const asIs = sep === '\\' ? path.slice(1) : path;
  try {
    const decoded = fileURLToPath(`file://${path}`);
    return decoded.includes('\0') ? [] : [decoded, asIs];
  } catch {
    return [asIs];
  }
};
