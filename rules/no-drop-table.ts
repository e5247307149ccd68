import { renameTables } from '../src/effect/keep-data.ts';
import { listNames, printName } from '../src/name-list.ts';
import { isAllowed, operations, tableDefaults, tableSchema } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';
import { quoteName, quoteWithSuffix } from '../src/sql/quote.ts';
import type { Drop, Name } from '../src/types.ts';

export default defineRule({
  description: 'Disallow dropping tables that may hold data',
  level: 3,
  messages: {
    drop:
      'Dropping {{tables}} destroys every row for good.{{note}}\n' +
      '-- Rename now; drop in a later migration, when nothing misses it:\n{{sql}}',
  },
  schema: tableSchema,
  defaults: tableDefaults,
  *check(migration, options) {
    const parents = new Map<string, string>();
    for (const [operation, known] of operations(migration, options)) {
      if (operation.kind === 'alter-table' && operation.subject && operation.action === 'detach partition')
        parents.set(printName(operation.subject), printName(operation.table));
      if (operation.kind !== 'drop' || operation.object !== 'table') continue;
      const names = operation.names.filter((name) => !known.hasTable(name) && !isAllowed(name, options.allow));
      if (names.length === 0) continue;
      const tables = `${names.length === 1 ? 'table' : 'tables'} ${listNames(names.map(printName))}`;
      yield {
        messageId: 'drop',
        range: operation.range,
        data: { tables, note: note(operation, names, parents), sql: names.map(rename).join('\n') },
        suggestions: () => [renameTables(migration, operation, names)],
      };
    }
  },
});

function note({ cascade, ifExists }: Drop, names: readonly Name[], parents: ReadonlyMap<string, string>): string {
  const parent = parents.get(names.map(printName).find((name) => parents.has(name)) ?? '');
  if (parent !== undefined) return ` Its rows were part of "${parent}" until this migration detached it.`;
  if (cascade) return ' CASCADE also drops the views and foreign keys that depend on it.';
  return ifExists ? ' IF EXISTS protects nothing: where the table exists, it is gone.' : '';
}

function rename(table: Name): string {
  return `ALTER TABLE ${quoteName(table)} RENAME TO ${quoteWithSuffix(table.name, '_deprecated')};`;
}
