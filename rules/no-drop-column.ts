import { renameColumn } from '../src/effect/keep-data.ts';
import { listNames, printName } from '../src/name-list.ts';
import { directionDefaults, directionSchema, operations } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';
import { quoteIdentifier, quoteName, quoteWithSuffix } from '../src/sql/quote.ts';

export default defineRule({
  description: 'Disallow dropping columns that may hold data',
  level: 3,
  messages: {
    drop:
      'Dropping column {{column}} of {{table}} destroys its value in every row for good.{{note}}\n' +
      '-- Rename it now and let it be empty; drop it in a later migration, when nothing misses it:\n' +
      'ALTER {{object}} {{sqlTable}} RENAME COLUMN {{from}} TO {{to}};\n' +
      'ALTER {{object}} {{sqlTable}} ALTER COLUMN {{to}} DROP NOT NULL;',
  },
  schema: directionSchema,
  defaults: directionDefaults,
  *check(migration, options) {
    for (const [operation, known] of operations(migration, options)) {
      if (operation.kind !== 'drop-column' || !['table', 'foreign table'].includes(operation.object)) continue;
      const { table, column, cascade } = operation;
      if (known.hasColumn(table, column)) continue;
      yield {
        messageId: 'drop',
        range: operation.range,
        data: {
          column: listNames([column]),
          table: listNames([printName(table)]),
          note: cascade ? ' CASCADE also drops the views, generated columns and foreign keys that use it.' : '',
          object: operation.object.toUpperCase(),
          sqlTable: quoteName(table),
          from: quoteIdentifier(column),
          to: quoteWithSuffix(column, '_deprecated'),
        },
        suggestions: () => [renameColumn(migration, operation)],
      };
    }
  },
});
