import { renameSchemas } from '../src/effect/keep-data.ts';
import { listNames } from '../src/name-list.ts';
import { directionDefaults, directionSchema, operations } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';
import { quoteIdentifier, quoteWithSuffix } from '../src/sql/quote.ts';

const safeWay = '\n-- Rename now; drop in a later migration, when nothing misses it:\n{{sql}}';

export default defineRule({
  description: 'Disallow dropping schemas',
  level: 3,
  messages: {
    drop: `Dropping {{schemas}} takes the grants and default privileges along and cannot be undone.${safeWay}`,
    cascade: `CASCADE destroys every table, view and function in {{schemas}}, and what depends on them in other schemas.${safeWay}`,
  },
  schema: directionSchema,
  defaults: directionDefaults,
  *check(migration, options) {
    for (const [operation, known] of operations(migration, options)) {
      if (operation.kind !== 'drop' || operation.object !== 'schema') continue;
      const names = operation.names.filter((name) => !known.hasObject('schema', name)).map(({ name }) => name);
      if (names.length === 0) continue;
      const schemas = `${names.length === 1 ? 'schema' : 'schemas'} ${listNames(names)}`;
      yield {
        messageId: operation.cascade ? 'cascade' : 'drop',
        range: operation.range,
        data: { schemas, sql: names.map(rename).join('\n') },
        suggestions: () => [renameSchemas(migration, operation, names)],
      };
    }
  },
});

function rename(name: string): string {
  return `ALTER SCHEMA ${quoteIdentifier(name)} RENAME TO ${quoteWithSuffix(name, '_deprecated')};`;
}
