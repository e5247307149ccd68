import type { Operation, Unverifiable } from '../operation.ts';
import { compare } from './second-opinion-compare.ts';
import type { Migration, Range, Statement } from '../types.ts';

const destructive: ReadonlySet<Operation['kind']> = new Set([
  'drop', 'drop-column', 'truncate', 'delete', 'update', 'alter-column-type',
]); // prettier-ignore

/** The migration, with an unverifiable operation in every statement whose destruction the second reader sees otherwise. */
export function crossCheck(migration: Migration): Migration {
  const check = (statement: Statement): Statement => {
    const sql = migration.words(statement.range);
    if (!mayDestroy(sql)) return statement;
    const found = compare(statement, sql, destructive);
    if (found.kind !== 'disputed') return statement;
    return { ...statement, operations: [...statement.operations, dispute(statement.range, found.ours, found.theirs)] };
  };
  return {
    ...migration,
    sections: migration.sections.map((section) => ({ ...section, statements: section.statements.map(check) })),
  };
}

/** No reader sees destruction where none of these words is written; it spares most statements the second reader. */
function mayDestroy(sql: string): boolean {
  return /drop|truncate|delete|update|alter/i.test(sql);
}

function dispute(range: Range, ours: readonly string[], theirs: readonly string[]): Unverifiable {
  const say = (facts: readonly string[]) => (facts.length === 0 ? 'nothing that destroys' : facts.join('; '));
  return {
    kind: 'unverifiable',
    range,
    guard: 'unneeded',
    context: { place: 'plain', dynamic: false, conditions: [], handlers: [] },
    what: 'This statement',
    disagreement: `one reader finds ${say(ours)}, another ${say(theirs)}`,
  };
}
