import { expect, test } from 'vitest';
import { plainOperations, readScript, scriptOperations, sqlOperations } from '../script-operations.ts';

const path = 'migrations/20240101000000-x.js';
const migration = (call: string) =>
  `exports.up = (db, callback) => { ${call} };\nexports.down = (db) => db.runSql('');\n`;

/** Calls, and what db-migrate-pg 1.5 sends for them (index.js, and index.js of db-migrate-base 2.3). */
const calls: readonly (readonly [call: string, ...sql: readonly string[]])[] = [
  ["db.createTable('t', { id: { type: 'int', primaryKey: true, autoIncrement: true }, name: 'string' })", 'CREATE TABLE "t" ("id" SERIAL PRIMARY KEY, "name" VARCHAR)'],
  ["db.createTable('t', { id: { type: 'bigint', primaryKey: true, autoIncrement: true } })", 'CREATE TABLE "t" ("id" BIGSERIAL PRIMARY KEY)'],
  ["db.createTable('t', { columns: { a: { type: 'string', length: 50, notNull: true, unique: true, defaultValue: 'x' } }, ifNotExists: true })", `CREATE TABLE IF NOT EXISTS "t" ("a" VARCHAR (50) NOT NULL UNIQUE DEFAULT 'x')`],
  ["db.createTable('t', { a: { type: 'int', primaryKey: true }, b: { type: 'int', primaryKey: true } })", 'CREATE TABLE "t" ("a" INTEGER, "b" INTEGER, PRIMARY KEY ("a", "b"))'],
  ["db.createTable('t', { a: 'datetime', b: 'blob', c: 'jsonb', d: 'timestamptz', e: { type: 'timestamp', timezone: true }, f: 'decimal', g: 'smallint', h: 'date', i: 'boolean', j: 'text', k: 'real', l: 'uuid', m: 'char' })", 'CREATE TABLE "t" ("a" TIMESTAMP, "b" BYTEA, "c" JSONB, "d" TIMESTAMP WITH TIME ZONE, "e" TIMESTAMP WITH TIME ZONE, "f" DECIMAL, "g" SMALLINT, "h" DATE, "i" BOOLEAN, "j" TEXT, "k" REAL, "l" UUID, "m" CHAR)'],
  ["db.createTable('t', { a: { type: 'timestamp', defaultValue: { raw: 'now()' } }, b: { type: 'timestamp', defaultValue: { special: 'CURRENT_TIMESTAMP' } }, c: { type: 'int', defaultValue: 0 }, d: { type: 'boolean', defaultValue: false } })", 'CREATE TABLE "t" ("a" TIMESTAMP DEFAULT now(), "b" TIMESTAMP DEFAULT CURRENT_TIMESTAMP, "c" INTEGER DEFAULT 0, "d" BOOLEAN DEFAULT false)'],
  ["db.createTable('t', { u: { type: 'int', foreignKey: { name: 'fk', table: 'users', mapping: 'id', rules: { onDelete: 'CASCADE', onUpdate: 'RESTRICT' } } } })", 'CREATE TABLE "t" ("u" INTEGER)', 'ALTER TABLE "t" ADD CONSTRAINT "fk" FOREIGN KEY ("u") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE RESTRICT'],
  ["db.createTable('t', { u: { type: 'int', comment: 'c' } })", 'CREATE TABLE "t" ("u" INTEGER)', "COMMENT on COLUMN t.u IS 'c'"],
  ["db.dropTable('t')", 'DROP TABLE "t"'],
  ["db.dropTable('t', { ifExists: true }, callback)", 'DROP TABLE IF EXISTS "t"'],
  ["db.dropTableAsync('t')", 'DROP TABLE "t"'],
  ["db.renameTable('a', 'b', callback)", 'ALTER TABLE "a" RENAME TO "b"'],
  ["db.addColumn('t', 'a', 'string')", 'ALTER TABLE "t" ADD COLUMN "a" VARCHAR'],
  ["db.addColumn('t', 'a', { type: 'int', notNull: true, primaryKey: true, autoIncrement: true })", 'ALTER TABLE "t" ADD COLUMN "a" SERIAL NOT NULL'],
  ["db.addColumn('t', 'a', { type: 'int', foreignKey: { name: 'fk', table: 'u', mapping: { a: 'id' } } }, callback)", 'ALTER TABLE "t" ADD COLUMN "a" INTEGER', 'ALTER TABLE "t" ADD CONSTRAINT "fk" FOREIGN KEY ("a") REFERENCES "u" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION'],
  ["db.removeColumn('t', 'a', callback)", 'ALTER TABLE "t" DROP COLUMN "a"'],
  ["db.removeColumn('t', 'a', { columnStrategy: 'delay', passthrough: { column: 'b' } })", 'ALTER TABLE "t" RENAME COLUMN "a" TO "b"'],
  ["db.renameColumn('t', 'a', 'b')", 'ALTER TABLE "t" RENAME COLUMN "a" TO "b"'],
  ["db.changeColumn('t', 'a', { type: 'string', length: 9, notNull: true, unique: true, defaultValue: 'x' })", 'ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL', 'ALTER TABLE "t" ADD CONSTRAINT "t_a_key" UNIQUE ("a")', `ALTER TABLE "t" ALTER COLUMN "a" SET DEFAULT 'x'`, 'ALTER TABLE "t" ALTER COLUMN "a" TYPE VARCHAR (9) USING "a"::VARCHAR'],
  ["db.changeColumn('t', 'a', { unique: false })", 'ALTER TABLE "t" ALTER COLUMN "a" DROP NOT NULL', 'ALTER TABLE "t" DROP CONSTRAINT "t_a_key"', 'ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT'],
  ["db.changeColumn('t', 'a', { type: 'int', using: 'USING a::int + 1' })", 'ALTER TABLE "t" ALTER COLUMN "a" DROP NOT NULL', 'ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT', 'ALTER TABLE "t" ALTER COLUMN "a" TYPE INTEGER USING a::int + 1'],
  ["db.addIndex('t', 'i', ['a', 'b'], true)", 'CREATE UNIQUE INDEX "i" ON "t" ("a", "b")'],
  ["db.addIndex('t', 'i', 'a', callback)", 'CREATE INDEX "i" ON "t" ("a")'],
  ["db.removeIndex('t', 'i', callback)", 'DROP INDEX "i"'],
  ["db.removeIndex('i')", 'DROP INDEX "i"'],
  ["db.addForeignKey('t', 'u', 'fk', { a: 'id' }, callback)", 'ALTER TABLE "t" ADD CONSTRAINT "fk" FOREIGN KEY ("a") REFERENCES "u" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION'],
  ["db.removeForeignKey('t', 'fk', { dropIndex: true }, callback)", 'ALTER TABLE "t" DROP CONSTRAINT "fk"'],
  ["db.insert('t', ['a', 'b'], [1, 'x'])", `INSERT INTO "t" ("a", "b") VALUES (1, 'x')`],
  ["db.insert('t', [{ a: 1, b: 'x' }], callback)", `INSERT INTO "t" ("a", "b") VALUES (1, 'x')`],
  ["db.createDatabase('d')", 'CREATE DATABASE "d"'],
  ["db.dropDatabase('d', { ifExists: true })", 'DROP DATABASE IF EXISTS "d"'],
  ["db.switchDatabase({ schema: 'app' })", 'SET search_path TO app'],
  ["db.runSql('DELETE FROM t WHERE a = ?', [1], callback)", 'DELETE FROM t WHERE a = $1'],
  ["db.runSql('SELECT 1; DROP TABLE t')", 'SELECT 1; DROP TABLE t'],
  ["db.all('DELETE FROM t WHERE a = $1 AND b = $2', 1, 2, callback)", 'DELETE FROM t WHERE a = $1 AND b = $2'],
]; // prettier-ignore

