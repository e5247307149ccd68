import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { listDump } from '../../src/files/pg-dump.ts';
import { bin } from '../cli.ts';
import { binaries, why } from '../trial/server.ts';
import { approve, shop, steady, useServer } from './exec.ts';

useServer();
const run = test.skipIf(!binaries);

/** Another session. */
async function session(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** A role has to give its password from now on, once the server has read its settings again. */
function demandPassword(folder: string, user: string): void {
  const path = join(folder, 'data/pg_hba.conf');
  writeFileSync(path, `local all ${user} scram-sha-256\n${readFileSync(path, 'utf8')}`);
}

/** Waits until a migration of this database is at its longest statement. */
async function sleeping(sql: (text: string) => string): Promise<void> {
  const asked = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND state = 'active' AND datname = current_database()";
  for (let left = 100; left > 0 && sql(asked) !== '1'; left--) await setTimeout(50);
} // prettier-ignore

run(`runs in one transaction, says what changed, and writes it down${why}`, async () => {
  const { exec, sql, logged } = shop({
    '1.sql':
      'CREATE TABLE a (id int PRIMARY KEY);\nCREATE INDEX i ON a (id);\nCREATE TABLE IF NOT EXISTS a (id int);\n',
  });
  const { code, stdout, stderr } = await exec('1.sql');
  expect(steady(stderr + stdout)).toMatchInlineSnapshot(`
    "1.sql on database shop, PostgreSQL N
      1:1  CREATE TABLE a (id int PRIMARY KEY)  N ms
      2:1  CREATE INDEX i ON a (id)  N ms
      3:1  CREATE TABLE IF NOT EXISTS a (id int)  N ms
          NOTICE: relation "a" already exists, skipping
      what changed in the schema:
        + table public.a
      done: 3 of 3 statements in N ms; as it should be in the catalog: 2 objects
    "
  `);
  expect({ code, tables: sql('SELECT count(*) FROM a') }).toEqual({ code: 0, tables: '0' });
  expect(steady(JSON.stringify(logged()))).toMatchInlineSnapshot(
    `"{"event":"executed","by":"Ada <ada@example.org>","file":"1.sql","why":"done: 3 statements in N ms; + table public.a; on database shop"}"`,
  );
});

run(`what fails in a transaction leaves nothing${why}`, async () => {
  const { exec, sql, logged } = shop({
    '1.sql': 'CREATE TABLE a (id int);\nINSERT INTO a\n  VALUES (nowhere);\nCREATE TABLE b ();\n',
    '2.sql': 'SELECT 1;',
  });
  const { code, stdout, stderr } = await exec('1.sql', '2.sql');
  expect(steady(stderr + stdout)).toMatchInlineSnapshot(`
    "farout-guard: 2.sql: not run
    1.sql on database shop, PostgreSQL N
      1:1  CREATE TABLE a (id int)  N ms
    1.sql:3:11: column "nowhere" does not exist (42703)
      nothing is done
      rolled back: 1 statement
        1:1  CREATE TABLE a (id int)
      failed: 1 statement
        2:1  INSERT INTO a VALUES (nowhere)
      not run: 1 statement
        4:1  CREATE TABLE b ()
    "
  `);
  expect({ code, a: sql("SELECT to_regclass('a') IS NULL") }).toEqual({ code: 1, a: 't' });
  expect(steady(JSON.stringify(logged()))).toMatchInlineSnapshot(
    `"{"event":"failed","by":"Ada <ada@example.org>","file":"1.sql","why":"1.sql:3:11: column \\"nowhere\\" does not exist (42703); done: 0 statements in N ms; not run: 1; on database shop"}"`,
  );
});

run(`what fails after a statement outside of a transaction says how far it came${why}`, async () => {
  const text = 'CREATE TABLE b (id int);\nCREATE UNIQUE INDEX CONCURRENTLY bad ON a (id);\nCREATE TABLE c (id int);\n';
  const { exec, sql } = shop({ '1.sql': text }, 'CREATE TABLE a (id int); INSERT INTO a VALUES (1), (1)');
  const { code, stdout, stderr } = await exec('1.sql');
  expect(steady(stderr + stdout)).toMatchInlineSnapshot(`
    "1.sql on database shop, PostgreSQL N
      1:1  CREATE TABLE b (id int)  N ms
    1.sql:2:1: could not create unique index "bad" (23505). Key (id)=(1) is duplicated
      done for good: 1 statement
        1:1  CREATE TABLE b (id int)
      failed: 1 statement
        2:1  CREATE UNIQUE INDEX CONCURRENTLY bad ON a (id)
      not run: 1 statement
        3:1  CREATE TABLE c (id int)
      what changed in the schema:
        + table public.b
        + index public.bad
      1.sql: the index public.bad is left INVALID: DROP INDEX CONCURRENTLY IF EXISTS public.bad;
    "
  `);
  expect(code).toBe(1);
  sql('DROP INDEX CONCURRENTLY IF EXISTS public.bad');
});

run(`what destroys needs an approval on record; a comment is none${why}`, async () => {
  const project = shop({ '1.sql': '-- farout-guard-approve no-drop-table -- nobody reads it any more, seen by Ann\nDROP TABLE old;\n' }, 'CREATE TABLE old ()');
  const { exec, sql, logged } = project;
  const refused = await exec('1.sql');
  expect(steady(refused.stdout)).toContain('2:1  error  no-drop-table  level 3: destroys data');
  expect([refused.code, refused.stderr, sql("SELECT to_regclass('old')"), logged()]).toEqual([
    1, 'farout-guard: nothing was run\n', 'old',
    { event: 'refused', by: 'Ada <ada@example.org>', file: '1.sql', rule: 'no-drop-table', why: 'exec: no approval on record that counts: 2:1 no-drop-table' },
  ]);
  await approve(project, '1.sql');
  const done = await exec('1.sql');
  expect([done.code, done.stderr, sql("SELECT to_regclass('old')")]).toEqual([0, '', '']);
  expect(done.stdout).toContain('- table public.old');
  expect(logged()).toMatchObject({ event: 'executed', file: '1.sql', approval: expect.stringMatching(/^\d{4}-\d\d-\d\d-no-drop-table-0b5d2c1f$/) as string });
}); // prettier-ignore

run(`an approval is for the statement as it was${why}`, async () => {
  const project = shop({ '1.sql': 'DROP TABLE old;\n' }, 'CREATE TABLE old (); CREATE TABLE older ()');
  await approve(project, '1.sql');
  project.write({ '1.sql': 'DROP TABLE older;\n' });
  const { code, stdout } = await project.exec('1.sql');
  expect([code, project.sql("SELECT to_regclass('older')")]).toEqual([1, 'older']);
  expect(stdout).toContain('is for another statement: this one was changed since, or is another.');
});

run(`what lint blocks, what is no SQL, and what runs down is refused whole${why}`, async () => {
  const files = { '1.sql': 'CREATE TABLE a ();', '2.sql': 'SELEC 1;', '3.ts': 'export const up = () => {};', '4.sql': 'CREATE TABLE d ();', '4.down.sql': 'DROP TABLE d;', '5.sql': '\\connect other\nCREATE TABLE e ();', '6.sql': '-- none\n' };
  const { exec, sql, logged } = shop(files);
  const each: unknown[] = [];
  for (const name of ['2.sql', '3.ts', '4.down.sql', '5.sql', '6.sql']) {
    const { code, stderr } = await exec('1.sql', name);
    each.push([name, code, stderr]);
  }
  expect(each).toMatchInlineSnapshot(`
    [
      [
        "2.sql",
        1,
        "farout-guard: 2.sql: 1:1: it cannot be read, so nobody can tell what it does
    farout-guard: nothing was run
    ",
      ],
      [
        "3.ts",
        1,
        "farout-guard: 3.ts: is a script: its own tool runs it
    farout-guard: nothing was run
    ",
      ],
      [
        "4.down.sql",
        1,
        "farout-guard: 4.down.sql: runs down, and only what runs up is run here
    farout-guard: nothing was run
    ",
      ],
      [
        "5.sql",
        1,
        "farout-guard: 5.sql: it has a command of psql (\\connect other)
    farout-guard: nothing was run
    ",
      ],
      [
        "6.sql",
        1,
        "farout-guard: 6.sql: there is nothing in it to run
    farout-guard: nothing was run
    ",
      ],
    ]
  `);
  expect([sql("SELECT to_regclass('a') IS NULL"), logged()]).toEqual(['t', null]);
}); // prettier-ignore

run(`a dry run shows what would be, and leaves nothing${why}`, async () => {
  const { exec, sql, logged } = shop({ '1.sql': 'CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);\n', '2.sql': 'ALTER TABLE a ADD COLUMN b int;\nSELECT c FROM a;' });
  const first = await exec('--dry-run', '1.sql');
  expect(first.code).toBe(0);
  expect(steady(first.stderr + first.stdout)).toMatchInlineSnapshot(`
    "1.sql on database shop, PostgreSQL N, dry run
      1:1  CREATE TABLE a (id int)  N ms
      not tried, since it cannot be rolled back: 1 statement
        2:1  CREATE INDEX CONCURRENTLY i ON a (id)
      what changed in the schema:
        + table public.a
      rolled back: 1 of 2 statements in N ms; as it should be in the catalog: 1 object
    "
  `);
  const both = await exec('--dry-run', '1.sql', '2.sql');
  expect(both.code).toBe(1);
  expect(steady(both.stderr + both.stdout)).toMatchInlineSnapshot(`
    "farout-guard: a statement before it was not tried, which may be why
    1.sql on database shop, PostgreSQL N, dry run
      1:1  CREATE TABLE a (id int)  N ms
      not tried, since it cannot be rolled back: 1 statement
        2:1  CREATE INDEX CONCURRENTLY i ON a (id)
      what changed in the schema:
        + table public.a
      rolled back: 1 of 2 statements in N ms; as it should be in the catalog: 1 object
    2.sql on database shop, PostgreSQL N, dry run
      1:1  ALTER TABLE a ADD COLUMN b int  N ms
    2.sql:2:8: column "c" does not exist (42703)
      nothing is done
      rolled back: 1 statement
        1:1  ALTER TABLE a ADD COLUMN b int
      failed: 1 statement
        2:1  SELECT c FROM a
    "
  `);
  expect([sql("SELECT to_regclass('a') IS NULL"), logged()]).toEqual(['t', null]);
}); // prettier-ignore

run(`a lock that does not come and a statement that does not end are failures${why}`, async () => {
  const { exec, sql, url } = shop({ '1.sql': 'CREATE TABLE b ();\nALTER TABLE a ADD COLUMN c int;\n', '2.sql': 'CREATE TABLE b ();\nSELECT pg_sleep(60);' }, 'CREATE TABLE a ()');
  const other = await session(url);
  await other.query('BEGIN; LOCK TABLE a');
  const locked = await exec('--lock-timeout', '100ms', '1.sql');
  await other.end();
  expect([locked.code, locked.stdout]).toEqual([1, expect.stringContaining('1.sql:2:1: canceling statement due to lock timeout (55P03)')]);
  const late = await exec('--statement-timeout', '100ms', '2.sql');
  expect([late.code, late.stdout]).toEqual([1, expect.stringContaining('2.sql:2:1: canceling statement due to statement timeout (57014)')]);
  expect(sql("SELECT to_regclass('b') IS NULL")).toBe('t');
}); // prettier-ignore

run(`two at once do not run together; one that is killed leaves the database whole${why}`, async () => {
  const { exec, sql, url, root, env } = shop({ '1.sql': 'CREATE TABLE a ();\nSELECT pg_sleep(60);\n', '2.sql': 'CREATE TABLE b ();' });
  const first = spawn(process.execPath, [bin, 'exec', '--database-url', url, '1.sql'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(first.stdout, 'data');
  await sleeping(sql);
  const second = await exec('2.sql');
  expect([second.code, second.stdout, second.stderr]).toEqual([2, '', 'farout-guard: another farout-guard exec runs on this database, and two never run at once\n']);
  first.kill('SIGKILL');
  await once(first, 'close');
  for (let left = 50; left > 0 && (await exec('2.sql')).code === 2; left--) await setTimeout(200);
  expect(sql("SELECT to_regclass('a') IS NULL, to_regclass('b') IS NULL")).toBe('t|f');
}); // prettier-ignore

run(`Ctrl-C cancels what runs, rolls back and says how far it came${why}`, async () => {
  const { sql, url, root, env, logged } = shop({ '1.sql': 'CREATE TABLE a ();\nSELECT pg_sleep(60);\nCREATE TABLE c ();\n', '2.sql': 'CREATE TABLE b ();' });
  const child = spawn(process.execPath, [bin, 'exec', '--database-url', url, '1.sql', '2.sql'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
  await once(child.stdout, 'data');
  await sleeping(sql);
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(130);
  expect(steady(said)).toMatchInlineSnapshot(`
    "1.sql on database shop, PostgreSQL N
      1:1  CREATE TABLE a ()  N ms
    1.sql:2:1: canceling statement due to user request (57014)
      nothing is done
      rolled back: 1 statement
        1:1  CREATE TABLE a ()
      failed: 1 statement
        2:1  SELECT pg_sleep(60)
      not run: 1 statement
        3:1  CREATE TABLE c ()
    farout-guard: 2.sql: not run
    farout-guard: interrupted by SIGINT
    "
  `);
  expect([sql("SELECT to_regclass('a') IS NULL"), logged()]).toMatchObject(['t', { event: 'failed', file: '1.sql' }]);
}); // prettier-ignore

run(`a backup is made before anything runs, and can be restored${why}`, async () => {
  const project = shop({ '1.sql': 'UPDATE a SET id = 2;\n' }, 'CREATE TABLE a (id int); INSERT INTO a VALUES (1)');
  const { exec, sql, root, logged, url, database } = project;
  const { code, stdout, stderr } = await exec('--backup', 'before.dump', '1.sql');
  const bytes = readFileSync(join(root, 'before.dump'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const entries = await listDump(join(root, 'before.dump'), process.env);
  expect([code, stderr, stdout]).toEqual([0, '', expect.stringContaining(`${bytes.length} bytes, ${entries} entries, sha256 ${sha256}`)]);
  expect(logged()?.['why']).toContain(`backup ${root}/before.dump, ${bytes.length} bytes, sha256 ${sha256}`);
  sql('DROP TABLE a');
  const host = new URL(url).searchParams.get('host') ?? '';
  expect(project.run('pg_restore', ['-h', host, '-U', 'postgres', '-d', database, 'before.dump']).stderr).toBe('');
  expect(sql('SELECT id FROM a')).toBe('1');
  const again = await exec('--backup', 'before.dump', '1.sql');
  expect([again.code, again.stderr, sql('SELECT id FROM a')]).toEqual([2, `farout-guard: ${root}/before.dump: is there already, and nothing is overwritten\n`, '1']);
  const without = await project.call(['exec', '--database-url', url, '--backup', 'b.dump', '1.sql'], { env: { PATH: root } });
  expect([without.code, without.stderr]).toEqual([2, "farout-guard: pg_dump was not found in PATH: install PostgreSQL's client programs, of the server's version or later\n"]);
}); // prettier-ignore

run(`an attempt that failed needs no new approval and no commit${why}`, async () => {
  const project = shop({ '1.sql': 'DROP TABLE old;\n' }, 'CREATE TABLE old ()');
  const { exec, sql, url, logged } = project;
  await approve(project, '1.sql');
  const other = await session(url);
  await other.query('BEGIN; LOCK TABLE old');
  const locked = await exec('--lock-timeout', '100ms', '1.sql');
  await other.end();
  expect([locked.code, logged()]).toMatchObject([1, { event: 'failed' }]);
  expect([(await exec('1.sql')).code, sql("SELECT to_regclass('old')")]).toEqual([0, '']);
}); // prettier-ignore

run(`a file with transactions of its own is run with them, and what it does not leave is told${why}`, async () => {
  const text = 'BEGIN;\nCREATE TABLE a ();\nCOMMIT;\nBEGIN;\nCREATE TABLE b ();\nROLLBACK;\nBEGIN;\nCREATE TABLE c ();\n';
  const { exec, sql } = shop({ '1.sql': text, '2.sql': 'BEGIN ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE d ();\nSELECT e FROM d;\nCOMMIT;', '3.sql': 'BEGIN;\nCREATE TABLE f ();\nROLLBACK;\n' });
  const open = await exec('1.sql');
  expect(steady(open.stdout)).toMatchInlineSnapshot(`
    "1.sql on database shop, PostgreSQL N
      1:1  BEGIN  N ms
      2:1  CREATE TABLE a ()  N ms
      3:1  COMMIT  N ms
      4:1  BEGIN  N ms
      5:1  CREATE TABLE b ()  N ms
      6:1  ROLLBACK  N ms
      7:1  BEGIN  N ms
      8:1  CREATE TABLE c ()  N ms
    1.sql: at its end: the migration leaves a transaction open (25001)
      done for good: 3 statements
        1:1  BEGIN
        2:1  CREATE TABLE a ()
        3:1  COMMIT
      rolled back: 5 statements
        4:1  BEGIN
        5:1  CREATE TABLE b ()
        6:1  ROLLBACK
        7:1  BEGIN
        8:1  CREATE TABLE c ()
      what changed in the schema:
        + table public.a
    "
  `);
  expect([open.code, sql("SELECT to_regclass('a'), to_regclass('b'), to_regclass('c')")]).toEqual([1, 'a||']);
  const one = await exec('2.sql');
  expect([one.code, sql("SELECT to_regclass('d')")]).toEqual([1, '']);
  const gone = await exec('3.sql');
  expect([gone.code, gone.stdout]).toEqual([1, expect.stringContaining('3.sql: table f is not there, and the migration creates it')]);
}); // prettier-ignore

run(`hostile files reach no further than what was judged${why}`, async () => {
  const smuggled = "SET standard_conforming_strings = off;\nSELECT '\\''; DROP TABLE a; --';\n";
  const files = {
    '1.sql': smuggled,
    '2.sql': '-- migrate:up\nCREATE TABLE b ();\nCOMMIT;\nCREATE TABLE c ();\n',
    '3.sql': "CREATE TABLE b ();\nPREPARE TRANSACTION 'x';\n",
    '4.sql': 'DROP DATABASE shop;\n',
    '5.sql': 'CREATE TABLE d ();\nDO $$ BEGIN COMMIT; END $$;\nSELECT e FROM d;\n',
    '6.sql': 'DISCARD ALL;\nCREATE TABLE b ();\nSELECT pg_advisory_unlock_all();\nSELECT pg_terminate_backend(pg_backend_pid());\n',
  };
  const project = shop(files, 'CREATE TABLE a ()');
  const { exec, sql, database } = project;
  project.write({ '4.sql': `DROP DATABASE ${database};\n` });
  const said: unknown[] = [];
  for (const name of Object.keys(files)) {
    const { code, stdout, stderr } = await exec(name);
    const line = `${stderr}\n${stdout}`.split('\n').find((each) => each.includes(`${name}:`)) ?? '';
    said.push([steady(line), code]);
  }
  expect(said).toMatchInlineSnapshot(`
    [
      [
        "1.sql:2:1: cannot insert multiple commands into a prepared statement (42601)",
        1,
      ],
      [
        "farout-guard: 2.sql: 3:1: it ends the transaction that dbmate has opened around it",
        1,
      ],
      [
        "farout-guard: 3.sql: 2:1: a transaction of two phases outlives the migration",
        1,
      ],
      [
        "4.sql:1:1  error  no-drop-database  level 3: destroys data",
        1,
      ],
      [
        "5.sql:3:8: column "e" does not exist (42703)",
        1,
      ],
      [
        "6.sql:4:1: terminating connection due to administrator command (57P01)",
        1,
      ],
    ]
  `);
  expect(sql("SELECT to_regclass('a'), to_regclass('b'), to_regclass('c')")).toBe('a||');
}); // prettier-ignore

run(`what is there under another kind, or cannot be used, is no success${why}`, async () => {
  const { exec, sql } = shop(
    { '1.sql': 'CREATE TABLE IF NOT EXISTS v (id int);\n', '2.sql': 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON a (id);\n', '3.sql': 'CREATE SCHEMA s;\nSET search_path = s;\nCREATE TABLE t (x int, CONSTRAINT positive CHECK (x > 0));\nALTER TABLE t RENAME COLUMN x TO y;\nALTER TABLE t RENAME TO u;\nCREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;\n' },
    'CREATE VIEW v AS SELECT 1; CREATE TABLE a (id int); INSERT INTO a VALUES (1), (1)',
  );
  const said: unknown[] = [];
  await exec('2.sql');
  for (const name of ['1.sql', '2.sql', '3.sql']) {
    const { code, stdout } = await exec(name);
    said.push(code, steady(stdout.trim().split('\n').slice(-2).join('\n')));
  }
  expect(said).toMatchInlineSnapshot(`
    [
      1,
      "  1.sql: table v is not there, and the migration creates it
      done: 1 of 1 statements in N ms; as it should be in the catalog: 0 objects",
      1,
      "  2.sql: index i is there, but INVALID: no query uses it
      done: 1 of 1 statements in N ms; as it should be in the catalog: 0 objects",
      0,
      "    + schema s
      done: 6 of 6 statements in N ms; as it should be in the catalog: 4 objects",
    ]
  `);
  sql('DROP INDEX i');
}); // prettier-ignore

run(`no password is shown or written${why}`, async () => {
  const project = shop({ '1.sql': 'CREATE TABLE a ();\n', '2.sql': 'SELECT nowhere;\n' });
  const [user, secret] = ['keeper', 's3cr%t/wörd'];
  project.sql(`CREATE ROLE ${user} LOGIN PASSWORD '${secret}'; GRANT CREATE ON SCHEMA public TO ${user}`);
  const own = new URL(project.url);
  demandPassword(own.searchParams.get('host') ?? '', user);
  project.sql('SELECT pg_reload_conf()');
  own.username = user;
  const url = (password: string) => own.href.replace(`${user}@`, `${user}:${encodeURIComponent(password)}@`);
  const exec = (given: string, ...args: string[]) => project.call(['exec', '--database-url', given, ...args]);
  const runs = [
    await exec(url(secret), '--backup', 'a.dump', '1.sql'),
    await exec(url(secret), '2.sql'),
    await exec(url(`${secret}x`), '1.sql'),
    await exec(`postgres://${user}:${encodeURIComponent(secret)}@127.0.0.1:1/shop`, '1.sql'),
    await exec(url(secret).replace(encodeURIComponent(secret), secret), '1.sql'),
    await exec(url(secret).replace('postgres:', 'mysql:'), '1.sql'),
    await exec(`${url(secret)}&schema=a`, '1.sql'),
    await exec(url(secret), url(secret)),
    await project.call(['exec', url(secret), '1.sql']),
  ];
  const log = readFileSync(join(project.root, '.farout-guard/log.jsonl'), 'utf8');
  const all = [...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]), log].join('\n');
  expect([all.includes(secret), all.includes(encodeURIComponent(secret)), all.includes('s3cr')]).toEqual([false, false, false]);
  expect(runs.map(({ code, stderr }) => [code, stderr])).toMatchInlineSnapshot(`
    [
      [
        0,
        "",
      ],
      [
        1,
        "",
      ],
      [
        2,
        "farout-guard: --database-url: the database cannot be used: password authentication failed for user "keeper"
    ",
      ],
      [
        2,
        "farout-guard: --database-url: the database cannot be used: connect ECONNREFUSED 127.0.0.1:1
    ",
      ],
      [
        2,
        "farout-guard: --database-url: is no URL; it looks like postgres://user@localhost:5432/postgres
    ",
      ],
      [
        2,
        "farout-guard: --database-url: must begin with postgres://
    ",
      ],
      [
        2,
        "farout-guard: --database-url: the parameter schema is not known here; host and sslmode are
    ",
      ],
      [
        2,
        "farout-guard: a URL is no migration: it is given by --database-url <url>
    ",
      ],
      [
        2,
        "farout-guard: a URL is no migration: it is given by --database-url <url>
    ",
      ],
    ]
  `);
}); // prettier-ignore

run(`what is committed although its session was lost is told as done${why}`, async () => {
  const { exec, sql, database } = shop({ '1.sql': 'CREATE TABLE a ();\n' });
  const settings = { synchronous_commit: 'local', synchronous_standby_names: 'nobody' };
  try {
    for (const [name, value] of Object.entries(settings)) sql(`ALTER SYSTEM SET ${name} = '${value}'`);
    sql(`ALTER DATABASE ${database} SET synchronous_commit = 'on'`);
    sql('SELECT pg_reload_conf()');
    const running = exec('1.sql');
    const waits = "FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = current_database()";
    for (let left = 200; left > 0 && sql(`SELECT count(*) ${waits}`) === '0'; left--) await setTimeout(50);
    sql(`SELECT pg_terminate_backend(pid) ${waits}`);
    const { code, stdout } = await running;
    expect([code, steady(stdout)]).toMatchInlineSnapshot(`
      [
        1,
        "1.sql on database shop, PostgreSQL N
        1:1  CREATE TABLE a ()  N ms
      1.sql: at COMMIT: Connection terminated unexpectedly
        done for good: 1 statement
          1:1  CREATE TABLE a ()
        what changed in the schema:
          + table public.a
      ",
      ]
    `);
  } finally {
    for (const name of Object.keys(settings)) sql(`ALTER SYSTEM RESET ${name}`);
    sql('SELECT pg_reload_conf()');
  }
});
