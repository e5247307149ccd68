import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guard, type Run } from '../cli.ts';
import { eslints } from './eslints.ts';
import { type Contents, repository, type Repository } from '../git/repository.ts';
import { receiptFile } from '../receipt.ts';

const names = ['eslint-9-15', 'eslint-9', 'eslint'];

const migrations: Contents = {
  'db/migrations/0001_users.sql': 'CREATE TABLE users (id bigint);\nDROP TABLE legacy;\n',
  'db/migrations/0001_users.down.sql': 'DROP TABLE IF EXISTS users;\n',
  'db/migrations/0002_orders.sql': 'SELEC 1;\nTRUNCATE orders;\n',
  'db/migrations/old/0000_ignored.sql': 'DROP TABLE a;\n',
  'db/seeds/0003_seed.sql': 'DELETE FROM seeds;\nINSERT INTO seeds VALUES (1);\n',
  'db/migrations/0004_knex.ts':
    "import type { Knex } from 'knex';\nexport const up = (knex: Knex) => knex.schema.dropTable('carts');\nexport const down = () => null;\n",
  'db/migrations/helper.test.ts': "import knex from 'knex';\nexport const up = () => knex.schema.dropTable('tests');\n",
  'src/query.sql': 'DELETE FROM everything;\n',
  'src/main.ts': 'export const main: number = 1;\n',
};

const settings = {
  extends: 'strict',
  migrations: ['db/migrations', 'db/seeds'],
  ignore: ['db/migrations/old'],
  rules: { 'template-header': 'off', 'no-truncate': ['warn', { allow: ['nothing'] }], 'migration-filename': 'warn' },
  overrides: [
    { files: 'db/seeds/**', rules: { 'no-unscoped-delete': 'off', 'require-down-migration': 'warn' } },
    { files: '**/*.ts', rules: { 'no-drop-table': ['error', { allow: ['tmp_*'] }] } },
  ],
};

const entry = `import farout from 'farout-guard/eslint';
import typescript from 'typescript-eslint';
export default [{ files: ['**/*.ts'], languageOptions: { parser: typescript.parser } }, ...farout.project()];
`;

/** Where no script is linted: the parser of TypeScript takes long to load. */
const sqlEntry = `import farout from 'farout-guard/eslint';\nexport default farout.project();\n`;

/** A project with our package and one ESLint beside its migrations. */
function shop(files: Contents = {}, eslint = 'eslint'): Repository {
  const repo = repository({ 'README.md': 'shop\n', '.gitignore': 'node_modules\n.eslintcache\n' });
  for (const [name, at] of [
    ['farout-guard', '.'],
    ['eslint', `node_modules/${eslint}`],
    ['typescript-eslint', 'node_modules/typescript-eslint'],
    ['jiti', 'node_modules/jiti'],
  ] as const) {
    mkdirSync(dirname(join(repo.root, 'node_modules', name)), { recursive: true });
    symlinkSync(resolve(at), join(repo.root, 'node_modules', name));
  }
  repo.write({
    'package.json': '{ "private": true }',
    '.farout-guardrc.json': JSON.stringify(settings),
    'eslint.config.mjs': entry,
    ...migrations,
    ...files,
  });
  return repo;
}

/** Runs ESLint in this process. */
async function lint({ root }: Repository, name = 'eslint', fix = false): Promise<Run> {
  const [, { ESLint }] = eslints[names.indexOf(name)]!;
  const results = await new ESLint({ cwd: root, fix }).lintFiles(['.']);
  if (fix) await ESLint.outputFixes(results);
  return { code: 0, stdout: JSON.stringify(results), stderr: '' };
}

/** Runs ESLint in a process of its own. */
const eslint = (repo: Repository, ...args: readonly string[]): Run =>
  repo.run(process.execPath, [join(repo.root, 'node_modules/eslint/bin/eslint.js'), ...args]);

interface Message {
  readonly ruleId: string | null;
  readonly severity: number;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly message: string;
}