test.each(calls)('%s', (call, ...sql) => {
  expect(scriptOperations(migration(call), 'up', path)).toEqual(sqlOperations(...sql));
});

/** What the second version learns to undo. */
const learned: readonly (readonly [call: string, sql: string | null])[] = [
  ["db.createTable('t', { a: 'int' })", 'DROP TABLE "t"'],
  ["db.renameTable('a', 'b')", 'ALTER TABLE "b" RENAME TO "a"'],
  ["db.addColumn('t', 'a', 'int')", 'ALTER TABLE "t" DROP COLUMN "a"'],
  ["db.renameColumn('t', 'a', 'b')", 'ALTER TABLE "t" RENAME COLUMN "b" TO "a"'],
  ["db.addIndex('t', 'i', ['a'])", 'DROP INDEX "i"'],
  ["db.addForeignKey('t', 'u', 'fk', { a: 'id' })", 'ALTER TABLE "t" DROP CONSTRAINT "fk"'],
  ["db.dropTable('t')", null],
  ["db.runSql('SELECT 1')", null],
];

test.each(learned)('%s of the second version is undone by %s', (call, sql) => {
  const { undo } = readScript(`exports.migrate = async (db, opt) => { await ${call}; };`, path);
  const found = undo.kind === 'section' ? plainOperations(undo.statements.flatMap(({ operations }) => operations)) : undo.kind; // prettier-ignore
  expect(found).toEqual(sql === null ? 'missing' : sqlOperations(sql));
});

