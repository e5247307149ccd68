import { whereGap } from '../src/effect/where-gap.ts';
import { listNames, printName } from '../src/name-list.ts';
import { isAllowed, operations, tableDefaults, tableSchema } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';
import { quoteName } from '../src/sql/quote.ts';

const safeWay = '\n-- Name the rows that must go:\nDELETE FROM {{sql}} WHERE …;';

export default defineRule({
  description: 'Disallow DELETE without a condition',
  level: 3,
  messages: {
    all: `This DELETE has no condition, so it removes every row of {{table}}.${safeWay}`,
    tautology: `The condition of this DELETE is always true, so it removes every row of {{table}}.${safeWay}`,
  },
  schema: tableSchema,
  defaults: tableDefaults,
  *check(migration, options) {
    for (const [operation, known] of operations(migration, options)) {
      if (operation.kind !== 'delete') continue;
      const { table, range } = operation;
      const { reach } = operation.scope;
      if (reach === 'some' || known.hasTable(table) || isAllowed(table, options.allow)) continue;
      const data = { table: listNames([printName(table)]), sql: quoteName(table) };
      yield { messageId: reach, range, data, suggestions: () => [whereGap(migration, operation)] };
    }
  },
});