/** The messages of a report in JSON, ours or ESLint's, as rows. */
function rows({ stdout, stderr }: Run, root: string): readonly string[] {
  if (!stdout.startsWith('[')) throw new Error(`${stdout}${stderr}`);
  const reports = JSON.parse(stdout) as { readonly filePath: string; readonly messages: readonly Message[] }[];
  return reports
    .flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, severity, line, column, endLine, endColumn, message }) =>
        [
          filePath.slice(root.length + 1),
          `${line}:${column}-${endLine}:${endColumn}`,
          ruleId?.replace('farout-guard/', ''),
          severity,
          message,
        ].join(' '),
      ),
    )
    .sort();
}

const brief = (those: readonly string[]) => those.map((row) => row.split('\n')[0]!.split(' ').slice(0, 4).join(' '));

const found = [
  'db/migrations/0001_users.sql 1:1-1:19 require-idempotent-guard 2',
  'db/migrations/0001_users.sql 2:1-2:18 no-drop-table 2',
  'db/migrations/0001_users.sql 2:1-2:18 require-down-migration 2',
  'db/migrations/0001_users.sql 2:1-2:18 require-idempotent-guard 2',
  'db/migrations/0002_orders.sql 1:1-1:6 unparseable-sql 2',
  'db/migrations/0002_orders.sql 1:1-1:8 require-down-migration 2',
  'db/migrations/0002_orders.sql 2:1-2:16 no-truncate 1',
];

describe.each(names)('%s', (name) => {
  test('gives what the command line gives, file by file, with the same severities', async () => {
    const repo = shop({}, name);
    const ours = rows(guard(['lint', '--format', 'json'], { cwd: repo.root }), repo.root);
    expect(ours.length).toBeGreaterThan(10);
    expect(rows(await lint(repo, name), repo.root)).toEqual(ours);
    expect(brief(ours)).toEqual(expect.arrayContaining(found.slice(1, 2)));
  });
});

test.each([
  ['eslint.config.js', '{ "type": "module" }', entry],
  [
    'eslint.config.cjs',
    '{}',
    "const { project } = require('farout-guard/eslint');\nconst { parser } = require('typescript-eslint');\nmodule.exports = [{ files: ['**/*.ts'], languageOptions: { parser } }, ...project()];\n",
  ],
  [
    'eslint.config.ts',
    '{}',
    entry
      .replace('export default [', 'import type { Linter } from "eslint";\nexport default [')
      .replace('];\n', '] satisfies Linter.Config[];\n'),
  ],
  [
    'eslint.config.mjs',
    '{}',
    `import { defineConfig } from 'eslint/config';\n${entry.replace('export default [', 'export default defineConfig(').replace('];\n', ');\n')}`,
  ],
])('works from %s', (name, manifest, text) => {
  const repo = shop({ 'eslint.config.mjs': null, 'package.json': manifest });
  repo.write({ [name]: text });
  expect(rows(eslint(repo, '.', '--format', 'json'), repo.root)).toEqual(
    rows(guard(['lint', '--format', 'json'], { cwd: repo.root }), repo.root),
  );
});

const only = (rule: string, severity: unknown) =>
  JSON.stringify({ migrations: ['db/migrations'], rules: { ...off, [rule]: severity } });
const off = Object.fromEntries(
  [
    'directive',
    'migration-filename',
    'migration-order',
    'no-drop-table',
    'no-truncate',
    'require-down-migration',
    'require-idempotent-guard',
    'template-header',
    'unparseable-sql',
    'no-edit-migration',
  ].map((name) => [name, 'off']),
);

