import type { Generation } from '../../../../shared/generation';
import { type Family, type FamilyMember, jobDifferences, rerunKey } from '../../../../shared/job';
import { type Database, statement, transaction } from '../core/database';
import { parseMetadata } from '../core/metadata';
import type { StoredValue } from '../core/rows';
import { findGeneration } from './generations';

// Which generation was made from which is in the metadata of the later one. What was made from one is
// found by looking at all metadata once, a slice with each question, and from then on at what is new.

/** Rows looked at in one call: some ten milliseconds. */
const slice = 20_000;
const mostMembers = 200;
/** Steps from a generation to the first of its family. */
const mostSteps = 100;

type Links = {
  /** The moment of creation and rowid of the last row looked at, as stored. */
  last: readonly [StoredValue, StoredValue];
  children: Map<string, Set<string>>;
};
const linksOf = new WeakMap<Database, Links>();

/** The generations that were made from one another, this one among them; none where it is alone. */
export const familyOf = (database: Database, id: string): Family =>
  transaction(database, 'read', () => {
    const links = linksOf.get(database) ?? { last: ['', 0], children: new Map() };
    linksOf.set(database, links);
    const complete = lookFurther(database, links);
    const first = firstOf(database, id);
    const members: FamilyMember[] = [];
    const seen = new Set<string>();
    const visit = (generation: Generation, parent: Generation | null): void => {
      if (seen.has(generation.id) || members.length >= mostMembers) return;
      seen.add(generation.id);
      members.push(toMember(generation, parent));
      for (const child of links.children.get(generation.id) ?? []) {
        const found = findGeneration(database, child);
        if (found && parentOf(found) === generation.id) visit(found, generation);
      }
    };
    if (first) visit(first, null);
    // A link to a generation that is gone is still worth telling.
    const alone = members.length === 1 && members[0]?.rerunOf === null;
    return { members: alone ? [] : members, complete };
  });

/** Notes a link that a row got only after it was looked at. */
export const noteRerun = (database: Database, parent: string, child: string): void => {
  const children = linksOf.get(database)?.children;
  children?.set(parent, (children.get(parent) ?? new Set()).add(child));
};

const lookFurther = (database: Database, links: Links): boolean => {
  const sql = `SELECT created_at, rowid, id,
      CASE WHEN typeof(metadata) = 'text' AND instr(metadata, '"${rerunKey}"') THEN metadata END
    FROM generations WHERE created_at >= ? AND (created_at > ? OR rowid > ?)
    ORDER BY created_at, rowid LIMIT ${slice}`;
  const [created, rowid] = links.last;
  const rows = statement(database, sql).all(created, created, rowid) as [
    StoredValue,
    StoredValue,
    StoredValue,
    string | null,
  ][];
  for (const [, , id, metadata] of rows) {
    if (metadata === null) continue;
    const parent = parseMetadata(metadata).metadata[rerunKey];
    if (typeof parent !== 'string') continue;
    const children = links.children.get(parent) ?? new Set();
    links.children.set(parent, children.add(String(id)));
  }
  const last = rows.at(-1);
  if (last) links.last = [last[0], last[1]];
  return rows.length < slice;
};

const firstOf = (database: Database, id: string): Generation | null => {
  let first = findGeneration(database, id);
  const seen = new Set([id]);
  for (let step = 0; first && step < mostSteps; step++) {
    const parent = parentOf(first);
    if (parent === null || seen.has(parent)) break;
    seen.add(parent);
    const found = findGeneration(database, parent);
    if (!found) break;
    first = found;
  }
  return first;
};

const parentOf = ({ metadata }: Generation): string | null => {
  const parent = metadata[rerunKey];
  return typeof parent === 'string' ? parent : null;
};

const toMember = (generation: Generation, parent: Generation | null): FamilyMember => ({
  id: generation.id,
  status: generation.status,
  createdAt: generation.createdAt,
  rerunOf: parentOf(generation),
  differences: parent === null ? [] : jobDifferences(parent, generation),
});
