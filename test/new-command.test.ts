import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { manifest } from '../src/package.ts';
import { run } from '../src/run.ts';
import { author, freshProjects, now } from './new-projects.ts';
import { project } from './project.ts';

const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
const env = { ...clean, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
const known = { GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email };

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `farout-guard new …` in a folder, at a fixed time. */
async function make(cwd: string, args: readonly string[], variables: Readonly<Record<string, string>> = known): Promise<Result> {
  const written = { stdout: '', stderr: '' };
  const code = await run({
    argv: ['node', 'farout-guard', 'new', ...args],
    cwd: () => cwd,
    version: process.version,
    env: { ...env, ...variables },
    stdin: Readable.from([]),
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    now: () => now,
  });
  return { code, ...written };
} // prettier-ignore

/** All files of a folder with their texts. */
function tree(root: string): Readonly<Record<string, string>> {
  const files = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => `${entry.parentPath}/${entry.name}`).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]));
}

test('it writes a migration and its way back, and says what is left to do', async () => {
  const root = project(freshProjects['golang-migrate']);
  const { code, stdout, stderr } = await make(root, ['add rank_image to users']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.split('\n')).toEqual([
    'wrote migrations/000001_add_rank_image_to_users.up.sql',
    'wrote migrations/000001_add_rank_image_to_users.down.sql',
    'next: fill in <type>',
    `next: npx --yes farout-guard@${manifest.version} lint migrations/000001_add_rank_image_to_users.up.sql`,
    '',
  ]);
  expect(tree(join(root, 'migrations'))).toEqual({
    '000001_add_rank_image_to_users.up.sql': `-- Migration: 000001_add_rank_image_to_users
-- Description: add rank_image to users
-- Author: Jo Doe <jo@example.org>
-- Date: 2026-01-31
-- Affects: users.rank_image
-- Rollback: ALTER TABLE users DROP COLUMN IF EXISTS rank_image

ALTER TABLE users ADD COLUMN IF NOT EXISTS rank_image <type>;
`,
    '000001_add_rank_image_to_users.down.sql': `-- Undoes 000001_add_rank_image_to_users.

ALTER TABLE users DROP COLUMN IF EXISTS rank_image;
`,
  });
});

test.each([
  ['goose', 'migrations/20260131123457_create_table_lines.sql'],
  ['plain', 'migrations/20260131_123457_create_table_lines.sql'],
  ['mikro-orm', 'migrations/Migration20260131123457_create_table_lines.ts'],
  ['sqlx', 'migrations/20260131123457_create_table_lines.up.sql'],
  ['hasura', 'migrations/default/1769862896790_create_table_lines/up.sql'],
  ['supabase', 'supabase/migrations/20260131123457_create_table_lines.sql'],
  ['flyway', 'sql/V2__create_table_lines.sql'],
  ['umzug', 'migrations/2026.01.31T12.34.57.create-table-lines.ts'],
] as const)('words need no quotes, and a second migration of %s follows the first', async (name, path) => {
  const root = project({ ...freshProjects[name], '.farout-guardrc': '{}' });
  await make(root, ['create', 'table', 'orders']);
  const { stdout, stderr } = await make(root, ['create', 'table', 'lines']);
  expect([stdout.split('\n')[0], stderr]).toEqual([`wrote ${path}`, '']);
});