/** Callbacks, promises and helpers lead to the same statements. */
const ways: readonly string[] = [
  "db.runSql('DROP TABLE a', () => db.runSql('DROP TABLE b', callback))",
  "db.runSql('DROP TABLE a').then(() => db.runSql('DROP TABLE b'))",
  "return (async () => { await db.runSql('DROP TABLE a'); await db.runSql('DROP TABLE b'); })()",
  "require('async').series([db.runSql.bind(db, 'DROP TABLE a'), (done) => db.runSql('DROP TABLE b', done)], callback)",
  "require('async').waterfall([(done) => db.runSql('DROP TABLE a', done), (rows, done) => db.runSql('DROP TABLE b', done)], callback)",
  "require('async').eachSeries(['a', 'b'], (name, done) => db.runSql('DROP TABLE ' + name, done), callback)",
  "require('async').series({ a: (done) => db.runSql('DROP TABLE a', done) }, () => db.runSql('DROP TABLE b'))",
  "require('bluebird').mapSeries(['a', 'b'], (name) => db.runSql(`DROP TABLE ${name}`))",
  "new Promise((resolve) => db.runSql('DROP TABLE a', resolve)).then(() => db.runSql('DROP TABLE b'))",
  "new Promise((resolve, reject) => { if (db) resolve('DROP TABLE b'); else reject(); }).then((sql) => db.runSql(`DROP TABLE a; ${sql}`))",
  "['a', 'b'].forEach((name) => db.dropTable(name))",
  "require('async').series(unknown.map((row) => db.runSql.bind(db, 'DROP TABLE a')), () => db.runSql('DROP TABLE b'))",
  "db.all('SELECT 1', (err, rows) => require('async').series(rows.map(() => (done) => db.runSql('DROP TABLE a', done)), () => db.dropTable('b')))",
  "db.runSql(unknown.map(() => 'DROP TABLE a').join(';'), () => db.dropTable('b'))",
];

test.each(ways)('%s drops two tables', (way) => {
  const found = scriptOperations(migration(way), 'up', path).filter((each) => 'kind' in each && each.kind === 'drop');
  expect(found).toEqual(sqlOperations('DROP TABLE a; DROP TABLE b'));
});

test('a statement in a callback does not hang on there being no error', () => {
  const text = migration("db.createTable('t', { a: 'int' }, (err) => { if (err) return callback(err); db.runSql('DELETE FROM t'); })"); // prettier-ignore
  const operations = readScript(text, path).sections.flatMap(({ statements }) => statements).flatMap((each) => each.operations); // prettier-ignore
  expect(operations.map(({ kind, context }) => [kind, context.conditions.length])).toEqual([['create', 0], ['delete', 0]]); // prettier-ignore
});