test.each([
  ['.farout-guardrc.json', null, null],
  [
    '.farout-guardrc.yaml',
    'rules:\n  no-drop-table: warn\nmigrations: [db/migrations/0001*.sql]\n',
    'db/migrations/0001_users.sql no-drop-table 1',
  ],
  [
    'farout-guard.config.mjs',
    "export default { rules: { 'no-drop-table': 'warn' }, migrations: ['db/migrations/0001*.sql'] };",
    'db/migrations/0001_users.sql no-drop-table 1',
  ],
  [
    'farout-guard.config.cjs',
    "module.exports = { rules: { 'no-drop-table': 'warn' }, migrations: ['db/migrations/0001*.sql'] };",
    'db/migrations/0001_users.sql no-drop-table 1',
  ],
])('reads the configuration from %s', async (name, text, expected) => {
  const repo = shop({ '.farout-guardrc.json': null });
  if (text !== null) repo.write({ [name]: text });
  const all = rows(await lint(repo), repo.root);
  expect(all).toEqual(rows(guard(['lint', '--format', 'json'], { cwd: repo.root }), repo.root));
  const short = all.map((row) =>
    row
      .split(' ')
      .filter((_, index) => index !== 1)
      .slice(0, 3)
      .join(' '),
  );
  expect(short).toContain(expected ?? 'db/migrations/0001_users.sql no-drop-table 2');
});

test.each([
  ['{ "rulez": {} }', /\.farout-guardrc\.json: rulez: .*rules/],
  ['{ "rules": { "no-drop-tabel": "error" } }', /\.farout-guardrc\.json: rules\.no-drop-tabel: .*no-drop-table/],
])('refuses the configuration %s as the command line does', async (text, words) => {
  const repo = shop({ '.farout-guardrc.json': text });
  await expect(lint(repo)).rejects.toThrow(words);
});

test('keeps verdicts with --cache, and makes them anew for another configuration', () => {
  const repo = shop({ '.farout-guardrc.json': only('no-drop-table', 'error'), 'eslint.config.mjs': sqlEntry });
  const run = () =>
    brief(rows(eslint(repo, '.', '--cache', '--format', 'json'), repo.root).filter((row) => row.includes('.sql')));
  const first = run();
  expect(first).toEqual([
    'db/migrations/0001_users.sql 2:1-2:18 no-drop-table 2',
    'db/migrations/old/0000_ignored.sql 1:1-1:13 no-drop-table 2',
  ]);
  expect(run()).toEqual(first);
  expect(readFileSync(join(repo.root, '.eslintcache'), 'utf8')).toContain('0001_users.sql');
  repo.write({ '.farout-guardrc.json': only('no-drop-table', ['warn', { allow: ['a'] }]) });
  expect(run()).toEqual(['db/migrations/0001_users.sql 2:1-2:18 no-drop-table 1']);
});

test('works in several threads', () => {
  const repo = shop({
    'eslint.config.mjs': sqlEntry,
    'db/migrations/0004_knex.ts': null,
    'db/migrations/helper.test.ts': null,
  });
  expect(rows(eslint(repo, '.', '--concurrency', '2', '--format', 'json'), repo.root)).toEqual(
    rows(eslint(repo, '.', '--format', 'json'), repo.root),
  );
});

test('works with suppressions in bulk', () => {
  const repo = shop({
    '.farout-guardrc.json': only('no-drop-table', 'error'),
    'eslint.config.mjs': sqlEntry,
    'db/migrations/0004_knex.ts': null,
    'db/migrations/helper.test.ts': null,
  });
  expect([eslint(repo, 'db').code, eslint(repo, 'db', '--suppress-all').code, eslint(repo, 'db').code]).toEqual([
    1, 0, 0,
  ]);
  repo.write({ 'db/migrations/0005_more.sql': 'DROP TABLE more;\n' });
  expect(brief(rows(eslint(repo, 'db', '--format', 'json'), repo.root))).toEqual([
    'db/migrations/0005_more.sql 1:1-1:16 no-drop-table 2',
  ]);
});

test('--fix mends what the command line mends', async () => {
  const [one, other] = [shop(), shop()];
  await lint(one, 'eslint', true);
  guard(['lint', '--fix'], { cwd: other.root });
  const texts = ({ root }: Repository) =>
    Object.keys(migrations).map((path) => [path, readFileSync(join(root, path), 'utf8')]);
  expect(texts(one)).toEqual(texts(other));
  expect(readFileSync(join(one.root, 'db/migrations/0001_users.sql'), 'utf8')).toContain(
    'CREATE TABLE IF NOT EXISTS users',
  );
});

