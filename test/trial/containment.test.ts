import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bin } from '../cli.ts';
import { folder } from '../git/repository.ts';
import { binaries, processesWith, startServer, why, type TestServer } from './server.ts';
import { dbmate, trial, trialProject } from './trials.ts';

const m = (name: string, up: string, down?: string) => [`db/migrations/${name}.sql`, dbmate(up, down)] as const;
const outside = (text: string) => text.replace('migrate:up', 'migrate:up transaction:false');
const hostile = Object.fromEntries([
  m('01_users', 'CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY, email text);', 'DROP TABLE IF EXISTS users;'),
  m('02_sleep', 'SELECT pg_sleep(1000);'),
  m('03_loop', 'DO $$ BEGIN LOOP END LOOP; END $$;'),
  m('04_rows', 'SELECT count(*) FROM generate_series(1, 1000000000000);'),
  ['db/migrations/05_own.sql', outside(dbmate('DROP DATABASE postgres;'))],
  ['db/migrations/06_others.sql', outside(dbmate('DROP DATABASE template1;'))],
  m('07_rows', 'COPY users (id, email) FROM STDIN;\n1\ta@b\n\\.\n', 'DELETE FROM users WHERE id = 1;'),
  m('08_waits', 'COPY users FROM STDIN;'),
  m('09_load', "LOAD 'nowhere';"),
  m('10_role', 'CREATE ROLE app;', 'DROP ROLE IF EXISTS app;'),
  m('11_again', 'CREATE ROLE app;', 'DROP ROLE IF EXISTS app;'),
  m('12_refers', 'CREATE TABLE IF NOT EXISTS c (id int REFERENCES users);', 'DROP TABLE IF EXISTS c;'),
] as const);
const fails = 'test-up-fails fails';
const said = {
  '01_users.sql': 'ok',
  '02_sleep.sql': fails,
  '03_loop.sql': fails,
  '04_rows.sql': fails,
  '05_own.sql': fails,
  '06_others.sql': fails,
  '07_rows.sql': 'test-not-idempotent fails',
  '08_waits.sql': '? it has a COPY that waits for rows, and none follow (COPY users FROM STDIN)',
  '09_load.sql': expect.stringMatching(/^\? could not access file "nowhere"/) as string,
  '10_role.sql': 'test-not-idempotent fails',
  '11_again.sql': fails,
  '12_refers.sql': 'ok',
};

test('PGlite holds what is hostile, and what comes after is judged', () => {
  const run = trial(trialProject(hostile), ['--chain', '--timeout', '2', '--no-receipts']);
  expect({ code: run.code, said: run.said }).toEqual({ code: 2, said });
}, 180_000); // prettier-ignore

test.skipIf(!binaries)(`so does a server${why}`, () => {
  const temporary = openFolder();
  const run = trial(trialProject(hostile), ['--chain', '--timeout', '2', '--no-receipts', '--engine', 'postgres'], { env: { TMPDIR: temporary } });
  expect({ code: run.code, said: run.said }).toEqual({ code: 2, said });
  expect(readdirSync(temporary)).toEqual([]);
}, 180_000); // prettier-ignore

/** A server that root has started runs as nobody, who must reach it. */
function openFolder(): string {
  const path = folder();
  chmodSync(path, 0o755);
  return path;
}

const sleeping = Object.fromEntries([
  m('01_a', 'CREATE TABLE IF NOT EXISTS a (id int);'),
  m('02_sleep', 'SELECT pg_sleep(1000);'),
]);

