import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { guard } from '../cli.ts';
import { repository } from '../git/repository.ts';
import { dbmate, read, shareStart, trial, trialProject } from './trials.ts';

const table = (name: string) => dbmate(`CREATE TABLE IF NOT EXISTS ${name} (id int);`, `DROP TABLE IF EXISTS ${name};`);
const chain = {
  'db/migrations/01_a.sql': table('a'),
  'db/migrations/02_b.sql': table('b'),
  'db/migrations/03_c.sql': table('c'),
};

test('names, globs and the chain choose', () => {
  const root = trialProject({ ...chain, 'other/migrations/01_z.sql': table('z') });
  const chosen = (...args: string[]) => {
    const { code, said } = trial(root, ['--no-receipts', ...args]);
    return { code, files: Object.keys(said) };
  };
  expect(chosen('db/migrations/02_b.sql', 'db/migrations/0{3,4}*.sql')).toEqual({
    code: 0,
    files: ['02_b.sql', '03_c.sql'],
  });
  expect(chosen('--chain')).toEqual({ code: 0, files: ['01_a.sql', '02_b.sql', '03_c.sql', '01_z.sql'] });
  expect(existsSync(join(root, '.farout-guard'))).toBe(false);
}, 120_000);

test('git says what is new', () => {
  const config = JSON.stringify({ baseBranch: 'main' });
  const down = { 'go/migrations/000001_g.up.sql': 'CREATE TABLE IF NOT EXISTS g (id int);', 'go/migrations/000001_g.down.sql': 'DROP TABLE IF EXISTS g;' };
  const repo = repository({ ...chain, ...down, '.gitignore': 'node_modules\n.farout-guard\n', '.farout-guardrc.json': config });
  shareStart(repo.root);
  const chosen = (...args: string[]) => {
    const { code, said } = read(repo.guard(['test', '--format', 'json', ...args]));
    return [code, ...Object.entries(said).map(([name, what]) => `${name} ${what}`)];
  };
  const none = repo.guard(['test']);
  expect({ ...none, stdout: none.stdout.split('\n').at(-2) }).toEqual({ code: 0, stdout: 'no migration is new or changed', stderr: '' });
  repo.git('switch', '--quiet', '--create', 'feature');
  repo.commit({ 'db/migrations/04_d.sql': table('d') });
  expect(chosen()).toEqual([0, '04_d.sql ok']);
  repo.stage({ 'db/migrations/05_e.sql': table('e') });
  repo.write({ 'db/migrations/05_e.sql': dbmate('CREATE BROKEN') });
  expect(chosen('--staged')).toEqual([0, '05_e.sql ok']);
  expect(chosen('--since', 'main')).toEqual([1, '04_d.sql ok', '05_e.sql test-up-fails fails']);
  repo.commit({ 'db/migrations/03_c.sql': null, 'db/migrations/05_e.sql': null, 'go/migrations/000001_g.down.sql': 'DROP TABLE IF EXISTS nothing;' });
  expect(chosen('--diff', 'HEAD~1...HEAD')).toEqual([1, '000001_g.up.sql test-down-incomplete leaves']);
}, 180_000); // prettier-ignore

test('what does not fit is said, and ends with 2', () => {
  const root = trialProject(chain);
  const said = (...args: string[]) => {
    const { code, stdout, stderr } = guard(['test', ...args], { cwd: root });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr.replaceAll(root, '.').replace(/^farout-guard: /, '').trim();
  };
  expect(said()).toBe('.: there is no git repository that tells what is new: name the migrations to try, or give --chain for all of them');
  expect(said('nowhere.sql')).toMatch(/nowhere\.sql/);
  expect(said('--chain', '--staged')).toBe('--staged and --chain do not go together: give one of them');
  expect(said('--chain', '--timeout', 'soon')).toMatch(/^--timeout soon/);
  expect(said('--chain', '--engine', 'mysql')).toMatch(/^--engine/);
  expect(said('--chain', '--engine', 'pglite', '--database-url', 'postgres://h/')).toMatch(/do not go together/);
  expect(said('--chain', '--database-url', 'shop')).toMatch(/^--database-url: is no URL/);
  expect(said('--chain', '--database-url', 'postgres://localhost/shop')).toMatch(/names the database shop, which farout-guard did not make/);
  expect(said('--chain', '--keep', 'db')).toBe('--keep db: is there already, and not an empty folder');
}, 120_000); // prettier-ignore

