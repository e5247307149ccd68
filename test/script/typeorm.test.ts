import * as typeorm from 'typeorm';
import { expect, test } from 'vitest';
import { readScript, scriptOperations, sqlOperations } from '../script-operations.ts';
import { dataCalls, schemaCalls } from './typeorm-calls.ts';

const { DataSource, EntitySchema, EntitySchemaOptions, Table, TableColumn, TableIndex, View } = typeorm;

/** What the library asks and keeps for itself, beside what a migration wants. */
const own =
  /^(?:SELECT|(?:INSERT INTO|DELETE FROM) "typeorm_metadata"|DROP (?:VIEW|MATERIALIZED VIEW|TYPE) IF EXISTS all_of_them)/;

const described = {
  name: 'users',
  columns: {
    id: { type: 'int', primary: true },
    name: { type: 'text' },
    count: { type: 'int' },
    deletedAt: { type: 'timestamptz', deleteDate: true, nullable: true },
  },
};
const users = new EntitySchema(Object.assign(new EntitySchemaOptions<object>(), described));

const column = (name: string, type: string, more: object = {}) => ({ name, type, ...more });

/** A table as the database would tell it. */
function tableNamed(name: string) {
  const kind = name.endsWith('users') ? [column('kind', 'enum', { enum: ['a', 'b'] })] : [];
  const columns = [column('id', 'integer'), column('name', 'text'), ...kind];
  const key = column('key', 'integer', { isPrimary: true, primaryKeyConstraintName: 'PK_keyed' });
  const both = { columnNames: ['a', 'b'] };
  const parts = {
    uniques: [{ name: 'UQ_posts', ...both }],
    checks: [{ name: 'CHK_posts', expression: 'true' }],
    exclusions: [{ name: 'XCL_posts', expression: 'USING gist (a WITH =)' }],
    foreignKeys: [{ name: 'FK_posts', ...both, referencedTableName: 'users', referencedColumnNames: ['c', 'd'] }],
    indices: [{ name: 'IDX_posts', ...both }],
  };
  return new Table({ name, columns: name === 'keyed' ? [key] : columns, ...(name === 'posts' ? parts : {}) });
}

/** Answers to the library's own questions: `users` is there, other tables and types are not. */
function answerTo(sql: string, parameters: readonly unknown[] = []): readonly object[] {
  if (sql.includes('current_schema')) return [{ current_schema: 'public', currentSchema: 'public' }];
  if (sql.includes('"udt_name"')) return [{ udt_schema: 'public', udt_name: 'users_kind_enum' }];
  if (sql.includes("'users_kind_enum'") || sql.includes('pg_database')) return sql.includes('pg_database') ? [] : [{}];
  if (/FROM "pg_(?:views|matviews|tables|type)" .*(?:quote_ident|= ANY)/.test(sql) || sql.includes('quote_ident')) return [{ name: 'all_of_them' }];
  return sql.includes('"tables"') && parameters[1] === 'users' ? [{}] : [];
} // prettier-ignore

type Up = (queryRunner: unknown, ...rest: readonly unknown[]) => Promise<void>;

const names = Object.keys(typeorm).filter((name) => /^(?:Table|View)[A-Za-z]*$/.test(name));

