import { shorten } from '../src/name-list.ts';
import { defineRule } from '../src/rule.ts';
import { safeWayOf } from '../src/safe-ways.ts';
import type { Interpolate, Operation } from '../src/types.ts';

const parameter = '\n// Give it as a parameter, which is never read as SQL:\n// {{parameter}}';

export default defineRule({
  description: 'Disallow values that are no constants in the text of SQL',
  level: 2,
  messages: {
    value: `{{expression}} is put into the SQL itself, so what it holds can change what the statement does.${parameter}`,
    string: `{{expression}} is put between the quotes of a string, and a quote in it ends that string: the rest of it runs as SQL.${parameter}`,
    literal:
      '{{expression}} is put into the SQL itself, so what it holds can change what the statement does.\n' +
      '// PostgreSQL takes no parameters in this statement. Write the value out, or quote it:\n' +
      "// escapeLiteral(value), from 'pg'",
    name:
      '{{expression}} is put into the SQL as a name, so what it holds can change what the statement does.\n' +
      '// Write the name out, take it from a list of constants in this file, or quote it:\n// {{name}}',
    text:
      '{{expression}} becomes a part of the SQL, so nobody can tell from here what the statement does.\n' +
      '// Write the statement out; of several, choose between constants:\n' +
      "// const sql = isNew ? 'CREATE …' : 'ALTER …'",
  },
  schema: { type: 'object', properties: {}, additionalProperties: false },
  defaults: {},
  *check({ adapter, sections, text }) {
    for (const { operations } of sections.flatMap(({ statements }) => statements))
      for (const operation of operations) {
        if (operation.kind !== 'interpolate') continue;
        const { as, range } = operation;
        const isValue = as === 'value' || as === 'string';
        const messageId = isValue && !takesParameters(operations) ? 'literal' : as;
        yield { messageId, range, data: { expression: expressionOf(operation, text), ...safeWayOf(adapter) } };
      }
  },
});

/** As written here; code of another file stands where it is called, and is named by its own words. */
function expressionOf({ expression, range }: Interpolate, text: string): string {
  const written = text.slice(...range).replace(/^\$\{\s*([^]*?)\s*\}$/, '$1');
  return /^[\w$.?![\]]+$/.test(written) || expression.includes(' …') ? shorten(written) : expression;
}

/** Parameters may stand in queries and changes of rows alone; what cannot be read may be one. */
function takesParameters(operations: readonly Operation[]): boolean {
  const others = operations.filter(({ kind }) => kind !== 'interpolate');
  return others.every(
    (each) =>
      /^(?:insert|update|delete|call|unparseable|unverifiable)$/.test(each.kind) ||
      (each.kind === 'other' && /^(?:SELECT|WITH|VALUES|TABLE)\b/.test(each.tag)),
  );
}
