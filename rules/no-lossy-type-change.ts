import { losesValues } from '../src/effect/loss.ts';
import { listNames, printName } from '../src/name-list.ts';
import { directionDefaults, directionSchema, operations } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';
import { quoteIdentifier, quoteName, quoteWithSuffix } from '../src/sql/quote.ts';
import type { AlterColumnType, Migration } from '../src/types.ts';

const safeWay = '\n-- Fill a new column, compare, and drop the old one in a later migration:\n{{sql}}';

export default defineRule({
  description: 'Disallow type changes of columns that can lose or refuse values',
  level: 3,
  messages: {
    narrow: `Changing {{column}} of {{table}}{{from}} to {{type}} can cut off, round or refuse values that are in it.${safeWay}`,
    using: `USING computes new values for {{column}} of {{table}}; the old ones are lost.${safeWay}`,
  },
  schema: directionSchema,
  defaults: directionDefaults,
  *check(migration, options) {
    for (const [operation, known] of operations(migration, options)) {
      if (operation.kind !== 'alter-column-type' || known.hasColumn(operation.table, operation.column)) continue;
      const { table, column, type, using, range } = operation;
      const old = known.columnType(table, column);
      if (!losesValues(operation, old)) continue;
      yield {
        messageId: using === 'expression' ? 'using' : 'narrow',
        range,
        data: {
          column: listNames([column]),
          table: listNames([printName(table)]),
          from: old ? ` from ${old.text}` : '',
          type: type.text,
          sql: newColumn(operation, migration.words),
        },
      };
    }
  },
});

function newColumn({ table, column, type, range }: AlterColumnType, words: Migration['words']): string {
  const [old, replacement] = [quoteIdentifier(column), quoteWithSuffix(column, '_new')];
  const [, ...expression] = words(range).split(/\busing\b/i);
  const value = expression.join('USING').trim().split(/\s+/).join(' ') || `CAST(${old} AS ${type.text})`;
  return [
    `ALTER TABLE ${quoteName(table)} ADD COLUMN ${replacement} ${type.text};`,
    `UPDATE ${quoteName(table)} SET ${replacement} = ${value};`,
    `ALTER TABLE ${quoteName(table)} RENAME COLUMN ${old} TO ${quoteWithSuffix(column, '_deprecated')};`,
    `ALTER TABLE ${quoteName(table)} RENAME COLUMN ${replacement} TO ${old};`,
  ].join('\n');
}