/** What the real library sends when a migration's statements run in the transaction that it opens. */
async function sentBy(body: string): Promise<readonly string[]> {
  const source = new DataSource({ type: 'postgres', entities: [users] });
  await (source as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
  Object.assign(source.driver, { version: '15.0' });
  const runner = source.createQueryRunner();
  const sent: string[] = [];
  const query = (sql: string, parameters?: readonly unknown[]) => {
    if (!own.test(sql)) sent.push(sql);
    return Promise.resolve({ rows: answerTo(sql, parameters), rowCount: 0, command: sql.split(' ')[0] });
  };
  const loadView = (name: string) => {
    const view = new View({ name, expression: 'SELECT 1', materialized: name === 'materials' });
    return Object.assign(view, { indices: [new TableIndex({ name: 'IDX_view', columnNames: ['id'] })] });
  };
  Object.assign(runner, {
    connect: () => Promise.resolve({ query }),
    loadTables: (paths: readonly string[]) => Promise.resolve(paths.map((path) => tableNamed(path))),
    loadViews: (paths: readonly string[]) => Promise.resolve(paths.map((path) => loadView(path))),
    isTransactionActive: true,
    transactionDepth: 1,
  });
  const { constructor: AsyncFunction } = Object.getPrototypeOf(async () => undefined) as { constructor: new (...words: string[]) => Up }; // prettier-ignore
  const up = new AsyncFunction('queryRunner', ...names, body);
  const manager = source.createEntityManager(runner);
  Object.assign(runner, { manager });
  await up(runner, ...names.map((name) => typeorm[name as keyof typeof typeorm]));
  // The schema in which a name is looked up anyway.
  return sent.map((sql) => sql.replaceAll('"public".', ''));
}

const migration = (body: string) => `import { MigrationInterface, QueryRunner, ${names.join(', ')} } from 'typeorm';
export class X1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner) { ${body} }
  async down(queryRunner: QueryRunner) {}
}`; // prettier-ignore

/** Names that only the database knows are placeholders here. */
const nameless = (operations: readonly object[]): unknown =>
  JSON.parse(JSON.stringify(operations).replaceAll(/"\$\{every [\w ]+\}"/g, '"all_of_them"'));

test.each([...schemaCalls, ...dataCalls])('%s does what the library does', async (body) => {
  const sent = await sentBy(body);
  expect(sent).not.toEqual([]);
  expect(nameless(scriptOperations(migration(body)))).toEqual(sqlOperations(...sent));
});

test('the tables speak of every method of the query runner that changes something', () => {
  const prototype = Object.getOwnPropertyNames(Object.getPrototypeOf(new DataSource({ type: 'postgres' }).createQueryRunner()) as object); // prettier-ignore
  const changing = prototype.filter((name) => /^(?:create|drop|clear|change|rename|add|update)[A-Z]\w*$/.test(name) && !/Sql$|EnumTypes$/.test(name)); // prettier-ignore
  const known = changing.filter((name) => schemaCalls.some((call) => call.includes(`queryRunner.${name}(`)));
  expect(known).toEqual(changing);
  expect(changing.length).toBeGreaterThan(40);
});

test('a column of the database is not the same as one that the script describes', () => {
  const sql = (body: string) => readScript(migration(body)).sections[0]?.statements.flatMap(({ operations }) => operations.map(({ kind }) => kind)); // prettier-ignore
  const described = new TableColumn({ name: 'name', type: 'text' });
  expect(sql(`await queryRunner.changeColumn('users', 'name', new TableColumn(${JSON.stringify({ name: described.name, type: described.type })}))`)).toEqual(['drop-column', 'add-column']); // prettier-ignore
  expect(sql("await queryRunner.changeColumn('users', 'name', column)")).toEqual(['drop-column', 'add-column']);
  expect(sql("const old = (await queryRunner.getTable('users')).findColumnByName('name'); await queryRunner.changeColumn('users', old, Object.assign(old.clone(), { isNullable: true }))")).toEqual(['alter-column']); // prettier-ignore
});

const conditionOf = (body: string) =>
  readScript(migration(body)).sections[0]?.statements.at(-1)?.operations[0]?.context.conditions.map(({ tests, reads, literals }) => [tests, reads.join(), literals.join()]); // prettier-ignore

const asks = (sql: string, test: string, parameters = '[]') =>
  conditionOf(
    `const rows = await queryRunner.query(\`${sql}\`, ${parameters}); if (${test}) await queryRunner.query('SELECT 2')`,
  );

test.each([
  ["SELECT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood')", '!rows[0].exists', ['absent', 'pg_type', 'mood']],
  ["SELECT NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') AS missing", 'rows[0].missing', ['absent', 'pg_type', 'mood']],
  ["SELECT count(*) FROM information_schema.tables WHERE table_name = 'a'", 'Number(rows[0].count) === 0', ['absent', 'count,tables', 'a']],
  ["SELECT count(*) > 0 AS yes FROM pg_indexes WHERE indexname = 'i'", 'rows[0].yes', ['present', 'count,pg_indexes', 'i']],
  ["SELECT to_regclass('public.users') AS found", 'rows[0].found === null', ['absent', 'to_regclass', 'public.users']],
  ['SELECT 1 FROM pg_class c JOIN pg_namespace n ON true WHERE relname = $1', 'rows.length > 0', ['present', 'pg_class,pg_namespace', 'users'], "['users']"],
  ['SELECT 1 FROM pg_class WHERE relname = ${process.env.NAME}', 'rows.length', ['present', 'pg_class', '']],
  ["SELECT table_name FROM information_schema.tables", "rows.some((row) => row.table_name === 'users')", ['present', 'tables', 'users']],
  ['SELECT 1 FROM users', 'rows.length === 0', ['absent', 'users', '']],
  ['INSERT INTO users VALUES (1) RETURNING id', 'rows.length', ['other', '', '']],
  ['no SQL at all', 'rows.length', ['other', '', '']],
])('%s, %s', (sql, test, expected, parameters?: string) => {
  expect(asks(sql, test, parameters)).toEqual([expected]);
}); // prettier-ignore

test('a class says whether it runs in a transaction, and opens its own', () => {
  const body = "await queryRunner.startTransaction(); await queryRunner.query('SELECT 1'); await queryRunner.commitTransaction();"; // prettier-ignore
  const read = (property: string) => {
    const [section] = readScript(migration(body).replace('async up', `${property} async up`)).sections;
    const actions = section?.statements.flatMap(({ operations }) => operations).map((each) => (each.kind === 'transaction' ? each.action : each.kind)); // prettier-ignore
    return [section?.transaction, actions];
  };
  expect(read('')).toEqual([true, ['savepoint', 'other', 'other']]);
  expect(read('transaction = false;')).toEqual([false, ['begin', 'other', 'commit']]);
});
