import { expect, test } from 'vitest';
import { dbmate, trial, trialProject } from './trials.ts';

const folder = (name: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/migrations/${path}`, text]));
const good = dbmate('CREATE TABLE IF NOT EXISTS a (id int);', 'DROP TABLE IF EXISTS a;');
const files = {
  ...folder('broken', { '01_broken.sql': dbmate('SELECT 1 FROM nothing;'), '02_after.sql': good }),
  ...folder('psql', { '01_psql.sql': dbmate('\\i other.sql') }),
  ...folder('filled', { '01_filled.sql': dbmate('CREATE TABLE ${schema}.a (id int);') }),
  ...folder('host', { '01_host.sql': dbmate('CREATE TABLE IF NOT EXISTS p (id uuid REFERENCES auth.users);', 'DROP TABLE IF EXISTS p;'), '02_role.sql': dbmate('CREATE TABLE IF NOT EXISTS r (id int); GRANT SELECT ON r TO app;', 'DROP TABLE IF EXISTS r;') }),
  ...folder('own', { '01_own.sql': dbmate('CREATE SCHEMA IF NOT EXISTS own; SELECT * FROM own.typo;') }),
  ...folder('extension', { '01_extension.sql': dbmate('CREATE EXTENSION IF NOT EXISTS pg_partman;\nCREATE TABLE IF NOT EXISTS e (id int);', 'DROP TABLE IF EXISTS e;') }),
  ...folder('vector', { '01_vector.sql': dbmate('CREATE EXTENSION IF NOT EXISTS timescaledb;\nCREATE TABLE IF NOT EXISTS v (id hyper);', 'DROP TABLE IF EXISTS v;') }),
}; // prettier-ignore
const without = (test: object = {}) => JSON.stringify({ migrations: ['**/*.sql'], adapter: 'dbmate', test });
const tried = [
  'broken/migrations/02_after.sql',
  'psql/**',
  'filled/**',
  'host/**',
  'own/**',
  'extension/**',
  'vector/**',
];

test('what nobody can tell here is no finding, and says what to do', () => {
  const root = trialProject({ ...files, '.farout-guardrc.json': without() });
  const { code, said } = trial(root, ['--no-receipts', ...tried]);
  expect(code).toBe(2);
  expect(said).toEqual({
    '02_after.sql': expect.stringMatching(/^\? broken\/migrations\/01_broken\.sql, which comes before it, does not run: relation "nothing" does not exist \(42P01\)\. What the application .*"setup"/) as string,
    '01_psql.sql': '? it has a command of psql (\\i other.sql)',
    '01_filled.sql': expect.stringMatching(/^\? nobody says what \$\{schema\} stands for/) as string,
    '01_host.sql': expect.stringMatching(/^\? schema "auth" does not exist \(3F000\)\. What the application .*"setup"/) as string,
    '02_role.sql': expect.stringMatching(/^\? role "app" does not exist \(42704\)\. .*"setup": \["CREATE ROLE app"\]/) as string,
    '01_own.sql': 'test-up-fails fails',
    '01_extension.sql': expect.stringMatching(/^\? extension "pg_partman" is not available .*"stubExtensions": \["pg_partman"\]/) as string,
    '01_vector.sql': expect.stringMatching(/^\? extension "timescaledb" is not available/) as string,
  });
}, 120_000); // prettier-ignore

test('with what it lacks it runs', () => {
  const setup = ['CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid PRIMARY KEY)', 'db/host.sql'];
  const stubExtensions = { pg_partman: '', timescaledb: 'CREATE DOMAIN hyper AS int' };
  const root = trialProject({ ...files, '.farout-guardrc.json': without({ setup, stubExtensions }), 'db/host.sql': 'CREATE ROLE app;' });
  const { code, said } = trial(root, ['--no-receipts', 'host/**', 'extension/**', 'vector/**']);
  const ok = ['01_host.sql', '02_role.sql', '01_extension.sql', '01_vector.sql'].map((name) => [name, 'ok']);
  expect({ code, said }).toEqual({ code: 0, said: Object.fromEntries(ok) as object });
}, 120_000); // prettier-ignore

test('names of extensions alone will do', () => {
  const root = trialProject({ ...files, '.farout-guardrc.json': without({ stubExtensions: ['pg_partman'] }) });
  expect(trial(root, ['--no-receipts', 'extension/**']).said).toEqual({ '01_extension.sql': 'ok' });
}, 60_000); // prettier-ignore
