import { runInNewContext } from 'node:vm';
import { MigrationBuilder } from 'node-pg-migrate';
import { expect, test } from 'vitest';
import { plainOperations, readScript, scriptOperations, sqlOperations } from '../script-operations.ts';
import { calls, scripts } from './node-pg-migrate-calls.ts';

const shorthands = { uuid_key: { type: 'uuid', primaryKey: true }, small: 'smallint', tiny: { type: 'small', notNull: true } }; // prettier-ignore
const client = { query: () => Promise.resolve({ rows: [] }), select: () => Promise.resolve([]) };

type Arguments = ConstructorParameters<typeof MigrationBuilder>;

/** What the library would send. */
function compiled(script: string, isReverse = false): readonly string[] {
  const pgm = new MigrationBuilder(client as unknown as Arguments[0], shorthands, false, console); // prettier-ignore
  if (isReverse) pgm.enableReverseMode();
  runInNewContext(script, { pgm });
  return pgm.getSqlSteps();
}

/** What it would send to undo, or that it refuses. */
function reversed(script: string): readonly object[] | string {
  try {
    return sqlOperations(...compiled(script, true));
  } catch {
    return 'refused';
  }
}

const migration = (script: string) => `exports.shorthands = ${JSON.stringify(shorthands)};\nexports.up = (pgm) => { ${script} };\n`; // prettier-ignore
const path = 'migrations/1700000000000_x.js';

test.each(calls)('%s does what the library does', (call) => {
  expect(scriptOperations(migration(call), 'up', path)).toEqual(sqlOperations(...compiled(call)));
});

test.each([...calls, ...scripts])('%s is undone as the library undoes it', (call) => {
  const { undo } = readScript(migration(call), path);
  const found = undo.kind === 'section' ? plainOperations(undo.statements.flatMap(({ operations }) => operations)) : 'refused'; // prettier-ignore
  expect(found).toEqual(reversed(call));
});

test.each([
  "pgm.createTable('t', { a: 'uuid_key', b: 'small', c: 'tiny', d: { type: 'tiny', default: 1 } })",
  "pgm.addColumns('t', { a: { type: 'small', notNull: true } })",
  "pgm.createDomain('d', 'small')",
  "pgm.createType('p', { a: 'tiny' })",
  "pgm.alterColumn('t', 'a', { type: 'small' })",
])('%s means what the shorthands of the script say', (call) => {
  expect(scriptOperations(migration(call), 'up', path)).toEqual(sqlOperations(...compiled(call)));
});

test('every method of the builder is called', () => {
  const pgm = new MigrationBuilder(client as unknown as Arguments[0], undefined, false, console); // prettier-ignore
  const names = Object.keys(pgm).filter((name) => typeof pgm[name as keyof MigrationBuilder] === 'function' && name !== 'func'); // prettier-ignore
  const called = new Set(calls.map((call) => /^pgm\.(\w+)/.exec(call)?.[1]));
  expect(names.filter((name) => !called.has(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(80);
});
