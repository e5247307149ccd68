import { describe, expect, test } from 'vitest';
import { readScript, scriptOperations, sqlOperations } from '../script-operations.ts';

const client = "import { PrismaClient, Prisma } from '@prisma/client';\nconst prisma = new PrismaClient();\n";

describe('a client in a script', () => {
  test.each<readonly [script: string, ...sent: readonly string[]]>([
    ['await prisma.user.deleteMany()', 'DELETE FROM "User"'],
    ['await prisma.user.deleteMany({})', 'DELETE FROM "User"'],
    ['await prisma.user.deleteMany({ where: {} })', 'DELETE FROM "User"'],
    ['await prisma.user.deleteMany({ where: { id: undefined } })', 'DELETE FROM "User"'],
    ['await prisma.user.deleteMany({ where: { AND: [] } })', 'DELETE FROM "User"'],
    ['await prisma.user.deleteMany({ where: { OR: [] } })', 'DELETE FROM "User" WHERE FALSE'],
    ['await prisma.user.deleteMany({ where: { OR: [{}, { id: 1 }] } })', 'DELETE FROM "User"'],
    ['await prisma.user.deleteMany({ where: { NOT: { id: 1 } } })', 'DELETE FROM "User" WHERE NOT (id = 1)'],
    ['await prisma.user.deleteMany({ where: { id: { in: undefined } } })', 'DELETE FROM "User"'],
    ['await prisma.user.deleteMany({ where: { id: 1 } })', 'DELETE FROM "User" WHERE id = 1'],
    ['await prisma.user.deleteMany({ where: { id: { in: ids } } })', 'DELETE FROM "User" WHERE id = 1'],
    ['await prisma.user.deleteMany(options)', 'DELETE FROM "User"'],
    ['await prisma.user.deleteMany({ where })', 'DELETE FROM "User" WHERE x'],
    ['await prisma.user.delete({ where: { id: 1 } })', 'DELETE FROM "User" WHERE id = 1'],
    ['await prisma.user.updateMany({ data: { a: 1 } })', 'UPDATE "User" SET a = 1'],
    ['await prisma.user.updateMany({ where: {}, data: { n: { increment: 1 } } })', 'UPDATE "User" SET n = n + 1'],
    ['await prisma.user.updateManyAndReturn({ data: { a: 1, b: undefined } })', 'UPDATE "User" SET a = 1'],
    ['await prisma.user.update({ where: { id: 1 }, data: { a: null } })', 'UPDATE "User" SET a = NULL WHERE id = 1'],
    ['await prisma.auditLog.create({ data: { a: 1 } })', 'INSERT INTO "AuditLog" (a) VALUES (1)'],
    ['await prisma.user.createMany({ data: [{ a: 1, b: "x" }] })', `INSERT INTO "User" (a, b) VALUES (1, 'x')`],
    ['await prisma.user.upsert({ where: { id: 1 }, create: { a: 1 }, update: { a: 2 } })', 'INSERT INTO "User" (a) VALUES (1) ON CONFLICT ("?") DO UPDATE SET a = 2'],
    ['await prisma.user.findMany({ where: {} }); await prisma.user.count()'],
    ['await prisma.$executeRaw`DROP TABLE users`', 'DROP TABLE users'],
    ['await prisma.$executeRaw`DELETE FROM users WHERE id = ${1}`', 'DELETE FROM users WHERE id = 1'],
    ['await prisma.$executeRaw(Prisma.sql`DROP TABLE ${Prisma.raw("users")} ${Prisma.empty}`)', 'DROP TABLE users'],
    ['await prisma.$queryRaw`DELETE FROM users WHERE id IN (${Prisma.join([1, 2])}) RETURNING id`', 'DELETE FROM users WHERE id IN (1, 2) RETURNING id'],
    ["await prisma.$executeRawUnsafe('TRUNCATE users CASCADE')", 'TRUNCATE users CASCADE'],
    ["await prisma.$executeRawUnsafe('DELETE FROM users WHERE id = $1', 5)", 'DELETE FROM users WHERE id = $1'],
    ["await prisma.$queryRawUnsafe('DROP VIEW v')", 'DROP VIEW v'],
    ['await prisma.$transaction([prisma.user.deleteMany(), prisma.$executeRaw`DROP TABLE a`])', 'DELETE FROM "User"', 'DROP TABLE a'],
    ['await prisma.$transaction(async (tx) => { await tx.user.deleteMany({}) })', 'DELETE FROM "User"'],
    ['const { user } = prisma; await user.deleteMany(); await prisma.$disconnect()', 'DELETE FROM "User"'],
    ['const all = prisma.$extends({}); await all.user.deleteMany()', 'DELETE FROM "User"'],
  ])('%s', (script, ...sent) => {
    expect(scriptOperations(client + script)).toEqual(sqlOperations(...sent));
  });
}); // prettier-ignore