test('fixes of one file are not taken for those of another', async () => {
  const rules = JSON.stringify({
    rules: { 'template-header': 'off', 'migration-filename': 'off', 'require-down-migration': 'off' },
    migrations: ['db'],
  });
  const create = 'CREATE TABLE a (x text);\n';
  const repo = shop({
    ...Object.fromEntries(Object.keys(migrations).map((path) => [path, null])),
    '.farout-guardrc.json': rules,
    'db/001.sql': create,
    'db/002.sql': `${create}ALTER TABLE a DROP COLUMN IF EXISTS x;\n`,
  });
  await lint(repo, 'eslint', true);
  const texts = ['db/001.sql', 'db/002.sql'].map((path) => readFileSync(join(repo.root, path), 'utf8'));
  expect(texts).toEqual([
    'CREATE TABLE IF NOT EXISTS a (x text);\n',
    `${create}ALTER TABLE a DROP COLUMN IF EXISTS x;\n`,
  ]);
});

test('is the project of the configuration file, wherever ESLint is started', () => {
  const repo = shop();
  repo.write({ 'eslint.config.mjs': sqlEntry });
  const run = repo.run(
    process.execPath,
    [
      join(repo.root, 'node_modules/eslint/bin/eslint.js'),
      'repository/db/migrations/0001_users.sql',
      '--format',
      'json',
    ],
    { cwd: dirname(repo.root) },
  );
  const ours = rows(guard(['lint', 'db/migrations/0001_users.sql', '--format', 'json'], { cwd: repo.root }), repo.root);
  expect([rows(run, repo.root), ours.length > 2]).toEqual([ours, true]);
});

test('reads SQL whatever the letters of its extension, and through a link to the project', async () => {
  const repo = shop({ 'db/migrations/0007_MORE.SQL': 'DROP TABLE more;\n' });
  repo.commit();
  repo.write({ 'db/migrations/0007_MORE.SQL': 'DROP TABLE more;\nDROP TABLE most;\n' });
  symlinkSync(repo.root, `${repo.root}-link`);
  const through = { ...repo, root: `${repo.root}-link` };
  const ours = rows(guard(['lint', '--since', 'HEAD', '--format', 'json'], { cwd: repo.root }), repo.root);
  const isOurs = (row: string) => row.startsWith('db/migrations/0007');
  expect(ours.map((row) => row.split(' ')[2])).toContain('no-edit-migration');
  expect(rows(await lint(repo), repo.root).filter(isOurs)).toEqual(ours);
  expect(rows(await lint(through), through.root).filter(isOurs)).toEqual(ours);
});

test('a base branch that does not exist is an error, as on the command line', async () => {
  const repo = shop({ '.farout-guardrc.json': '{ "baseBranch": "nope" }' });
  repo.commit();
  repo.write({ 'db/migrations/0009_new.sql': 'SELECT 1;\n' });
  const { stderr } = guard(['lint', '--since', 'HEAD'], { cwd: repo.root });
  expect(stderr).toContain('baseBranch: git knows no commit "nope"');
  await expect(lint(repo)).rejects.toThrow('baseBranch: git knows no commit "nope"');
});

test('shows what a change does to history, from HEAD', async () => {
  const repo = shop({ 'db/migrations/0004_knex.ts': null, 'db/migrations/helper.test.ts': null });
  repo.commit();
  repo.write({
    'db/migrations/0001_users.sql': 'CREATE TABLE users (id int);\nDROP TABLE legacy;\n',
    'db/migrations/0000_late.sql': 'SELECT 1;\n',
  });
  const ours = rows(guard(['lint', '--since', 'HEAD', '--format', 'json'], { cwd: repo.root }), repo.root);
  expect(ours.map((row) => row.split(' ')[2])).toEqual(
    expect.arrayContaining(['no-edit-migration', 'migration-order']),
  );
  const changed = /^db\/migrations\/000[01]_(?:late|users)\.sql /;
  expect(rows(await lint(repo), repo.root).filter((row) => changed.test(row))).toEqual(ours);
});

