import type { CreatedHere } from '../src/effect/created-here.ts';
import { dependentsOf } from '../src/effect/dependents.ts';
import { withoutCascade } from '../src/effect/without-cascade.ts';
import { listNames, printName } from '../src/name-list.ts';
import { directionDefaults, directionSchema, operations } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';
import { quoteIdentifier, quoteName } from '../src/sql/quote.ts';
import type { Drop, DropConstraint, Migration, ObjectType, Operation } from '../src/types.ts';

/** Other rules judge these by what they hold. */
const judgedElsewhere: ReadonlySet<ObjectType> = new Set(['database', 'schema', 'subscription', 'table', 'tablespace']);
export default defineRule({
  description: 'Disallow CASCADE where it drops objects that the statement does not name',
  level: 3,
  messages: {
    cascade:
      'CASCADE drops {{names}} together with whatever depends on {{it}}: {{dependents}}.\n' +
      '-- Without CASCADE PostgreSQL refuses and lists what depends on {{it}}; deal with each by name, then:\n{{sql}}',
  },
  schema: directionSchema,
  defaults: directionDefaults,
  *check(migration, options) {
    for (const [operation, known] of operations(migration, options)) {
      if (!isCascade(operation)) continue;
      const dependents = dependentsOf(operation.kind === 'drop' ? operation.object : 'constraint');
      const names = namesOf(operation, known);
      if (dependents === null || names.length === 0) continue;
      yield {
        messageId: 'cascade',
        range: operation.range,
        data: {
          names: listNames(names),
          it: names.length === 1 ? 'it' : 'them',
          dependents,
          sql: written(operation, migration.words),
        },
        suggestions: () => [withoutCascade(migration, operation)],
      };
    }
  },
});

function isCascade(operation: Operation): operation is Drop | DropConstraint {
  // Nothing depends on the constraint of a domain.
  if (operation.kind === 'drop-constraint') return operation.cascade && operation.object === 'table';
  return operation.kind === 'drop' && operation.cascade && !judgedElsewhere.has(operation.object);
}

/** The names that were there before this migration. */
function namesOf(operation: Drop | DropConstraint, known: CreatedHere): readonly string[] {
  if (operation.kind === 'drop')
    return operation.names.filter((name) => !known.hasObject(operation.object, name)).map(printName);
  return known.hasObject(operation.object, operation.table) ? [] : [operation.name];
}

function written(operation: Drop | DropConstraint, words: Migration['words']): string {
  if (operation.kind === 'drop-constraint') {
    const { table, name, ifExists } = operation;
    return `ALTER TABLE ${quoteName(table)} DROP CONSTRAINT ${ifExists ? 'IF EXISTS ' : ''}${quoteIdentifier(name)};`;
  }
  // As written, since the names alone lack the argument types of functions and operators.
  const written = words(operation.range).replace(/--.*|\/\*[^]*?\*\//g, ' ');
  const parts = written.trim().split(/\s+/);
  if (parts.at(-1)?.toUpperCase() === 'CASCADE') parts.pop();
  return `${parts.join(' ')};`;
}
