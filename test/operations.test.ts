import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { verbatim } from '../src/sql/position-map.ts';
import { readStatements } from '../src/sql/read.ts';
import { operationText } from './operation-text.ts';

// Blocks of SQL, divided by blank lines; each line `--> …` below a block is one operation that it lowers to.
const folder = new URL('../fixtures/operations/', import.meta.url);

function operationsOf(text: string): string[] {
  const { statements } = readStatements(verbatim(text), { postgres: 15 });
  return statements.flatMap(({ operations }) => operations.map((operation) => operationText(operation, text)));
}

describe.each(readdirSync(folder))('%s', (name) => {
  const blocks = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n\n');
  test.each(blocks)('%s', (block) => {
    const lines = block.split('\n');
    const expected = lines.flatMap((line) => (line.startsWith('--> ') ? [line.slice(4)] : []));
    const sql = lines.filter((line) => !line.startsWith('--> ')).join('\n');
    expect(expected).not.toEqual([]);
    expect(operationsOf(sql)).toEqual(expected);
  });
});

test('a position map carries the places of a text that was taken from elsewhere', () => {
  const { statements } = readStatements(verbatim('DELETE FROM a', 100), { postgres: 15 });
  expect(statements.map(({ range, operations }) => [range, operations.map((operation) => operation.range)])).toEqual([
    [[100, 113], [[100, 106]]],
  ]);
});

test('nesting without end is refused, not followed', () => {
  const deep = `SELECT ${'('.repeat(50_000)}1${')'.repeat(50_000)}; DELETE FROM a`;
  const kinds = readStatements(verbatim(deep), { postgres: 15 }).statements.map(({ operations }) => operations.map(({ kind }) => kind)); // prettier-ignore
  expect(kinds).toEqual([['unparseable'], ['delete']]);
});

test('functions that call each other many times are read once each', () => {
  const calls = Array.from({ length: 40 }, (_, index) => `CREATE FUNCTION f${index}() RETURNS int LANGUAGE sql AS 'SELECT f${index - 1}(), f${index - 1}()';`); // prettier-ignore
  const text = `CREATE FUNCTION f0() RETURNS int LANGUAGE sql AS 'DELETE FROM a RETURNING 1';${calls.slice(1).join('\n')} SELECT f39()`;
  const last = readStatements(verbatim(text), { postgres: 15 }).statements.at(-1);
  expect(last?.operations.map(({ kind }) => kind)).toEqual(['delete']);
});
