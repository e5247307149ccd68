import { PGlite } from '@electric-sql/pglite';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { bin, guard } from '../cli.ts';
import { folder } from '../git/repository.ts';
import { project } from '../project.ts';
import { binaries, why } from './server.ts';
import { dbmate, storeOf, trial, trialProject } from './trials.ts';

const table = (name: string) => dbmate(`CREATE TABLE IF NOT EXISTS ${name} (id int);`, `DROP TABLE IF EXISTS ${name};`);
const path = (index: number) => `db/migrations/${String(index).padStart(2, '0')}_m.sql`;
const chain = (length: number) =>
  Object.fromEntries(Array.from({ length }, (_, index) => [path(index + 1), table(`t${index + 1}`)]));
const checkpoints = (root: string) =>
  readdirSync(storeOf(root)).filter((name) => name.startsWith('checkpoint-')).length;

test('what has run before a migration is kept, until it changes', () => {
  const root = trialProject(chain(13));
  expect([trial(root, [path(13)]).code, checkpoints(root)]).toEqual([0, 1]);
  expect([trial(root, [path(13)]).code, checkpoints(root)]).toEqual([0, 1]);
  writeFileSync(join(root, path(3)), table('other'));
  expect([trial(root, [path(13)]).code, checkpoints(root)]).toEqual([0, 2]);
  for (const name of readdirSync(storeOf(root))) if (name.startsWith('checkpoint-')) writeFileSync(join(storeOf(root), name), 'broken');
  expect(trial(root, [path(13)]).code).toBe(0);
}, 120_000); // prettier-ignore

test('of a chain only what has changed is run again', () => {
  const root = trialProject({ ...chain(3), [path(2)]: dbmate('CREATE TABLE twice (id int);', 'DROP TABLE IF EXISTS twice;') });
  const run = (...args: string[]) => {
    const { files, said, stderr } = trial(root, ['--chain', ...args]);
    return { unchanged: files.map(({ trial: { unchanged } }) => unchanged), said: Object.values(said), end: /(?:, (\d+ unchanged.*))?\n$/.exec(stderr)?.[1] };
  };
  const told = ['ok', 'test-not-idempotent fails', 'ok'];
  expect(run()).toEqual({ unchanged: [false, false, false], said: told, end: undefined });
  expect(run()).toEqual({ unchanged: [true, true, true], said: told, end: '3 unchanged since the last run' });
  writeFileSync(join(root, path(3)), `${table('t3')}-- changed\n`);
  expect(run()).toEqual({ unchanged: [true, true, false], said: told, end: '2 unchanged since the last run' });
  expect(run('--locks').unchanged).toEqual([false, false, false]);
}, 120_000); // prettier-ignore

test('PGlite opens what was kept', async () => {
  const root = trialProject(chain(2));
  expect(guard(['test', path(2), '--keep', 'kept', '--no-receipts'], { cwd: root })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^kept: .*pglite\.tar, a data directory; to open it: new PGlite/m) as string });
  const pglite = await PGlite.create({ loadDataDir: new Blob([readFileSync(join(root, 'kept/pglite.tar'))]) });
  expect((await pglite.query("SELECT relname FROM pg_class WHERE relname ~ '^t[12]$' ORDER BY 1")).rows).toEqual([{ relname: 't1' }, { relname: 't2' }]);
  await pglite.close();
}, 60_000); // prettier-ignore

test.skipIf(!binaries)(`a server's data directory is left${why}`, () => {
  const root = trialProject(chain(2));
  const { stdout } = guard(['test', path(2), '--keep', 'kept', '--no-receipts', '--engine', 'postgres'], { cwd: root });
  expect(stdout).toMatch(/^kept: .*\/kept, a data directory; to start it: .*postgres -D .*\/kept -k \/tmp -p 54329; then: psql .* farout_guard$/m);
  expect(existsSync(join(root, 'kept/PG_VERSION'))).toBe(true);
}, 60_000); // prettier-ignore

test('what is not installed is named, with the line that installs it', () => {
  const home = join(folder(), 'a folder');
  mkdirSync(join(home, 'node_modules'), { recursive: true });
  cpSync(dirname(bin), join(home, 'dist'), { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
  const own = join(dirname(bin), '../node_modules');
  for (const name of ['libpg-query', '@pgsql', 'pgsql-ast-parser', 'cosmiconfig', 'oxc-parser']) symlinkSync(join(own, name), join(home, 'node_modules', name));
  const root = project({ ...chain(1), 'a.sql': 'SELECT 1;\n' });
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [join(home, 'dist/cli.js'), ...args], { cwd: root, encoding: 'utf8' });
    return [status, /npm install .*/.exec(stderr)?.[0] ?? stderr];
  };
  const said = (...args: string[]) => run('test', '--chain', ...args);
  expect(said()).toEqual([2, 'npm install --save-dev @electric-sql/pglite']);
  expect(said('--engine', 'postgres')).toEqual([2, 'npm install --save-dev pg']);
  expect(said('--database-url', 'postgres://localhost/')).toEqual([2, 'npm install --save-dev pg']);
  expect(run('exec', '--database-url', 'postgres://localhost/shop', 'a.sql')).toEqual([2, 'npm install --save-dev pg']);
}, 60_000); // prettier-ignore
