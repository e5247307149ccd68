import type { ExecSession } from './session.ts';

/** The names of the indexes that no query uses, since their making has failed; qualified and quoted. */
export async function invalidIndexes(session: ExecSession): Promise<readonly string[]> {
  const found = await session.rows<{ name: string }>(
    "SELECT i.indexrelid::regclass::text AS name FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid WHERE NOT i.indisvalid AND c.relkind = 'i' ORDER BY 1",
  );
  return found.map(({ name }) => name);
}

/** What to do with those that came. */
export const invalidWords = (before: readonly string[], after: readonly string[]): readonly string[] =>
  after
    .filter((name) => !before.includes(name))
    .map((name) => `the index ${name} is left INVALID: DROP INDEX CONCURRENTLY IF EXISTS ${name};`);
