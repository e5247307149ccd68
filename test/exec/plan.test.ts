import { expect, test } from 'vitest';
import { planOf } from '../../src/exec/plan.ts';
import { adapterNamed } from '../../src/migration/read.ts';
import { runnableOf } from '../../src/trial/runnable.ts';

const files = { read: () => null, list: () => [] };

/** `transaction 2, alone 1`, or why not. */
function plan(name: string, text: string, path = 'db/migrations/1_a.sql'): string {
  const adapter = adapterNamed(name);
  const { steps } = runnableOf({ path, text }, 'up', { adapter, files, postgres: 15, apart: true });
  const planned = planOf(steps, name);
  if ('refusal' in planned) return `${planned.at}: ${planned.refusal}`;
  return planned.batches.map(({ manner, begin, pieces }) => `${/SERIALIZABLE/.exec(begin)?.[0] ?? ''}${manner} ${pieces.length}`).join(', ');
} // prettier-ignore

const index = 'CREATE INDEX CONCURRENTLY i ON a (b);';
test.each([
  ['all in one', 'plain', 'CREATE TABLE a (); CREATE TABLE b (); INSERT INTO a DEFAULT VALUES;', 'transaction 3'],
  ['what cannot be in one', 'plain', `CREATE TABLE a (b int); CREATE TABLE c (); ${index} REINDEX TABLE CONCURRENTLY a; CREATE TABLE d ();`, 'transaction 2, alone 2, transaction 1'],
  ['a partition that leaves without a lock', 'plain', 'ALTER TABLE a DETACH PARTITION b CONCURRENTLY; DROP TABLE b;', 'alone 1, transaction 1'],
  ['a transaction around all', 'plain', 'BEGIN ISOLATION LEVEL SERIALIZABLE; CREATE TABLE a (); SAVEPOINT s; ROLLBACK TO SAVEPOINT s; COMMIT;', 'SERIALIZABLEtransaction 3'],
  ['transactions of its own', 'plain', 'BEGIN; CREATE TABLE a (); COMMIT; CREATE TABLE b ();', 'own 4'],
  ['a block that commits', 'plain', 'CREATE TABLE a (); DO $$ BEGIN COMMIT; END $$; CREATE TABLE b ();', 'transaction 1, alone 1, transaction 1'],
  ['two phases', 'plain', "BEGIN; PREPARE TRANSACTION 'a';", '7: a transaction of two phases outlives the migration'],
  ['what nobody can read', 'plain', 'CREATE TABEL a ();', '0: it cannot be read, so nobody can tell what it does'],
  ['goose', 'goose', `-- +goose Up\nCREATE TABLE a ();\nCREATE TABLE b ();\n-- +goose Down\nDROP TABLE a;`, 'transaction 2'],
  ['goose that wants none', 'goose', `-- +goose NO TRANSACTION\n-- +goose Up\nCREATE TABLE a ();\n${index}\n-- +goose Down\nDROP TABLE a;`, 'alone 2'],
  ['dbmate, which has one', 'dbmate', '-- migrate:up\nCREATE TABLE a ();\nCOMMIT;\n', '33: it ends the transaction that dbmate has opened around it'],
  ['dbmate, one statement at once', 'dbmate', `-- migrate:up transaction:false\n${index}\n`, 'alone 1'],
])('%s', (_, adapter, text, planned) => {
  expect(plan(adapter, text)).toBe(planned);
}); // prettier-ignore
