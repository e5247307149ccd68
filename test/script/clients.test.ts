import { describe, expect, test } from 'vitest';
import type { Files } from '../../src/types.ts';
import { plainOperations, readScript, sqlOperations } from '../script-operations.ts';

type Case = readonly [script: string, ...sent: readonly string[]];

const files: Files = { read: (path) => (path === 'db/migrations/drop.sql' ? 'DROP TABLE users; DROP VIEW v' : null), list: () => [] }; // prettier-ignore

function operationsOf(text: string): readonly object[] {
  const { sections } = readScript(text, 'db/migrations/20240101000000_x.ts', files);
  const statements = sections.filter(({ direction }) => direction === 'up').flatMap((section) => section.statements);
  return plainOperations(statements.flatMap(({ operations }) => operations));
}

const runs = (cases: readonly Case[], head: string) =>
  test.each(cases.map(([script, ...sent]) => [script, sent] as const))('%s sends %j', (script, sent) => {
    expect(operationsOf(`${head}\n${script}`)).toEqual(sqlOperations(...sent));
  });

describe('postgres.js', () => {
  runs(
    [
      ['await sql`DROP TABLE users`', 'DROP TABLE users'],
      ['await sql`DROP TABLE a; DROP TABLE b`.simple()', 'DROP TABLE a', 'DROP TABLE b'],
      ["await sql.unsafe('TRUNCATE users CASCADE')", 'TRUNCATE users CASCADE'],
      ["await sql.unsafe('DELETE FROM users WHERE id = $1', [5])", 'DELETE FROM users WHERE id = $1'],
      ['await sql`DROP TABLE ${sql("Users")}`', 'DROP TABLE "Users"'],
      ['await sql`DROP TABLE ${sql("app.users")}`', 'DROP TABLE app.users'],
      ['await sql`DELETE FROM users WHERE id = ${5}`', 'DELETE FROM users WHERE id = 5'],
      ['await sql`DELETE FROM users WHERE id IN ${sql([1, 2])}`', 'DELETE FROM users WHERE id IN (1, 2)'],
      ['await sql`DELETE FROM users WHERE id IN ${sql([])}`', 'DELETE FROM users WHERE id IN (NULL)'],
      ['const only = sql`WHERE id = ${1}`; await sql`DELETE FROM users ${only}`', 'DELETE FROM users WHERE id = 1'],
      ['const rest = sql``; await sql`DELETE FROM users ${rest}`', 'DELETE FROM users'],
      ['await sql`DELETE FROM users ${process.env.ALL ? sql`` : sql`WHERE id = 1`}`', 'DELETE FROM users', 'DELETE FROM users WHERE id = 1'],
      ['await sql`UPDATE users SET ${sql({ a: 1, b: null })} WHERE id = 1`.execute()', 'UPDATE users SET a = 1, b = NULL WHERE id = 1'],
      ['await sql`UPDATE users SET ${sql(row, "a", "b")}`', 'UPDATE users SET a = 1, b = 1'],
      ['await sql`INSERT INTO users ${sql({ a: 1, b: "x" })}`', "INSERT INTO users (a, b) VALUES (1, 'x')"],
      ['await sql`INSERT INTO users ${sql([{ a: 1, b: 2 }, { a: 3, b: 4 }], "b")}`', 'INSERT INTO users (b) VALUES (2), (4)'],
      ['await sql`INSERT INTO users (a, b) VALUES ${sql([[1, 2], [3, 4]])}`', 'INSERT INTO users (a, b) VALUES (1, 2), (3, 4)'],
      ['await sql`SELECT ${sql(["a", "b"])} FROM users`', 'SELECT a, b FROM users'],
      ['await sql.begin(async (tx) => { await tx`DROP TABLE a`; await tx`DROP TABLE b` })', 'DROP TABLE a', 'DROP TABLE b'],
      ['await sql.begin("isolation level serializable", (tx) => [tx`DROP TABLE a`, tx`DROP TABLE b`])', 'DROP TABLE a', 'DROP TABLE b'],
      ['await sql.begin((tx) => tx.savepoint("s", (inner) => inner.unsafe("DROP VIEW v")))', 'DROP VIEW v'],
      ['const one = await sql.reserve(); await one`DROP SCHEMA app`; one.release()', 'DROP SCHEMA app'],
      ["await sql.file('drop.sql')", 'DROP TABLE users', 'DROP VIEW v'],
      ["await sql.file(new URL('./drop.sql', import.meta.url))", 'DROP TABLE users', 'DROP VIEW v'],
      ['for (const t of ["a", "b"]) await sql`DROP TABLE ${sql(t)}`', 'DROP TABLE a', 'DROP TABLE b'],
      ['await Promise.all(["a", "b"].map((t) => sql.unsafe(`DROP TABLE ${t}`)))', 'DROP TABLE a', 'DROP TABLE b'],
      ['sql.listen("x", () => {}); await sql.end({ timeout: 5 })'],
      ['const piece = sql`AND a = 1`'],
    ],
    "import postgres from 'postgres';\nconst sql = postgres(process.env.DATABASE_URL, { max: 1 });",
  );

  runs([['exports.up = async (sql) => { await sql`DROP TABLE users` };', 'DROP TABLE users']], "const postgres = require('postgres');");
  runs([['export async function up(db: postgres.Sql) { await db.unsafe(`DROP TABLE users`) }', 'DROP TABLE users']], '');
}); // prettier-ignore

