import type { Knex } from 'knex';

const legacy = ['carts', 'coupons'];

// farout-guard: irreversible -- the rows of the dropped tables are in the dump of 2026-04-17
export async function up(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasTable('baskets'))) {
    await knex.schema.createTable('baskets', (table) => table.increments());
  }
  for (const table of legacy) {
    await knex.schema.dropTableIfExists(table);
  }
  await knex('orders').where({}).del();
  // farout-guard-approve no-drop-table -- empty since release 41, checked on all servers, agreed with Ada
  await knex.raw('DROP TABLE IF EXISTS ??', ['sessions']);
}

export async function down(): Promise<void> {}