/** Starts a run and waits until it is in the middle of the second migration. */
async function atSleep(args: readonly string[], env: Readonly<Record<string, string>> = {}, root = trialProject(sleeping)): Promise<ChildProcess> {
  const child = spawn(process.execPath, [bin, 'test', '--chain', '--no-receipts', ...args], { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await setTimeout(700);
  return child;
} // prettier-ignore

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exit;
}

async function until(isSo: () => boolean): Promise<boolean> {
  for (let left = 60; left > 0 && !isSo(); left--) await setTimeout(250);
  return isSo();
}

describe.skipIf(!binaries)(`a run that is ended leaves nothing behind${why}`, () => {
  for (const signal of ['SIGKILL', 'SIGINT'] as const)
    test(`a server of its own, by ${signal}`, async () => {
      const temporary = openFolder();
      const root = trialProject({ ...sleeping, 'z/migrations/01_b.sql': dbmate('CREATE TABLE IF NOT EXISTS b (id int);', 'DROP TABLE IF EXISTS b;') });
      const child = await atSleep(['--engine', 'postgres'], { TMPDIR: temporary }, root);
      expect(processesWith(temporary).length).toBeGreaterThan(0);
      // Another run at the same time, with the same store.
      if (signal === 'SIGINT') expect(trial(root, ['z/**', '--engine', 'postgres', '--no-receipts'], { env: { TMPDIR: temporary } })).toMatchObject({ code: 0, said: { '01_b.sql': 'ok' } });
      await ended(child, signal);
      expect(await until(() => processesWith(temporary).length === 0 && readdirSync(temporary).length === 0)).toBe(true);
    }, 120_000); // prettier-ignore

  test('PGlite', async () => {
    const child = await atSleep([]);
    const children = processesWith('keeper.js');
    await ended(child, 'SIGINT');
    expect(children).toEqual(processesWith('keeper.js'));
  }, 60_000);
});

describe.skipIf(!binaries)(`a server that others use${why}`, () => {
  let server: TestServer | null = null;
  beforeAll(async () => {
    if (binaries !== null) server = await startServer(binaries);
  }, 60_000);
  afterAll(() => server?.end());
  const url = () => ['--database-url', server?.url ?? ''];

  test('is not touched beyond databases of our own', () => {
    const beyond = expect.stringMatching(/^\? it reaches beyond its own database/) as string;
    const refused = ['CREATE ROLE app;', 'CREATE DATABASE x;', "ALTER SYSTEM SET work_mem = '1MB';", 'SELECT pg_terminate_backend(1);', "ALTER ROLE postgres SET work_mem = '1MB';", 'GRANT pg_monitor TO postgres;', "DO $$ BEGIN EXECUTE 'DROP DATABASE template1'; END $$;"];
    const files = Object.fromEntries([m('01_a', 'CREATE TABLE IF NOT EXISTS a (id int);', 'DROP TABLE IF EXISTS a;'), ...refused.map((sql, index) => m(`0${index + 2}_wide`, sql)), m('10_b', 'CREATE TABLE IF NOT EXISTS b (id int);', 'DROP TABLE IF EXISTS b;')]);
    const { code, said: found } = trial(trialProject(files), ['--chain', '--no-receipts', ...url()]);
    const wide = refused.map((_, index) => [`0${index + 2}_wide.sql`, beyond] as const);
    expect({ code, found }).toEqual({ code: 2, found: { '01_a.sql': 'ok', ...Object.fromEntries(wide), '10_b.sql': 'ok' } });
    const before = trial(trialProject(files), ['db/migrations/10_b.sql', '--no-receipts', ...url()]);
    expect(before.said).toEqual({ '10_b.sql': expect.stringMatching(/02_wide\.sql, which comes before it, cannot be run here: it reaches beyond/) as string });
    const setup = { '.farout-guardrc.json': JSON.stringify({ test: { setup: ['CREATE ROLE app'] } }) };
    expect(trial(trialProject({ ...files, ...setup }), ['db/migrations/01_a.sql', '--no-receipts', ...url()]).said['01_a.sql']).toMatch(/^\? test\.setup: it reaches beyond/);
    expect(server?.names()).toEqual([]);
  }, 120_000); // prettier-ignore

  test('has no database left after a run that was killed', async () => {
    const child = await atSleep(url());
    expect(server?.names().length).toBeGreaterThan(0);
    await ended(child, 'SIGKILL');
    expect(await until(() => server?.names().length === 0)).toBe(true);
  }, 60_000);

  test('keeps the database that is asked for', () => {
    const { stderr } = trial(trialProject({ 'db/migrations/01_a.sql': dbmate('CREATE TABLE a ();') }), ['--chain', '--no-receipts', '--keep', 'kept', ...url()]);
    const [, name] = /^kept: the database (\w+) on that server$/m.exec(stderr) ?? [];
    expect(server?.names()).toEqual([name]);
  }, 60_000); // prettier-ignore
});