describe('slonik', () => {
  runs(
    [
      ['await pool.query(sql.unsafe`DROP TABLE users`)', 'DROP TABLE users'],
      ['await pool.query(sql`DROP TABLE users`)', 'DROP TABLE users'],
      ["await pool.query(sql.typeAlias('void')`TRUNCATE users`)", 'TRUNCATE users'],
      ['await pool.any(sql.type(z.object({}))`DELETE FROM users RETURNING id`)', 'DELETE FROM users RETURNING id'],
      ['await pool.query(sql.unsafe`DROP TABLE ${sql.identifier(["app", "Users"])}`)', 'DROP TABLE app."Users"'],
      ['await pool.query(sql.unsafe`DELETE FROM users ${sql.fragment`WHERE id = ${1}`}`)', 'DELETE FROM users WHERE id = 1'],
      ['await pool.query(sql.unsafe`DELETE FROM users WHERE id IN (${sql.join([1, 2], sql.fragment`, `)})`)', 'DELETE FROM users WHERE id IN (1, 2)'],
      ['await pool.query(sql.unsafe`ALTER ROLE bob PASSWORD ${sql.literalValue("x")}`)', "ALTER ROLE bob PASSWORD 'x'"],
      ["await pool.query(raw('DROP TABLE ' + 'users'))", 'DROP TABLE users'],
      ['await pool.connect(async (one) => { await one.query(sql.unsafe`DROP VIEW v`) })', 'DROP VIEW v'],
      ['await pool.transaction((tx) => tx.transaction((inner) => inner.query(sql.unsafe`DROP SCHEMA app`)))', 'DROP SCHEMA app'],
      ...['any', 'anyFirst', 'exists', 'many', 'manyFirst', 'maybeOne', 'maybeOneFirst', 'one', 'oneFirst', 'stream'].map(
        (name): Case => [`await pool.${name}(sql.unsafe\`DELETE FROM users\`)`, 'DELETE FROM users'],
      ),
      ['await pool.end()'],
    ],
    "import { createPool, sql } from 'slonik';\nimport { raw } from '@slonik/sql-tag-raw';\nconst pool = await createPool(process.env.DATABASE_URL);",
  );

  const entries = [
    'export const up: Migration = async ({ slonik, sql }) => { await slonik.query(sql.unsafe`DROP TABLE users`) }',
    'export const up = async ({ context: { connection, sql } }) => { await connection.query(sql`DROP TABLE users`) }',
    'module.exports = { up: async ({ context }) => context.connection.query(context.sql.typeAlias("void")`DROP TABLE users`) }',
  ];
  runs(entries.map((entry): Case => [entry, 'DROP TABLE users']), "import type { Migration } from '@slonik/migrator';");
}); // prettier-ignore

