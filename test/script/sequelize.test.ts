import * as core from '@sequelize/core';
import { PostgresDialect } from '@sequelize/postgres';
import { type Options, Sequelize } from 'sequelize';
import { describe, expect, test } from 'vitest';
import { instances, queryInterfaces } from '../../src/script/sequelize/interface.ts';
import { modelNamed } from '../../src/script/sequelize/model.ts';
import type { Value } from '../../src/script/values.ts';
import { readScript, scriptOperations, sqlOperations } from '../script-operations.ts';
import { seven, six } from './sequelize-calls.ts';

/** What the library asks of the catalogs before it sends what a migration wants. */
const asksItself = /^SELECT (?:pk\.constraint_type|t\.typname)/;

/** A description of a table that has every column. */
const anyColumn = new Proxy({}, { get: () => ({ type: 'TEXT', allowNull: true }), ownKeys: () => ['id'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }); // prettier-ignore

/** Calls of a migration, run by the real library with a connection that only writes down what it is sent. */
async function sentBySix(body: string): Promise<readonly string[]> {
  const sequelize = new Sequelize({ dialect: 'postgres', logging: false, databaseVersion: '15.0.0' } as Options);
  const sent: string[] = [];
  const { dialect, connectionManager } = sequelize as unknown as { dialect: { Query: new () => object }; connectionManager: object };
  class Recorder extends dialect.Query {
    run(sql: string) {
      if (!asksItself.test(sql)) sent.push(sql);
      return sql.startsWith('SELECT pk.') ? anyColumn : sql.startsWith('SELECT t.') ? null : [[], 0];
    }
  }
  Object.assign(dialect, { Query: Recorder });
  Object.assign(connectionManager, { getConnection: () => ({}), releaseConnection: () => undefined, _refreshDynamicOIDs: () => undefined });
  await load('queryInterface, Sequelize', body)(sequelize.getQueryInterface(), Sequelize);
  return sent.filter((sql) => !/^(?:START|COMMIT)/.test(sql));
} // prettier-ignore

type Up = (...given: readonly unknown[]) => Promise<void>;

/** The function that a table's words stand for. */
function load(parameters: string, body: string): Up {
  const { constructor: AsyncFunction } = Object.getPrototypeOf(async () => undefined) as { constructor: new (...words: string[]) => Up }; // prettier-ignore
  return new AsyncFunction(parameters, body);
}

const inSix = (body: string) => `module.exports = { async up(queryInterface, Sequelize) { ${body} } };`;

describe('what sequelize 6 sends is what is read', () => {
  test.each(six)('%s', async (body) => {
    const sent = await sentBySix(body);
    expect(sent.length).toBeGreaterThan(0);
    expect(scriptOperations(inSix(body))).toEqual(sqlOperations(...sent));
    expect(readScript(inSix(body)).adapter).toBe('sequelize');
  });
});

/** The same by version 7. */
async function sentBySeven(body: string): Promise<readonly string[]> {
  const sequelize = new core.Sequelize({ dialect: PostgresDialect, database: 'shop', databaseVersion: '15.0.0' });
  const sent: string[] = [];
  const write = (sql: unknown) => {
    const text = typeof sql === 'object' && sql !== null && 'query' in sql ? String(sql.query) : String(sql);
    if (!asksItself.test(text)) sent.push(text.replaceAll('$sequelize_', '$'));
    return Promise.resolve(text.startsWith('SELECT pk.') ? anyColumn : text.startsWith('SELECT t.') ? null : [[], 0]);
  };
  Object.assign(sequelize, { queryRaw: write });
  Object.assign(sequelize.dialect.connectionManager, { refreshDynamicOids: () => undefined });
  Object.assign(sequelize, { transaction: (callback: (transaction: object) => unknown) => callback({}) });
  await load(
    '{ sequelize, queryInterface, DataTypes, Op, sql }',
    body,
  )({ sequelize, queryInterface: sequelize.queryInterface, ...core });
  return sent;
}

const inSeven = (body: string) => `
import { DataTypes, Op, sql, Sequelize } from '@sequelize/core';
export async function up({ sequelize }) { const { queryInterface } = sequelize; ${body} }`;

describe('what sequelize 7 sends is what is read', () => {
  test.each(seven)('%s', async (body) => {
    const sent = await sentBySeven(body);
    expect(sent.length).toBeGreaterThan(0);
    expect(scriptOperations(inSeven(body))).toEqual(sqlOperations(...sent));
    expect(readScript(inSeven(body)).adapter).toBe('sequelize');
  });
});

const methodsOf = (value: Value) => (value.kind === 'receiver' ? Object.keys(value.type.methods) : []);

const receivers = [
  ['queryInterface', methodsOf(queryInterfaces[6])],
  ['queryInterface.sequelize', methodsOf(instances[6])],
  ['queryInterface.sequelize.models.User', methodsOf(modelNamed('User', [0, 0], 6))],
] as const;

const strange = ['', 'null', 'a, b, c, d, e, f, g, h', '{}, {}, {}, {}, {}', '[], [], [], []', "'constructor', 'constructor', 'constructor', ['constructor'], 'constructor'", "'__proto__', { __proto__: 1, constructor: { type: 'constructor' } }, { where: { [Sequelize.Op.constructor]: 1 } }", "x ? 'a' : 'b', y ? 'c' : 'd', z ? {} : null", '() => 1, async () => {}', '...rest', 'Sequelize.ENUM, Sequelize.ENUM(), Sequelize.ARRAY(), Sequelize.RANGE("constructor")', '7, 7, 7, 7', 'Sequelize, queryInterface, Sequelize.literal(x)']; // prettier-ignore

describe('whatever a method is given, it is read to its end', () => {
  test.each(receivers)('%s', (receiver, methods) => {
    expect(methods.length).toBeGreaterThan(10);
    const found = methods.map((name) => {
      const calls = strange.map((words) => `await ${receiver}.${name}(${words});`).join('\n');
      return readScript(inSix(`${calls} await queryInterface.dropTable('last')`));
    });
    const last = found.map(({ sections }) => sections[0]?.statements.at(-1)?.operations.at(-1)?.kind);
    expect(new Set(last)).toEqual(new Set(['drop']));
  });

  test('very many replacements in a text of very many pieces', () => {
    const sql = Array.from({ length: 20_000 }, (_, index) => `a = :a${index}\\n`).join(' OR ');
    const body = `await queryInterface.sequelize.query('DELETE FROM users WHERE ${sql}', { replacements: { a1: 1 } })`;
    const started = performance.now();
    expect(scriptOperations(inSix(body))).toMatchObject([{ kind: 'delete', scope: { reach: 'some' } }]);
    expect(performance.now() - started).toBeLessThan(8000);
  });

  test('a condition in a condition, many times', () => {
    const where = `${'{ [Sequelize.Op.and]: ['.repeat(200)}${'] }'.repeat(200)}`;
    const kinds = scriptOperations(inSix(`await queryInterface.bulkDelete('users', ${where})`));
    expect(kinds).toMatchObject([{ kind: 'delete', scope: { reach: 'all' } }]);
  });
});

/** The names of an object's methods, with those that its classes give it. */
function allMethods(object: object): readonly string[] {
  const prototype = Object.getPrototypeOf(object) as object | null;
  if (prototype === null || prototype === Object.prototype) return [];
  return [...Object.getOwnPropertyNames(prototype), ...allMethods(prototype)];
}

/** Hooks, and getters that are read without a call, are no methods that send anything. */
const isNone =
  /^(?:[A-Z].*|_.*|constructor|sequelize|query(?:Generator|Interface)|(?:connection|model)Manager|hooks|(?:before|after|validationFailed|(?:run|remove|has)Hook).*)$/;

const missing = (real: object, known: Value) => allMethods(real).filter((name) => !isNone.test(name) && !methodsOf(known).includes(name)); // prettier-ignore

describe('every method of the library is known', () => {
  test('of the query interface of version 6', () => {
    const real = new Sequelize({ dialect: 'postgres' }).getQueryInterface();
    expect(missing(real, queryInterfaces[6])).toEqual([]);
  });

  test('of the query interface of version 7', () => {
    const real = new core.Sequelize({ dialect: PostgresDialect, databaseVersion: '15.0.0' }).queryInterface;
    expect(missing(real, queryInterfaces[7])).toEqual([]);
  });

  test('of a connection', () => {
    const real = [new Sequelize({ dialect: 'postgres' }), new core.Sequelize({ dialect: PostgresDialect, databaseVersion: '15.0.0' })]; // prettier-ignore
    expect(real.map((each, index) => missing(each, instances[index === 0 ? 6 : 7]))).toEqual([[], []]);
  });
});

describe('what stands in SQL beside replacements keeps its place', () => {
  test.each([
    [`sequelize.query('DELETE FROM a WHERE b = :b; DROP TABLE c', { replacements: { b: 1 } })`, 'DROP TABLE c'],
    [`sequelize.query("DELETE FROM a\\nWHERE b = ?;\\n DROP TABLE c", { replacements: [1] })`, 'DROP TABLE c'],
    [`sequelize.query(\`DELETE FROM a WHERE b = $b AND d = 'x:y ? $b'; DROP TABLE \${'c'}\`, { bind: { b: 1 } })`, "DROP TABLE ${'c"], // prettier-ignore
  ])('%s', (call, underlined) => {
    const text = inSix(`const { sequelize } = queryInterface; await ${call}`);
    const operations = readScript(text).sections[0]?.statements.flatMap((statement) => statement.operations) ?? [];
    expect(operations.map(({ kind }) => kind)).toEqual(['delete', 'drop']);
    expect(text.slice(...(operations[1]?.range ?? [0, 0]))).toBe(underlined);
  });
});