const migration = (operations: string) => `import { addColumn, checkExpression, col, createExtension, fn, foreignKey, lit, Migration, MigrationCLI, placeholder, primaryKey, rawSql, unique } from '@prisma-next/postgres/migration';
export default class M extends Migration<Start, End> {
  override describe() { return { from: null, to: 'x' }; }
  override get operations() { return [${operations}]; }
}
MigrationCLI.run(import.meta.url, M);
`; // prettier-ignore

const at = "schema: 'public', table: 'users'";

/** Every method of the class, with the statement that its source has. */
const methods: readonly (readonly [call: string, ...sent: readonly string[]])[] = [
  [`this.dropTable({ ${at} })`, 'DROP TABLE public.users'],
  [`this.dropColumn({ ${at}, column: 'name' })`, 'ALTER TABLE public.users DROP COLUMN name'],
  ["this.dropColumn({ table: 'users', column: 'Name' })", 'ALTER TABLE users DROP COLUMN "Name"'],
  ["this.dropNativeEnumType({ schema: 'public', typeName: 'mood' })", 'DROP TYPE public.mood'],
  [`this.dropConstraint({ ${at}, constraint: 'c', kind: 'foreignKey' })`, 'ALTER TABLE public.users DROP CONSTRAINT c'],
  [`this.dropCheckConstraint({ ${at}, constraint: 'c' })`, 'ALTER TABLE public.users DROP CONSTRAINT c'],
  [`this.dropIndex({ ${at}, index: 'i' })`, 'DROP INDEX public.i'],
  [`this.dropRlsPolicy({ ${at}, policy: 'p' })`, 'DROP POLICY p ON public.users'],
  [`this.disableRowLevelSecurity({ ${at} })`, 'ALTER TABLE public.users DISABLE ROW LEVEL SECURITY'],
  [`this.enableRowLevelSecurity({ ${at} })`, 'ALTER TABLE public.users ENABLE ROW LEVEL SECURITY'],
  [`this.alterColumnType({ ${at}, column: 'a', options: { qualifiedTargetType: 'int4', formatTypeExpected: 'integer', rawTargetTypeForLabel: 'int4' } })`, 'ALTER TABLE public.users ALTER COLUMN a TYPE int4 USING a::int4'],
  [`this.alterColumnType({ ${at}, column: 'a', options: { qualifiedTargetType: 'int4', using: 'length(a)' } })`, 'ALTER TABLE public.users ALTER COLUMN a TYPE int4 USING length(a)'],
  [`this.dropNotNull({ ${at}, column: 'a' })`, 'ALTER TABLE public.users ALTER COLUMN a DROP NOT NULL'],
  [`this.setNotNull({ ${at}, column: 'a' })`, 'ALTER TABLE public.users ALTER COLUMN a SET NOT NULL'],
  [`this.dropDefault({ ${at}, column: 'a' })`, 'ALTER TABLE public.users ALTER COLUMN a DROP DEFAULT'],
  [`this.setDefault({ ${at}, column: 'a', defaultSql: 'DEFAULT 5' })`, 'ALTER TABLE public.users ALTER COLUMN a SET DEFAULT 5'],
  [
    `this.createTable({ ${at}, columns: [col('id', 'int4', { notNull: true }), col('a', 'text', { default: lit('x') }), col('b', 'timestamptz', { default: fn('now()'), notNull: true })], constraints: [primaryKey(['id']), unique(['a'], { name: 'u' }), foreignKey(['a'], 'orgs', ['id'], { onDelete: 'setNull' }), checkExpression('c', 'id > 0')] })`,
    "CREATE TABLE public.users (id int4 NOT NULL, a text DEFAULT 'x', b timestamptz DEFAULT now() NOT NULL, PRIMARY KEY (id), CONSTRAINT u UNIQUE (a), FOREIGN KEY (a) REFERENCES orgs (id) ON DELETE SET NULL, CONSTRAINT c CHECK (id > 0))",
  ],
  ["this.createSchema({ schema: 'app' })", 'CREATE SCHEMA IF NOT EXISTS app'],
  ["this.createNativeEnumType({ schema: 'public', typeName: 'mood', members: ['sad', 'ok'] })", "CREATE TYPE public.mood AS ENUM ('sad', 'ok')"],
  ["this.addNativeEnumValue({ schema: 'public', typeName: 'mood', value: 'glad' })", "ALTER TYPE public.mood ADD VALUE 'glad'"],
  [`this.addColumn({ ${at}, column: col('a', 'text', { notNull: true }) })`, 'ALTER TABLE public.users ADD COLUMN a text NOT NULL'],
  [`this.addPrimaryKey({ ${at}, constraint: 'pk', columns: ['a', 'b'] })`, 'ALTER TABLE public.users ADD CONSTRAINT pk PRIMARY KEY (a, b)'],
  [`this.addUnique({ ${at}, constraint: 'u', columns: ['a'] })`, 'ALTER TABLE public.users ADD CONSTRAINT u UNIQUE (a)'],
  [
    `this.addForeignKey({ ${at}, foreignKey: { name: 'fk', columns: ['a'], references: { schema: 'app', table: 'orgs', columns: ['id'] }, onDelete: 'cascade', onUpdate: 'noAction' } })`,
    'ALTER TABLE public.users ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES app.orgs (id) ON DELETE CASCADE ON UPDATE NO ACTION',
  ],
  [`this.addCheckConstraint({ ${at}, constraint: 'c', column: 'a', values: ['x', 'y'] })`, "ALTER TABLE public.users ADD CONSTRAINT c CHECK (a IN ('x', 'y'))"],
  [`this.renameCheckConstraint({ ${at}, from: 'a', to: 'b' })`, 'ALTER TABLE public.users RENAME CONSTRAINT a TO b'],
  [`this.createIndex({ ${at}, index: 'i', columns: ['a'], extras: { type: 'gin' } })`, 'CREATE INDEX i ON public.users USING gin (a)'],
  [`this.renameIndex({ ${at}, from: 'a', to: 'b' })`, 'ALTER INDEX public.a RENAME TO b'],
  ["this.installExtension({ extensionName: 'citext', invariantId: 'x', id: 'y' })", 'CREATE EXTENSION IF NOT EXISTS citext'],
  [`this.createRlsPolicy({ ${at}, policy: { name: 'p', operation: 'select' } })`, 'CREATE POLICY p ON public.users FOR SELECT'],
  [`this.renameRlsPolicy({ ${at}, from: 'a', to: 'b' })`, 'ALTER POLICY a ON public.users RENAME TO b'],
  ["createExtension('citext')", 'CREATE EXTENSION IF NOT EXISTS citext'],
  ["rawSql({ id: 'x', operationClass: 'destructive', precheck: [], execute: [{ description: 'd', sql: 'DROP TABLE users' }, { sql: 'DROP VIEW v' }] })", 'DROP TABLE users', 'DROP VIEW v'],
  [`...['a', 'b'].map((column) => this.dropColumn({ ${at}, column }))`, 'ALTER TABLE public.users DROP COLUMN a', 'ALTER TABLE public.users DROP COLUMN b'],
]; // prettier-ignore

const path = 'migrations/app/20260301T1000_x/migration.ts';

describe('a migration of Prisma 8', () => {
  test.each(methods)('%s', (call, ...sent) => {
    expect(scriptOperations(migration(call), 'up', path)).toEqual(sqlOperations(...sent));
  });

  test.each([
    ["this.dataTransform(endContract, 'fill', { check: () => x, run: () => y })"],
    ["placeholder('backfill')"],
    ['this.dropEverything()'],
    ['this.dropTable(options)'],
    ['rawSql(operation)'],
  ])('%s: nobody can tell', (call) => {
    expect(scriptOperations(migration(call), 'up', path)).toMatchObject([{ kind: 'unverifiable' }]);
  });

  test('it runs in a transaction, and has no way back', () => {
    const { adapter, sections, undo } = readScript(migration(`this.dropTable({ ${at} })`), path);
    const ways = sections.map(({ direction, transaction }) => ({ direction, transaction }));
    expect({ adapter, ways, undo: undo.kind }).toEqual({ adapter: 'prisma', ways: [{ direction: 'up', transaction: true }], undo: 'unsupported' }); // prettier-ignore
  });
});
