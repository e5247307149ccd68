import { expect, test } from 'vitest';
import { readScript, scriptOperations, sqlOperations } from '../script-operations.ts';

const path = 'src/migrations/Migration20240101000000.ts';

const migration = (body: string, more = '') => `
import { raw, sql } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { User } from '../user.ts';
export class Migration20240101000000 extends Migration {
  override async up() { ${body} }
  ${more}
}`;

/** Statements of a migration, and the SQL that PostgreSQL gets. */
const calls: readonly (readonly [body: string, ...sql: readonly string[]])[] = [
  ["this.addSql('drop table a; drop table b')", 'drop table a; drop table b'],
  ['this.addSql(`alter table "a" add column "b" varchar(255) not null`)', 'alter table "a" add column "b" varchar(255) not null'],
  ["this.addSql(raw('drop table a'))", 'drop table a'],
  ["this.addSql(raw('delete from a where b = ? and c = ?', [1, 2]))", 'delete from a where b = $1 and c = $2'],
  ["this.addSql('delete from a where b = ?', [1])", 'delete from a where b = $1'],
  ['this.addSql(sql`delete from a where b = ${1}`)', 'delete from a where b = 1'],
  ["await this.execute('truncate a')", 'truncate a'],
  ["await this.execute(raw('truncate a'))", 'truncate a'],
  ["await this.driver.execute('delete from a where b = ?', [1], 'all', this.ctx)", 'delete from a where b = $1'],
  ["await this.driver.getConnection().execute('truncate a')", 'truncate a'],
  ["await this.getEntityManager().execute('truncate a')", 'truncate a'],
  ["await this.getEntityManager().nativeDelete('UserProfile', { id: 1, kind: 'x' })", `delete from "user_profile" where "id" = 1 and "kind" = 'x'`],
  ["await this.getEntityManager().nativeDelete('User', {})", 'delete from "user"'],
  ["await this.getEntityManager().nativeUpdate('User', {}, { name: 'a' })", `update "user" set "name" = 'a'`],
  ["await this.getEntityManager().qb('User').truncate()", 'truncate table "user"'],
  ["await this.getEntityManager().qb('User').update({ name: 'a' }).where({ id: 1 })", `update "user" set "name" = 'a' where "id" = 1`],
  ["await this.getEntityManager().getRepository('User').nativeDelete({ id: 1 })", 'delete from "user" where "id" = 1'],
  ["await this.getEntityManager().getRepository('User').qb().delete()", 'delete from "user"'],
  ["await this.driver.createNativeQueryBuilder().from('a').delete().where({ b: 1 })", 'delete from "a" where "b" = 1'],
  ["await this.driver.createNativeQueryBuilder().from('a').truncate()", 'truncate table "a"'],
  ["this.addSql(this.getKnex().schema.dropTable('a').toQuery())", 'drop table "a"'],
  ["this.addSql(this.getKnex()('a').del().toQuery())", 'delete from "a"'],
  ["await this.getKnex().schema.dropTable('a')", 'drop table "a"'],
  ["await this.getEntityManager().getKysely().deleteFrom('a').execute()", 'delete from "a"'],
  ['for (const each of ["a", "b"]) this.addSql(`drop table ${each}`)', 'drop table a; drop table b'],
  ['["a", "b"].forEach((each) => this.addSql(`drop table ${each}`))', 'drop table a; drop table b'],
  ["this.addSql(['drop table a', 'drop table b'].join(';'))", 'drop table a; drop table b'],
]; // prettier-ignore

test.each(calls)('%s', (body, ...sql) => {
  expect(scriptOperations(migration(body), 'up', path)).toEqual(sqlOperations(...sql));
});

const kindOf = (text: string) => readScript(text, path).undo.kind;

test('a way back is a method that does not only throw', () => {
  const up = "this.addSql('create table a (b int)')";
  expect([
    kindOf(migration(up)),
    kindOf(migration(up, "override down() { throw new Error('This migration cannot be reverted'); }")),
    kindOf(migration(up, "override async down() { this.addSql('drop table a'); }")),
  ]).toEqual(['missing', 'missing', 'section']);
});

const transactionOf = (more: string) => readScript(migration("this.addSql('select 1')", more), path).sections.map(({ transaction }) => transaction); // prettier-ignore

test('a migration may say that it runs in no transaction', () => {
  expect([
    transactionOf(''),
    transactionOf('override isTransactional() { return true; }'),
    transactionOf('override isTransactional(): boolean { return false; }'),
    transactionOf('isTransactional = () => false;'),
  ]).toEqual([[true], [true], [false], [false]]);
});