const shown = {
  'db/migrations/01_users.sql': dbmate(
    'CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY, age text);',
    'DROP TABLE IF EXISTS users;',
  ),
  'db/migrations/02_age.sql': dbmate(
    'ALTER TABLE users ALTER COLUMN age TYPE varchar(9);',
    'ALTER TABLE users ALTER COLUMN age TYPE text;',
  ),
  'db/migrations/03_unguarded.sql': dbmate('CREATE TABLE again (id int);', 'DROP TABLE IF EXISTS again;'),
  'db/migrations/04_other.sql': dbmate('\\i other.sql'),
};

test('the reports', () => {
  const root = trialProject(shown);
  const outputs = ['--format', 'json', '--format', 'junit:out.xml', '--format', 'stylish:out.txt'];
  const run = read(guard(['test', '--chain', '--locks', ...outputs], { cwd: root }));
  expect({ code: run.code, said: run.said }).toEqual({
    code: 2,
    said: { '01_users.sql': 'ok', '02_age.sql': 'ok', '03_unguarded.sql': 'test-not-idempotent fails', '04_other.sql': expect.stringMatching(/^\? it .*\\i other\.sql/) as string },
  });
  expect(run.stderr).toMatch(/2 of 3 tried are as they should be on pglite \S+, 1 not testable\n$/);
  const [, age, unguarded] = run.files;
  expect(unguarded?.trial.steps).toEqual(['up', 'data', 'again', 'down', 'upAgain'].map((name) => ({ name, state: name === 'again' ? 'bad' : 'good' })));
  expect(unguarded?.trial.opinions).toContainEqual({ about: 'second run', rule: 'require-idempotent-guard', static: true, run: true });
  expect(age?.trial.locks).toEqual([
    { sql: expect.stringContaining('varchar(9)') as string, locks: [{ table: 'public.users', mode: 'ACCESS EXCLUSIVE' }], rewrites: ['public.users', 'public.users_pkey'], scans: [{ table: 'public.users', rows: expect.any(Number) as number }] },
  ]);
  expect(run.stderr).toMatch(/ACCESS EXCLUSIVE public\.users {2}rewrites public\.users, public\.users_pkey {2}reads public\.users \(\d+\)/);
  expect(readFileSync(join(root, 'out.xml'), 'utf8')).toMatch(/skipped="1".*\n.*<testcase name="not testable".*<skipped message="it .*other\.sql/);
  expect(readFileSync(join(root, 'out.txt'), 'utf8')).toContain('docs/test.md#test-not-idempotent');
  const receipt = JSON.parse(readFileSync(join(root, '.farout-guard/receipts/db/migrations/03_unguarded.sql.json'), 'utf8')) as object;
  expect(receipt).toMatchObject({ results: { up: 'passed', data: 'passed', again: 'failed', down: 'passed', upAgain: 'passed' } });
  expect(existsSync(join(root, '.farout-guard/receipts/db/migrations/04_other.sql.json'))).toBe(false);

  const people = guard(['test', 'db/migrations/03_unguarded.sql', '--output-file', 'only.txt'], { cwd: root });
  expect(people).toMatchObject({ code: 1, stderr: '' });
  expect(people.stdout).toMatch(/^db\/migrations\/03_unguarded\.sql {2}up ✔ {2}data ✔ {2}again ✖ {2}down ✔ {2}up ✔ {2}\(.* s\)\n0 of 1 tried/);
  expect(readFileSync(join(root, 'only.txt'), 'utf8')).toContain('A second run fails');
}, 120_000); // prettier-ignore