describe('pg', () => {
  runs(
    [
      ["await client.query('DROP TABLE users')", 'DROP TABLE users'],
      ["await client.query('DELETE FROM users WHERE id = $1', [1])", 'DELETE FROM users WHERE id = $1'],
      ["await client.query({ text: 'TRUNCATE users', values: [] })", 'TRUNCATE users'],
      ["await client.query(new pg.Query('DROP VIEW v'))", 'DROP VIEW v'],
      ["client.query('DROP TABLE a', (error) => { client.query('DROP TABLE b') })", 'DROP TABLE a', 'DROP TABLE b'],
      ["const one = await pool.connect(); await one.query('DROP TABLE a'); one.release()", 'DROP TABLE a'],
      ["pool.connect((error, one, done) => { one.query('DROP TABLE a'); done() })", 'DROP TABLE a'],
      ["await pool.query(`DROP TABLE a; DROP TABLE b`)", 'DROP TABLE a', 'DROP TABLE b'],
      ["for (const t of ['a', 'b']) await pool.query('DROP TABLE ' + t)", 'DROP TABLE a', 'DROP TABLE b'],
      ["await client.query(fs.readFileSync(path.join(__dirname, 'drop.sql'), 'utf8'))", 'DROP TABLE users', 'DROP VIEW v'],
      ["await client.query(format('DROP TABLE %I, %2$I', 'Users', 'app'))", 'DROP TABLE "Users", app'],
      ["await client.query(format('DELETE FROM users WHERE name = %L', 'x'))", "DELETE FROM users WHERE name = 'x'"],
      ["const stream = client.query(copyFrom('COPY users FROM STDIN'))", 'COPY users FROM STDIN'],
      ["await client.connect(); client.on('error', () => {}); await pool.end()"],
    ],
    "import pg from 'pg';\nimport fs from 'node:fs';\nimport path from 'node:path';\nimport format from 'pg-format';\nimport { from as copyFrom } from 'pg-copy-streams';\nconst client = new pg.Client();\nconst pool = new pg.Pool();",
  );

  const entries = [
    "export async function up(client) { await client.query('DROP TABLE users') }",
    "exports.up = (client) => client.query('DROP TABLE users');",
    "module.exports = { async up(db) { await db.query('DROP TABLE users') } };",
    "import { PoolClient } from 'pg';\nexport const up = async (db: PoolClient) => { await db.query('DROP TABLE users') };",
    "const { Pool } = require('pg');\nasync function main() { await new Pool().query('DROP TABLE users') }\nmain().catch(console.error);",
  ];
  runs(entries.map((entry): Case => [entry, 'DROP TABLE users']), '');
}); // prettier-ignore

test.each([
  ["import postgres from 'postgres'; const sql = postgres(); await sql.unsafe(process.env.SQL)", 'sql.unsafe(process.env.SQL)'],
  ["import postgres from 'postgres'; const sql = postgres(); await sql.file('none.sql')", "sql.file('none.sql')"],
  ["import postgres from 'postgres'; const sql = postgres(); await run(sql)", 'run(sql)'],
  ["import { createPool } from 'slonik'; const pool = await createPool(''); await pool.query(query)", 'pool.query(query)'],
  ["import { createPool, sql } from 'slonik'; const pool = await createPool(''); sql.unsafe`DROP TABLE users`", 'sql.unsafe`DROP TABLE users`'],
  ["import { Client } from 'pg'; const client = new Client(); await client.query(process.env.SQL)", 'client.query(process.env.SQL)'],
])('%s: nobody can tell', (script, what) => {
  expect(operationsOf(script).map((operation) => ({ ...operation }))).toMatchObject([{ kind: 'unverifiable', what }]);
}); // prettier-ignore

describe('a text that doubles itself', () => {
  test.each([
    ["import pg from 'pg'; let s = 'DROP TABLE a;'; for (let i = 0; i < 40; i++) s = s + s; await new pg.Pool().query(s)"],
    ["import pg from 'pg'; let s = 'DROP TABLE a'; for (let i = 0; i < 40; i++) s = [s, s].join(';'); await new pg.Pool().query(s)"],
    ["import postgres from 'postgres'; const sql = postgres(); let s = sql`DROP TABLE a;`; for (let i = 0; i < 40; i++) s = sql`${s}${s}`; await s"],
    ["import { sql } from 'kysely'; export async function up(db) { let s = sql`DROP TABLE a;`; for (let i = 0; i < 40; i++) s = sql`${s}${s}`; await s.execute(db) }"],
    ["import { sql } from 'drizzle-orm'; export async function up(db) { const s = sql`DROP TABLE a;`; for (let i = 0; i < 40; i++) s.append(s); await db.execute(s) }"],
  ])('%s', (script) => {
    expect(operationsOf(script).some((operation) => 'kind' in operation && operation.kind === 'unverifiable')).toBe(true);
  }); // prettier-ignore
});
