import { describe, expect, test } from 'vitest';
import { readScript, scriptOperations } from '../script-operations.ts';

/** What Umzug's context may be, and what is done with it. */
const contexts = [
  ['a query interface', 'context: queryInterface', "await queryInterface.dropTable('users')"],
  ['the query interface of version 7', 'context: queryInterface', "await queryInterface.truncate('events'); await queryInterface.dropTable('users')"],
  ['a connection of Sequelize', 'context: sequelize', "await sequelize.getQueryInterface().dropTable('users')"],
  ['an object that holds a query interface', 'context: { queryInterface: qi }', "await qi.dropTable('users')"],
  ['Knex', 'context: knex', "await knex.schema.dropTable('users')"],
  ['Knex in a transaction', 'context', "await context.transaction(async (trx) => { await trx.schema.dropTable('users'); })"],
  ['Kysely', 'context: db', "await db.schema.dropTable('users').execute()"],
  ['a client of pg', 'context: client', "await client.query('DROP TABLE users')"],
  ['an object that holds a pool', 'context', "await context.pool.query('DROP TABLE users')"],
  ['postgres.js', 'context: sql', 'await sql`DROP TABLE users`'],
] as const; // prettier-ignore

const script = (parameter: string, body: string) => `exports.up = async ({ ${parameter}, name }) => { ${body} };`;

describe('a dropped table is found, whatever the context is', () => {
  test.each(contexts)('%s', (_, parameter, body) => {
    const text = script(parameter, body);
    expect(readScript(text, undefined, undefined, 'umzug').adapter).toBe('umzug');
    const dropped = scriptOperations(`import 'umzug'; ${text.replace('exports.up =', 'export const up =')}`);
    expect(dropped.at(-1)).toMatchObject({ kind: 'drop', object: 'table', names: [{ name: 'users' }] });
    expect(dropped.filter((each) => 'kind' in each && each.kind === 'unverifiable')).toEqual([]);
  });
});

describe('how a migration is given its context', () => {
  test.each([
    ['in an object', 'async ({ context }) => context.dropTable("users")'],
    ['in an object with another name', 'async ({ context: db }) => db.dropTable("users")'],
    ['as a member', 'async (params) => params.context.dropTable("users")'],
    [
      'taken apart inside',
      'async function (params) { const { context } = params; return context.dropTable("users"); }',
    ],
    ['as itself, before version 3', 'function (queryInterface) { return queryInterface.dropTable("users"); }'],
  ])('%s', (_, up) => {
    const text = `module.exports = { up: ${up}, down: async () => {} };`;
    const { sections } = readScript(text, undefined, undefined, 'umzug');
    const kinds = sections.map(({ direction, statements }) => [direction, ...statements.flatMap(({ operations }) => operations.map(({ kind }) => kind))]); // prettier-ignore
    expect(kinds).toEqual([['up', 'drop'], ['down']]);
  });

  test('which framework it is', () => {
    const files = [
      ['umzug', 'exports.up = async ({ context }) => context.dropTable("users");'],
      ['umzug', 'import type { MigrationFn } from "umzug"; export const up: MigrationFn = async (x) => { await x.context.query("SELECT 1"); };'],
      ['umzug', 'import { QueryInterface } from "sequelize"; export const up = async ({ context: queryInterface }: { context: QueryInterface }) => queryInterface.dropTable("users");'],
      ['umzug', 'import type { Knex } from "knex"; export const up = async ({ context: knex }: { context: Knex }) => { await knex.schema.dropTable("users"); }; export const down = async () => {};'],
      ['umzug', 'import { Kysely } from "kysely"; export async function up(params) { await params.context.schema.dropTable("users").execute(); }'],
      ['sequelize', 'module.exports.up = async (queryInterface) => { const { sequelize } = queryInterface; await sequelize.query("SELECT 1"); };'],
      ['sequelize', 'module.exports.up = async (queryInterface, Sequelize) => { await new Sequelize(url).query("SELECT 1"); };'],
      ['sequelize', 'module.exports = { up: (queryInterface) => queryInterface.dropTable("users") };'],
      ['sequelize', 'export async function up({ sequelize }) { await sequelize.queryInterface.dropTable("users"); }'],
    ] as const; // prettier-ignore
    expect(files.map(([, text]) => readScript(text).adapter)).toEqual(files.map(([name]) => name));
  });

  test('a hostile script is read quickly', () => {
    const aliases = Array.from({ length: 4000 }, (_, index) => `const { context: a${index} } = x; a${index}.b${index}();`); // prettier-ignore
    const started = performance.now();
    const { sections } = readScript(`exports.up = async (x) => { ${aliases.join('\n')} };`, undefined, undefined, 'umzug'); // prettier-ignore
    expect(sections[0]?.statements.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