test('it writes below the working folder, where several projects are', async () => {
  const root = project({
    '.farout-guardrc': '{}',
    'services/a/migrations/0001_x.up.sql': '',
    'services/b/prisma/migrations/20250101000000_x/migration.sql': 'SELECT 1;',
  });
  const [a, b, top] = [
    await make(join(root, 'services/a'), ['add x to y']),
    await make(join(root, 'services/b'), ['add x to y']),
    await make(root, ['add x to y', '--dry-run']),
  ];
  expect([a, b].map(({ stdout }) => stdout.split('\n')[0])).toEqual([
    'wrote services/a/migrations/0002_add_x_to_y.up.sql',
    'wrote services/b/prisma/migrations/20260131123456_add_x_to_y/migration.sql',
  ]);
  expect(a.stdout).toMatch(/ lint migrations\/0002_add_x_to_y\.up\.sql\n$/);
  expect(top.stderr).toMatch(/^farout-guard: written for [\w-]+; --folder chooses another: services\//);
});

test('--framework, --folder, --sql, --ts and --name choose', async () => {
  const root = project({ ...freshProjects['node-pg-migrate'], '.farout-guardrc': '{}' });
  const first = async (...args: readonly string[]) => (await make(root, ['add x to y', ...args])).stdout.split('\n')[0];
  expect([
    await first(),
    await first('--sql', '--name', 'Words of its own'),
    await first('--framework', 'goose', '--folder', 'db/goose'),
    await first('--framework', 'typeorm', '--ts'),
    await first('--framework', 'plain'),
  ]).toEqual([
    'wrote migrations/1769862896789_add-x-to-y.ts',
    'wrote migrations/1769862896790_words-of-its-own.sql',
    'wrote db/goose/20260131123456_add_x_to_y.sql',
    'wrote src/migrations/1769862896789-AddXToY.ts',
    'wrote migrations/1769862896791_add_x_to_y.sql',
  ]);
});

test('the adapter, the header and the names of the configuration count', async () => {
  const root = project({
    '.farout-guardrc': JSON.stringify({ extends: 'protocol', adapter: 'plain', template: 'header.sql' }),
    'header.sql': '-- Ticket: SHOP-<n>\n-- Migration: <name>\n-- Author: <you>\n',
    'knexfile.js': '',
  });
  const { stdout } = await make(root, ['add x text to y', '--stdout']);
  expect(stdout.split('\n').slice(0, 4)).toEqual([
    '-- Ticket: SHOP-<n>',
    '-- Migration: 20260131_123456_add_x_text_to_y',
    '-- Author: Jo Doe <jo@example.org>',
    '',
  ]);
});

test('scripts with a bare client have no form of their own', async () => {
  const root = project({ '.farout-guardrc': '{ "adapter": "postgres-js" }' });
  const { code, stdout } = await make(root, ['add x text to y']);
  expect([code, stdout.split('\n')[0]]).toEqual([0, 'wrote migrations/20260131_123456_add_x_text_to_y.sql']);
});

describe('nothing is written', () => {
  test('with --dry-run and --stdout', async () => {
    const root = project(freshProjects.diesel);
    const before = tree(root);
    const dry = await make(root, ['add index on users(email)', '--dry-run']);
    const text = await make(root, ['add index on users(email)', '--stdout']);
    expect(dry.stdout.match(/^would write .*/gm)).toEqual([
      'would write migrations/2026-01-31-123456_add_index_on_users_email/up.sql:',
      'would write migrations/2026-01-31-123456_add_index_on_users_email/down.sql:',
      'would write migrations/2026-01-31-123456_add_index_on_users_email/metadata.toml:',
    ]);
    expect(dry.stdout).toContain(text.stdout);
    expect(tree(root)).toEqual(before);
  });

  test.each([
    [
      ['--framework', 'gooze', 'x'],
      /^farout-guard: --framework gooze: must be one of atlas, .*Did you mean "goose"\?\n$/,
    ],
    [['--sql', '--ts', 'x'], /--sql and --ts do not go together/],
    [['--ts', '--framework', 'goose', 'x'], /--ts: goose takes migrations in SQL; name another one with --framework/],
    [['--sql', '--framework', 'typeorm', 'x'], /--sql: typeorm takes migrations in TypeScript or JavaScript/],
    [['--folder', '../elsewhere', 'x'], /--folder \.\.\/elsewhere: is outside of the project/],
    [['--framework', 'drizzle', 'add x to y'], /drizzle-kit generate --custom --name=add_x_to_y, then .*--stdout/],
    [['--framework', 'sqitch', 'add x to y'], /sqitch\.plan: is not there: run sqitch init first/],
    [['???'], /"\?\?\?" makes no file name: name the migration in letters a-z, with --name/],
    [['добавить'], /makes no file name/],
    [[], /too few arguments: farout-guard new <words…>/],
  ])('%j', async (args, message) => {
    const root = project({ '.farout-guardrc': '{}' });
    const { code, stdout, stderr } = await make(root, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(tree(root)).toEqual({ '.farout-guardrc': '{}' });
  });

  test('where one of the files is there already: not even the others', async () => {
    const texts = { ...freshProjects['graphile-migrate'], 'migrations/current.sql': '-- Enter migration here\n' };
    const root = project(texts);
    const { code, stderr } = await make(root, ['add x to y']);
    expect([code, stderr]).toEqual([
      2,
      'farout-guard: migrations/current.sql: is there already, and nothing is overwritten. --stdout prints the text, for you to put it there\n',
    ]);
    expect(tree(root)).toEqual(texts);
    const scripts = { ...freshProjects.sqitch, 'revert/add_x_to_y.sql': 'DROP TABLE y;\n' };
    const other = project(scripts);
    const refused = await make(other, ['add x to y']);
    expect([refused.code, tree(other)]).toEqual([2, scripts]);
  });

  test('through a link that leads out of the project', async () => {
    const [root, other] = [project({ '.farout-guardrc': '{}' }), project()];
    symlinkSync(other, join(root, 'migrations'));
    const { code, stderr } = await make(root, ['add x to y']);
    expect([code, stderr.includes('out of the repository'), tree(other)]).toEqual([2, true, {}]);
  });
});

describe('who writes it', () => {
  const authorOf = async (root: string, variables: Readonly<Record<string, string>>) => {
    const { stdout, stderr } = await make(root, ['add x text to y', '--stdout'], variables);
    return [stdout.split('\n').find((line) => line.startsWith('-- Author')), stderr];
  };

  test('is who git says', async () => {
    const root = project({ gitconfig: '[user]\n\tname = "Zoë; -- O\'Neil */"\n\temail = zoe@example.org\n' });
    expect(await authorOf(root, { GIT_CONFIG_GLOBAL: join(root, 'gitconfig') })).toEqual([
      "-- Author: Zoë, - O'Neil * / <zoe@example.org>",
      '',
    ]);
    expect(await authorOf(root, { GIT_AUTHOR_NAME: 'Jo' })).toEqual(['-- Author: Jo', '']);
  });

  test.each([
    ['where git knows nobody', {}],
    ['where git is not installed', { PATH: '/nowhere' }],
  ])('%s: the placeholder that the rule refuses', async (_, variables) => {
    expect(await authorOf(project(), variables)).toEqual([
      '-- Author: <your name>',
      'farout-guard: git knows no user.name: fill in the author\n',
    ]);
  });
});

test('Sqitch: three scripts and a line of the plan, once', async () => {
  const root = project(freshProjects.sqitch);
  const { code, stdout } = await make(root, ['add x text to y']);
  expect([code, stdout.split('\n').slice(0, 4)]).toEqual([
    0,
    [
      'wrote deploy/add_x_text_to_y.sql',
      'wrote revert/add_x_text_to_y.sql',
      'wrote verify/add_x_text_to_y.sql',
      'added it to sqitch.plan',
    ],
  ]);
  const plan = `${freshProjects.sqitch['sqitch.plan']}add_x_text_to_y 2026-01-31T12:34:56Z Jo Doe <jo@example.org> # add x text to y\n`;
  expect(tree(root)['sqitch.plan']).toBe(plan);
  const again = await make(root, ['add x text to y']);
  expect([again.code, again.stderr]).toEqual([
    2,
    'farout-guard: sqitch.plan: has a change add_x_text_to_y already: choose another with --name\n',
  ]);
  const nobody = await make(root, ['add z to y'], {});
  expect([nobody.code, nobody.stderr]).toEqual([
    2,
    'farout-guard: sqitch.plan: names who plans a change: set user.name and user.email with git config\n',
  ]);
  expect(tree(root)['sqitch.plan']).toBe(plan);
});

test('db-migrate with SQL: the program beside the SQL runs it', async () => {
  const root = project(freshProjects['db-migrate']);
  await make(root, ['add x text to y', '--sql']);
  const files = tree(join(root, 'migrations'));
  expect(Object.keys(files)).toEqual([
    '20260131123456-add-x-text-to-y.js',
    'sqls/20260131123456-add-x-text-to-y-down.sql',
    'sqls/20260131123456-add-x-text-to-y-up.sql',
  ]);
  const script = `const m = require('./migrations/20260131123456-add-x-text-to-y.js');
    const db = { runSql: async (sql) => console.log(sql.split('\\n').at(-2)) };
    (async () => { await m.up(db); await m.down(db); })();`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  expect(stdout.split('\n')).toEqual([
    'ALTER TABLE y ADD COLUMN IF NOT EXISTS x text;',
    'ALTER TABLE y DROP COLUMN IF EXISTS x;',
    '',
  ]);
});

test('it says when nobody would lint what it writes', async () => {
  const root = project({ '.farout-guardrc': '{ "migrations": ["sql"] }' });
  const { stderr } = await make(root, ['add x to y']);
  expect(stderr).toMatch(
    /^farout-guard: migrations\/\S+: is none of the configured migrations, so nobody would lint it/,
  );
});

test('many migrations do not slow it down', async () => {
  const root = project({ '.farout-guardrc': '{}' });
  mkdirSync(join(root, 'migrations'));
  for (let number = 1; number <= 3000; number++)
    writeFileSync(join(root, `migrations/${String(number).padStart(6, '0')}_a.up.sql`), '');
  const { stdout } = await make(root, ['add x to y']);
  expect(stdout.split('\n')[0]).toBe('wrote migrations/003001_add_x_to_y.up.sql');
  expect(existsSync(join(root, 'migrations/003001_add_x_to_y.down.sql'))).toBe(true);
});
