import type { CreatedHere } from '../src/effect/created-here.ts';
import { whereGap } from '../src/effect/where-gap.ts';
import { listNames, printName } from '../src/name-list.ts';
import { isAllowed, operations, tableDefaults, tableProperties, type TableOptions } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';
import { quoteIdentifier, quoteName } from '../src/sql/quote.ts';
import type { Update } from '../src/types.ts';

interface Options extends TableOptions {
  /** Whether all rows may be updated when only columns change that the same migration added. */
  readonly allowColumnsAddedHere: boolean;
}

const safeWay = '\n-- Name the rows that must change{{example}}:\n{{sql}}';
const defaults: Options = { ...tableDefaults, allowColumnsAddedHere: true };

export default defineRule({
  description: 'Disallow UPDATE without a condition',
  level: 3,
  messages: {
    all: `This UPDATE has no condition, so it overwrites {{columns}} in every row of {{table}}.${safeWay}`,
    tautology: `The condition of this UPDATE is always true, so it overwrites {{columns}} in every row of {{table}}.${safeWay}`,
  },
  schema: {
    type: 'object',
    properties: { ...tableProperties, allowColumnsAddedHere: { type: 'boolean' } },
    additionalProperties: false,
  },
  defaults,
  *check(migration, options) {
    for (const [operation, known] of operations(migration, options)) {
      if (operation.kind !== 'update') continue;
      const { table, columns, range } = operation;
      const { reach } = operation.scope;
      if (reach === 'some' || known.hasTable(table) || isAllowed(table, options.allow)) continue;
      if (options.allowColumnsAddedHere && setsOnlyNewColumns(operation, known)) continue;
      const names = { columns: listNames(columns), table: listNames([printName(table)]) };
      const example = operation.relative ? '' : ', for example those without a value';
      const data = { ...names, example, sql: updateOf(operation) };
      yield { messageId: reach, range, data, suggestions: () => [whereGap(migration, operation)] };
    }
  },
});

function setsOnlyNewColumns({ table, columns }: Update, known: CreatedHere): boolean {
  return columns.length > 0 && columns.every((column) => known.hasColumn(table, column));
}

function updateOf({ table, columns, relative }: Update): string {
  const names = columns.map(quoteIdentifier);
  // What is computed from the old value is no way to fill in a missing one.
  const condition = relative ? '…' : names.map((name) => `${name} IS NULL`).join(' OR ');
  return `UPDATE ${quoteName(table)} SET ${names.map((name) => `${name} = …`).join(', ')} WHERE ${condition};`;
}
