import { listNames } from '../src/name-list.ts';
import { directionDefaults, directionSchema, operations } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';
import { quoteIdentifier } from '../src/sql/quote.ts';

export default defineRule({
  description: 'Disallow dropping databases',
  level: 3,
  messages: {
    drop:
      'Dropping database {{name}} destroys everything in it, for every application that uses it.\n' +
      '-- Lock it now; drop it by hand, from a backup plan, when nothing misses it:\n' +
      'ALTER DATABASE {{sql}} ALLOW_CONNECTIONS false;',
  },
  schema: directionSchema,
  defaults: directionDefaults,
  *check(migration, options) {
    for (const [operation, known] of operations(migration, options)) {
      if (operation.kind !== 'drop' || operation.object !== 'database') continue;
      for (const name of operation.names)
        if (!known.hasObject('database', name))
          yield {
            messageId: 'drop',
            range: operation.range,
            data: { name: listNames([name.name]), sql: quoteIdentifier(name.name) },
          };
    }
  },
});
