/** What was worked out from one version of a library. The first to ask works it out for all. */
export type VersionCache = {
  version: string;
  values: Map<string, unknown>;
  /** Inside a write transaction nothing is kept: what it sees may yet be rolled back. */
  writing: boolean;
  /** Inside a read transaction: the version that it sees, once somebody has asked. */
  reading: boolean;
  seen: string | null;
};

export const emptyCache = (): VersionCache => ({
  version: '',
  values: new Map(),
  writing: false,
  reading: false,
  seen: null,
});
