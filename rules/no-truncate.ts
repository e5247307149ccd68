import { deleteRows } from '../src/effect/keep-data.ts';
import { listNames, printName } from '../src/name-list.ts';
import { isAllowed, operations, tableDefaults, tableSchema } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';
import { quoteName } from '../src/sql/quote.ts';
import type { Constraint, Name, Operation, Truncate } from '../src/types.ts';

export default defineRule({
  description: 'Disallow emptying tables with TRUNCATE',
  level: 3,
  messages: {
    truncate:
      'TRUNCATE removes every row of {{tables}} and fires no DELETE trigger.{{note}}\n' +
      '-- Name the rows that must go:\n{{sql}}',
  },
  schema: tableSchema,
  defaults: tableDefaults,
  *check(migration, options) {
    const referenced = new Set<string>();
    for (const [operation, known] of operations(migration, options)) {
      for (const { references } of addedConstraints(operation)) if (references) referenced.add(references.name);
      if (operation.kind !== 'truncate') continue;
      // CASCADE goes against the direction of foreign keys, also of those that this migration gave to old tables.
      const isSafe = (name: Name) =>
        operation.cascade
          ? known.hasTable(name) && !referenced.has(name.name)
          : known.hasTable(name) || isAllowed(name, options.allow);
      const names = operation.tables.filter((name) => !isSafe(name));
      if (names.length === 0) continue;
      const suggestions = () => [deleteRows(migration, operation, names)];
      yield { messageId: 'truncate', range: operation.range, data: describe(operation, names), suggestions };
    }
  },
});

function addedConstraints(operation: Operation): readonly Constraint[] {
  if (operation.kind === 'add-constraint') return [operation.constraint];
  return operation.kind === 'add-column' ? operation.column.constraints : [];
}

function describe({ cascade, restartIdentity }: Truncate, names: readonly Name[]) {
  return {
    tables: listNames(names.map(printName)),
    note: cascade
      ? ' CASCADE also empties every table that refers to it by a foreign key.'
      : restartIdentity
        ? ' RESTART IDENTITY then hands out the same numbers again.'
        : '',
    sql: names.map((name) => `DELETE FROM ${quoteName(name)} WHERE …;`).join('\n'),
  };
}