test('asks for receipts as they are on the disk', async () => {
  const config = JSON.stringify({ ...settings, rules: { ...settings.rules, 'require-test-receipt': 'warn' } });
  const repo = shop({ '.farout-guardrc.json': config });
  repo.commit();
  const text = 'CREATE TABLE IF NOT EXISTS lines (id bigint);\n';
  const [path, script] = ['db/migrations/0010_lines.sql', 'db/migrations/0011_lines.ts'];
  const builder =
    'export const up = (knex) => knex.schema.dropTableIfExists("lines");\nexport const down = () => null;\n';
  const about = (all: readonly string[]) => all.filter((row) => row.includes('require-test-receipt'));
  const both = async () => {
    const ours = about(rows(guard(['lint', '--since', 'HEAD', '--format', 'json'], { cwd: repo.root }), repo.root));
    expect(about(rows(await lint(repo), repo.root))).toEqual(ours);
    return ours.map((row) => /no receipt at|its text has changed/.exec(row)?.[0]);
  };
  repo.write({ [path]: text, [script]: builder });
  expect(await both()).toEqual(['no receipt at', 'no receipt at']);
  repo.write({ ...receiptFile(path, `${text}SELECT 1;\n`), ...receiptFile(script, builder) });
  expect(await both()).toEqual(['its text has changed']);
  repo.write(receiptFile(path, text));
  expect(await both()).toEqual([]);
});

test('asks for a migration with a schema that is a script', async () => {
  const config = JSON.stringify({ schemaSources: ['src/schema.ts'] });
  const repo = shop({ '.farout-guardrc.json': config, 'src/schema.ts': 'export const users = 1;\n' });
  repo.commit();
  repo.write({ 'src/schema.ts': 'export const users = 2;\n' });
  const ours = rows(guard(['lint', '--since', 'HEAD', '--format', 'json'], { cwd: repo.root }), repo.root);
  expect(brief(ours)).toEqual(['src/schema.ts 1:1-1:1 require-migration 1']);
  expect(rows(await lint(repo), repo.root).filter((row) => row.startsWith('src/schema.ts'))).toEqual(ours);
});

test.each([
  [{ adapter: 'goose' }, null],
  [{ adaptor: 'goose' }, /settings\['farout-guard'\]: there is no setting "adaptor"\. Did you mean "adapter"\?/],
  [{ postgres: '15' }, /settings\['farout-guard'\]\.postgres: must be a number, not "15"/],
  [{ adapter: 'gose' }, /adapter: there is none called "gose"/],
])('settings %j are heeded', async (given, words) => {
  const text = `import farout from 'farout-guard/eslint';\nexport default [{ ignores: ['**/*.ts'] }, ...farout.configs.recommended, { settings: { 'farout-guard': ${JSON.stringify(given)} } }];\n`;
  const repo = shop({ 'eslint.config.mjs': text, 'db/migrations/0009_goose.sql': '-- +goose Up\nSELECT 1;\n' });
  if (words) return expect(lint(repo)).rejects.toThrow(words);
  const goose = rows(await lint(repo), repo.root).filter((row) => row.includes('0009'));
  return expect(brief(goose).map((row) => row.split(' ')[2])).toEqual(['template-header']);
});

test('where oxc-parser is missing a script is an error, and SQL is not', () => {
  const repo = shop();
  rmSync(join(repo.root, 'node_modules/farout-guard'));
  mkdirSync(join(repo.root, 'node_modules/farout-guard'));
  writeFileSync(join(repo.root, 'node_modules/farout-guard/package.json'), readFileSync('package.json'));
  expect(repo.run('cp', ['-r', resolve('dist'), join(repo.root, 'node_modules/farout-guard/dist')]).code).toBe(0);
  for (const name of ['libpg-query', '@cfworker', 'cosmiconfig', 'picomatch'])
    symlinkSync(resolve('node_modules', name), join(repo.root, 'node_modules', name));
  const sql = eslint(repo, 'db/migrations/0001_users.sql');
  const script = eslint(repo, 'db/migrations/0004_knex.ts');
  expect([sql.code, script.code, `${script.stdout}${script.stderr}`]).toEqual([
    1,
    2,
    expect.stringContaining('db/migrations/0004_knex.ts: the package oxc-parser cannot be loaded here'),
  ]);
});
