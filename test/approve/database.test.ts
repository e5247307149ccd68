import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binaries, startServer, why, type TestServer } from '../trial/server.ts';
import { ask, path, reason, shop, stated, written } from './shop.ts';

const tables = `
CREATE TABLE users (id int PRIMARY KEY, memo text);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users);
CREATE TABLE items (order_id int CONSTRAINT items_order REFERENCES orders ON DELETE CASCADE);
CREATE VIEW open_orders AS SELECT id FROM orders;
CREATE MATERIALIZED VIEW order_counts AS SELECT count(*) FROM open_orders;
CREATE VIEW memos AS SELECT memo FROM users;
CREATE FUNCTION memo_of(int) RETURNS text BEGIN ATOMIC SELECT memo FROM users WHERE id = $1; END;
CREATE TABLE events (at date) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-07-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-07-01') TO ('2027-01-01');
CREATE SCHEMA "App";
CREATE TABLE "App"."Order lines" (id int);
INSERT INTO users SELECT i, CASE WHEN i % 2 = 0 THEN 'memo ' || i END FROM generate_series(1, 100) AS i;
INSERT INTO orders SELECT i, i FROM generate_series(1, 100) AS i;
INSERT INTO items SELECT i FROM generate_series(1, 50) AS i;
INSERT INTO events SELECT date '2026-01-01' + i FROM generate_series(0, 299) AS i;
INSERT INTO "App"."Order lines" VALUES (1), (2);
CREATE TABLE unknown (id int);
ALTER TABLE unknown SET (autovacuum_enabled = false);
INSERT INTO unknown VALUES (1);
ANALYZE users, orders, events, events_1, events_2;
CREATE ROLE jo LOGIN PASSWORD 'top-secret' SUPERUSER;
`;

