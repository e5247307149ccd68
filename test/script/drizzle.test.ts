import { runInThisContext } from 'node:vm';
import * as orm from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import * as core from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { scriptOperations, sqlOperations } from '../script-operations.ts';

const schema = `
const users = pgTable('users', { id: integer('id').primaryKey(), name: text(), bornOn: date('born_on'), double: integer('double').generatedAlwaysAs(sql\`1\`) });
const app = pgSchema('app');
const orgs = app.table('orgs', (t) => ({ id: t.integer('id'), title: t.text('Title') }));
const active = pgMaterializedView('active', { id: integer('id') }).existing();
`;

const ormNames = [
  'sql',
  'eq',
  'ne',
  'gt',
  'and',
  'or',
  'not',
  'inArray',
  'notInArray',
  'isNull',
  'isNotNull',
  'exists',
  'between',
  'like',
  'desc',
  'count',
] as const;
const coreNames = ['pgTable', 'pgSchema', 'integer', 'text', 'date', 'pgMaterializedView', 'alias'] as const;

/** Calls of a database, as scripts write them. */
const calls: readonly string[] = [
  'await db.delete(users)',
  'await db.delete(users).where(eq(users.id, 5))',
  'await db.delete(users).where(undefined)',
  'await db.delete(users).where(and())',
  'await db.delete(users).where(and(undefined, or()))',
  'await db.delete(users).where(sql`true`)',
  'await db.delete(users).where(notInArray(users.id, []))',
  'await db.delete(users).where(inArray(users.id, []))',
  'await db.delete(users).where(inArray(users.id, [1, 2])).returning({ id: users.id })',
  'await db.delete(users).where(and(eq(users.id, 1), or(gt(users.id, 2), not(isNull(users.name)))))',
  'await db.delete(orgs).where(between(orgs.id, 1, 5)).returning()',
  'await db.delete(orgs).where(inArray(orgs.id, db.select({ id: users.id }).from(users)))',
  'await db.delete(users).where(exists(db.select().from(orgs).where(eq(orgs.id, users.id))))',
  'const q = db.delete(users); q.where(eq(users.id, 1)); await q',
  'await db.delete(users).execute()',
  "await db.update(users).set({ name: 'x', bornOn: undefined })",
  "await db.update(users).set({ name: 'x' }).where(ne(users.id, 1)).returning()",
  'await db.update(users).set({ id: sql`${users.id} + 1` })',
  'await db.update(users).set({ name: orgs.title }).from(orgs).where(eq(orgs.id, users.id))',
  "await db.update(orgs).set({ title: 'x' }).where(like(orgs.title, 'a%'))",
  "await db.insert(users).values({ id: 1, name: 'x' })",
  'await db.insert(users).values([{ id: 1 }, { id: 2, bornOn: sql`now()` }]).returning()',
  'await db.insert(users).values({ id: 1 }).onConflictDoNothing()',
  'await db.insert(users).values({ id: 1 }).onConflictDoNothing({ target: users.id })',
  "await db.insert(users).values({ id: 1 }).onConflictDoUpdate({ target: [users.id, users.bornOn], set: { name: 'y' }, setWhere: eq(users.name, 'x'), targetWhere: sql`name <> ''` })",
  'await db.insert(orgs).select(db.select({ id: users.id, title: users.name }).from(users))',
  'await db.refreshMaterializedView(active)',
  'await db.refreshMaterializedView(active).concurrently()',
  'await db.refreshMaterializedView(active).withNoData()',
  'const gone = db.$with("gone").as(db.delete(users).where(eq(users.id, 1)).returning()); await db.with(gone).select().from(gone)',
  'const gone = db.$with("gone").as(db.select({ id: users.id }).from(users)); await db.with(gone).delete(orgs).where(inArray(orgs.id, db.select({ id: gone.id }).from(gone)))',
  "await db.execute('DROP TABLE users')",
  'await db.execute(sql`DROP TABLE ${users}`)',
  'await db.execute(sql`ALTER TABLE ${orgs} DROP COLUMN ${sql.identifier("Title")}`)',
  "await db.execute(sql.raw('TRUNCATE users CASCADE'))",
  'await db.execute(sql`DELETE FROM users WHERE id IN ${[1, 2]} AND ${users.name} = ${"x"}`)',
  'await db.execute(sql.join([sql`DELETE FROM users`, sql`WHERE id = ${1}`], sql` `))',
  'const q = sql`DELETE FROM users`; q.append(sql` WHERE id = ${1}`); await db.execute(q)',
  'await db.execute(sql.fromList([sql`DROP `, sql`VIEW v`]))',
  'await db.execute(sql`UPDATE users SET name = ${sql.param("x")}${sql.empty()}`)',
  'await db.execute(db.delete(users))',
  'await db.transaction(async (tx) => { await tx.delete(users); await tx.execute(sql`DROP SCHEMA app`) })',
  'for (const t of [users, orgs]) await db.delete(t)',
  'await db.select({ id: users.id, n: count() }).from(users).innerJoin(orgs, eq(orgs.id, users.id)).where(isNotNull(users.name)).groupBy(users.id).orderBy(desc(users.id)).limit(3).offset(1)',
  'const u = alias(users, "u"); await db.select({ id: u.id }).from(u)',
  'await db.selectDistinct({ id: users.id }).from(users)',
];

/** What the library sends; the signs of a transaction are left out. */
async function sentBy(script: string): Promise<readonly string[]> {
  const sent: string[] = [];
  const query = (given: string | { readonly text: string }) => {
    sent.push(typeof given === 'string' ? given : given.text);
    return Promise.resolve({ rows: [] });
  };
  const db = drizzle({ client: { query } as never });
  const known = [...ormNames.map((name) => orm[name]), ...coreNames.map((name) => core[name])];
  const names = ['db', ...ormNames, ...coreNames].join(', ');
  const run = runInThisContext(`async (${names}) => { ${schema} ${script} }`) as (
    ...args: readonly unknown[]
  ) => Promise<void>;
  await run(db, ...known);
  return sent.filter((text) => !/^(?:begin|commit)\b/.test(text));
}

const imports = `import { ${ormNames.join(', ')} } from 'drizzle-orm';\nimport { ${coreNames.join(', ')} } from 'drizzle-orm/pg-core';\nimport { drizzle } from 'drizzle-orm/node-postgres';\nconst db = drizzle(process.env.DATABASE_URL);\n`;

test.each(calls)('%s does what the library does', async (script) => {
  const sent = await sentBy(script);
  expect(sent.length).toBeGreaterThan(0);
  expect(scriptOperations(`${imports}${schema}${script}`)).toEqual(sqlOperations(...sent));
});