describe.skipIf(binaries === null)(`with a database${why}`, () => {
  let server: TestServer;
  const psql = (sql: string, database = 'shop') =>
    spawnSync(join(binaries!, 'psql'), ['-X', '-At', '-v', 'ON_ERROR_STOP=1', '-d', url(database), '-c', sql], {
      encoding: 'utf8',
    });
  const url = (database: string) =>
    server.url.replace('/postgres?', `/${database}?`).replace('postgres@', 'jo:top-secret@');
  const given = () => ['--database-url', url('shop')];

  beforeAll(async () => {
    server = await startServer(binaries!);
    const admin = (database: string, sql: string) => spawnSync(join(binaries!, 'psql'), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', server.url.replace('/postgres?', `/${database}?`)], { input: sql, encoding: 'utf8' });
    expect(admin('postgres', 'CREATE DATABASE shop').stderr).toBe('');
    expect(admin('shop', tables).stderr).toBe('');
  }, 60_000); // prettier-ignore
  afterAll(() => server.end());

  it('it tells how many rows are lost and what depends on them', async () => {
    const sql = 'DROP TABLE orders CASCADE;\nDROP TABLE events;\nALTER TABLE users DROP COLUMN memo;\nDELETE FROM orders;\nTRUNCATE orders CASCADE;\nSET search_path TO "App", public;\nDELETE FROM "Order lines";\nDROP SCHEMA "App" CASCADE;\n';
    const repo = shop({}, { [path]: sql });
    const answers = ['yes', 'orders', 'yes', 'events', 'yes', 'yes', 'yes', 'yes', 'yes', 'App'];
    const { code, shown, stderr } = await ask(repo, [...given(), ...stated, ...reason], answers);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { records, incidents } = written(repo);
    const rows = records.map(({ statement, volume }) => [statement, ...(volume.known ? volume.tables.map(({ table, rows: count, exact }) => `${table} ${count} ${exact}`) : [volume.why])]);
    expect(Object.fromEntries(rows.map(([statement = '', ...amounts]) => [statement, amounts]))).toEqual({
      'DROP TABLE orders CASCADE': ['public.orders 100 true'],
      'DROP TABLE events': ['public.events 300 true'],
      'ALTER TABLE users DROP COLUMN memo': ['public.users.memo 50 true'],
      'DELETE FROM orders': ['public.orders 100 true'],
      'TRUNCATE orders CASCADE': ['public.orders 100 true', 'public.items 50 true'],
      'DELETE FROM "Order lines"': ['App.Order lines 2 true'],
      'DROP SCHEMA "App" CASCADE': ['App.Order lines 2 true'],
    });
    const bytes = records.flatMap(({ volume }) => (volume.known ? volume.tables.map((each) => each.bytes) : []));
    expect(bytes.every((each) => each > 0)).toBe(true);
    const parts = shown.split('It destroys:').map((part) => /What depends on it:\n((?: {2}- .*\n)*)/.exec(part)?.[1]?.trim().split(/\n? *- /).slice(1) ?? []);
    const ofOrders = ['foreign key items_order of public.items (ON DELETE CASCADE: its rows go with those that they refer to)', 'materialized view public.order_counts', 'view public.open_orders'];
    expect(parts.slice(1)).toEqual([ofOrders, ['partition public.events_1', 'partition public.events_2'], ['function public.memo_of(integer)', 'view public.memos'], ofOrders, ofOrders.slice(1), [], []]);
    for (const text of [shown, stderr, JSON.stringify(written(repo)), incidents]) expect(text).not.toContain('top-secret');
    // Nothing was changed by looking.
    expect(psql('SELECT count(*) FROM orders').stdout).toBe('100\n');
  }, 60_000); // prettier-ignore

  it('it goes by statistics where counting takes too long, and says where there are none', async () => {
    const repo = shop({}, { [path]: 'DROP TABLE events;\nALTER TABLE users DROP COLUMN memo;\nDROP TABLE unknown;\nDROP TABLE nowhere;\n' });
    const answers = ['yes', 'events', 'yes', 'yes', 'unknown', 'yes', 'nowhere'];
    const { shown } = await ask(repo, [...given(), '--count-timeout', '0', ...stated, ...reason], answers);
    const volumes = written(repo).records.map(({ volume }) => (volume.known ? volume.tables.map(({ bytes, ...rest }) => (expect(bytes).toBeGreaterThan(0), rest)) : volume.why));
    expect(volumes).toEqual(
      expect.arrayContaining([
        [{ table: 'public.events', rows: 300, exact: false }],
        [{ table: 'public.users.memo', rows: 50, exact: false }],
        expect.stringMatching(/^public\.unknown \(\d+ bytes\) could not be counted in time, and has no statistics$/),
        'table nowhere is not in the database given',
      ]),
    );
    expect(shown).toContain('public.events: about 300 rows (by statistics)');
  }, 60_000); // prettier-ignore

  it('it makes a backup, which brings the rows back', async () => {
    const repo = shop({}, { [path]: 'DROP TABLE events;\nDROP TABLE items;\n' });
    const { code, shown, stderr } = await ask(repo, [...given(), '--make-backup', ...reason], ['yes', 'events', 'yes', 'items']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const folder = join(repo.root, '.farout-guard/backups');
    const [name = ''] = readdirSync(folder).filter((each) => each.endsWith('.dump'));
    const checked = 'pg_restore reads all of it; it has the rows of public.events_1, public.events_2, public.items';
    const backup = written(repo).records[0]?.backup;
    const sha256 = createHash('sha256').update(readFileSync(join(folder, name))).digest('hex');
    const { size: bytes, mode } = statSync(join(folder, name));
    expect(backup).toEqual({ kind: 'file', path: `.farout-guard/backups/${name}`, bytes, sha256, checked });
    expect(mode & 0o077).toBe(0);
    expect(repo.git('status', '--short', '--untracked-files=all')).not.toContain('.dump');
    psql('CREATE DATABASE again', 'postgres');
    const restored = spawnSync(join(binaries!, 'pg_restore'), ['-d', url('again'), join(folder, name)], { encoding: 'utf8' });
    // The foreign key of items needs the table orders, which is in no danger.
    expect(restored.stderr).toMatch(/relation "public\.orders" does not exist/);
    expect(psql('SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM items)', 'again').stdout).toBe('300|50\n');
    for (const text of [shown, stderr, JSON.stringify(written(repo))]) expect(text).not.toContain('top-secret');

    // The same file serves for the next approval, and not for another table.
    const next = shop({}, { [path]: 'DROP TABLE items;\n', 'all.dump': readFileSync(join(folder, name)), 'cut.dump': readFileSync(join(folder, name)).subarray(0, bytes - 200) });
    const used = (file: string) => ask(next, ['--backup', file, ...reason], ['yes', 'items']);
    expect(await used('cut.dump')).toMatchObject({ code: 2, stderr: expect.stringMatching(/backup cut\.dump: pg_restore/) as unknown });
    expect(await used('all.dump')).toMatchObject({ code: 0 });
    next.write({ [path]: 'DROP TABLE orders;\n' });
    expect(await used('all.dump')).toMatchObject({ code: 2, stderr: expect.stringContaining('backup all.dump: has no rows of orders') as unknown });
  }, 90_000); // prettier-ignore

  it('Ctrl-C while it makes one leaves none', async () => {
    const repo = shop({}, { 'bin/pg_dump': '#!/bin/sh\necho "$*" > "$0.words"; echo "$PGPASSWORD" > "$0.password"; exec sleep 60\n' });
    chmodSync(join(repo.root, 'bin/pg_dump'), 0o755);
    const args = [...given(), '--make-backup', '--backup', 'orders.dump', ...reason];
    const { code } = await ask(repo, args, ['yes', 'orders'], { PATH: `${repo.root}/bin:${process.env['PATH']}` }, /Making the backup/);
    expect({ code, ...written(repo) }).toEqual({ code: 130, records: [], incidents: null, log: ['aborted: it was ended by SIGINT'] });
    await expect.poll(() => readdirSync(repo.root)).not.toContain('orders.dump');
    const told = (what: string) => readFileSync(join(repo.root, `bin/pg_dump.${what}`), 'utf8').trim();
    // Other users of the machine can see the words that a program is called with, not its environment.
    expect([told('words'), told('password')]).toEqual([`--format=custom --no-password --file=${repo.root}/orders.dump --table="public"."orders"`, 'top-secret']);
  }, 60_000); // prettier-ignore

  it('it makes none before the yes, and says why it cannot', async () => {
    const repo = shop();
    const args = [...given(), '--make-backup', '--backup', 'orders.dump', ...reason];
    expect((await ask(repo, args, ['no'])).code).toBe(1);
    expect(readdirSync(repo.root)).not.toContain('orders.dump');
    const without = await ask(repo, args, ['yes', 'orders'], { PATH: process.env['GIT_EXEC_PATH'] ?? gitFolder(repo.root) });
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('pg_dump is not on the PATH') as unknown });
    expect(written(repo)).toEqual({ records: [], incidents: null, log: ['aborted: the answer was not the word yes', 'aborted: the backup could not be made'] });
    expect(readdirSync(repo.root)).not.toContain('orders.dump');
    repo.write({ 'orders.dump': 'something' });
    expect((await ask(repo, args, ['yes', 'orders'])).stderr).toContain('orders.dump is there already, and nothing is overwritten');
  }, 60_000); // prettier-ignore
});

/** A folder with git and nothing else. */
function gitFolder(root: string): string {
  spawnSync('sh', ['-c', 'mkdir -p ../bin && ln -sf "$(command -v git)" ../bin/git'], { cwd: root });
  return join(root, '../bin');
}
