import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '../src/config/load.ts';
import { isIgnored, isMigration } from '../src/config/match.ts';
import { UserError } from '../src/errors.ts';
import { discover, type Discovery } from '../src/files/discover.ts';
import { project } from './project.ts';

/** Folders that the system refuses to list: the tests may run as root, whom it refuses nothing. */
const refused = new Set<string>();

vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs')>();
  const readdirSync = (path: string, options?: object) => {
    if (refused.has(path)) throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    return original.readdirSync(path, options as { withFileTypes: true });
  };
  return { ...original, readdirSync };
});

afterEach(() => refused.clear());

const projects = fileURLToPath(new URL('../fixtures/projects/', import.meta.url));

/** What is selected in a folder whose configuration is the object. */
async function find(
  root: string,
  patterns: readonly string[] = [],
  config: object | null = null,
  cwd = root,
): Promise<Discovery> {
  if (config) writeFileSync(join(root, '.farout-guardrc.json'), JSON.stringify(config));
  return discover(patterns, await loadConfig({ cwd, stopAt: root }), cwd);
}

const files = async (...args: Parameters<typeof find>) => (await find(...args)).files;

describe('without patterns', () => {
  const everywhere = [
    'backend/resources/migrations/postgres/20240101120000_users.down.sql',
    'backend/resources/migrations/postgres/20240101120000_users.up.sql',
    'db/data-migrations/20240102120000_backfill.sql',
    'db/migrate/20240101120000_users.sql',
    'drizzle/0000_quiet_pestilence.sql',
    'hasura/migrations/default/1700000000000_users/down.sql',
    'hasura/migrations/default/1700000000000_users/up.sql',
    'migrations/0001_users.sql',
    'packages/web/src/database/migrations/20240101120000_users.sql',
    'packages/web/store/001.do.users.sql',
    'packages/web/store/001.undo.users.sql',
    'schema/deploy/tables/users.sql',
    'schema/revert/tables/users.sql',
    'schema/verify/tables/users.sql',
    'services/api/src/migrations/1706700000000-Users.ts',
    'services/billing/prisma/migrations/20240101120000_init/migration.sql',
    'services/jobs/migrations/20240101120000_jobs.js',
    'sql/V2__orders.sql',
    'src/main/resources/db/changelog/db.changelog-1.0.sql',
    'src/main/resources/db/migration/V1__users.sql',
    'supabase/migrations/20240101120000_users.sql',
  ];

  test('the migrations of every framework, and nothing else', async () => {
    const root = join(projects, 'every-framework');
    const config = await loadConfig({ cwd: root, stopAt: root });
    const nothing = { ignored: [], unmatched: [], unreadable: [] };
    expect(await discover([], { ...config, root }, root)).toEqual({ files: everywhere, ...nothing });
    expect(everywhere.filter((path) => !isMigration(config, path))).toEqual([]);
  });

  test('those of the configuration without what it takes out and ignores', async () => {
    const root = join(projects, 'layers');
    const expected = [
      'db/migrations/0001_users.sql',
      'db/migrations/legacy/0002_orders.sql',
      'db/migrations/legacy/kept/0003_items.sql',
    ];
    expect(await files(root)).toEqual(expected);
    expect(await files(root, [], null, join(root, 'db/migrations/legacy'))).toEqual(expected);
  });

  test('none: the globs that were tried', async () => {
    const root = project({ 'db/readme.md': '' });
    expect(await find(root, [], { migrations: ['db', 'sql/**'] })).toEqual({
      files: [],
      ignored: [],
      unmatched: ['db', 'sql/**'],
      unreadable: [],
    });
  });

  const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
    [['db'], ['db/a.sql', 'db/b/c.sql']],
    [['db/'], ['db/a.sql', 'db/b/c.sql']],
    [['./db/**'], ['db/a.sql', 'db/b/c.sql']],
    [['db/*'], ['db/a.sql']],
    [['db/*.sql'], ['db/a.sql']],
    [['db/*.txt'], ['db/d.txt']],
    [
      ['db/**/*.{sql,txt}', '!db/b'],
      ['db/a.sql', 'db/d.txt'],
    ],
    [['.'], ['db/a.sql', 'db/b/c.sql', 'node.sql']],
    [['*'], ['node.sql']],
  ];
  test.each(cases)('migrations %j', async (migrations, expected) => {
    const root = project({
      'db/a.sql': '',
      'db/b/c.sql': '',
      'db/d.txt': '',
      'node.sql': '',
      'node_modules/x/db/e.sql': '',
    });
    expect(await files(root, [], { migrations })).toEqual(expected);
  });

  test('ignored folders, and what is taken back from them', async () => {
    const root = project({
      'vendor/a/1.sql': '',
      'vendor/b/2.sql': '',
      'dist/3.sql': '',
      'node_modules/a/4.sql': '',
      '.git/5.sql': '',
      'db/6.sql': '',
      'db/._6.sql': '',
    });
    expect(await files(root, [], { migrations: ['**'] })).toEqual(['db/6.sql']);
    expect(await files(root, [], { migrations: ['**'], ignore: ['db', '!vendor/b'] })).toEqual(['vendor/b/2.sql']);
    expect(await files(root, [], { migrations: ['**'], ignore: ['!node_modules/a/**'] })).toEqual([
      'db/6.sql',
      'node_modules/a/4.sql',
    ]);
    const config = await loadConfig({ cwd: root });
    expect(
      ['vendor/a/1.sql', 'node_modules/a/4.sql', 'node_modules/b/4.sql'].map((path) => isIgnored(config, path)),
    ).toEqual([true, false, true]);
  });
});

describe('with patterns', () => {
  const tree = {
    'db/1.sql': '',
    'db/2.SQL': '',
    'db/note.txt': '',
    'db/old/3.sql': '',
    'db/node_modules/4.sql': '',
    'other/5.sql': '',
  };

  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['a file, whatever its name', ['db/note.txt'], ['db/note.txt']],
    ['a folder', ['db'], ['db/1.sql', 'db/2.SQL', 'db/old/3.sql']],
    ['the folder itself', ['.'], ['db/1.sql', 'db/2.SQL', 'db/old/3.sql', 'other/5.sql']],
    ['a glob', ['db/*.sql'], ['db/1.sql']],
    ['a glob for all below', ['./db/**'], ['db/1.sql', 'db/old/3.sql']],
    [
      'all at once, each file once',
      ['other/5.sql', 'db/*', 'db/1.sql', 'db/old'],
      ['db/1.sql', 'db/old/3.sql', 'other/5.sql'],
    ],
    ['what is taken out', ['db', '!db/old'], ['db/1.sql', 'db/2.SQL']],
    ['all that is not taken out', ['!other', '!db/old/**'], ['db/1.sql', 'db/2.SQL']],
  ];
  test.each(cases)('%s', async (_, patterns, expected) => {
    const migrations = ['db/*.{sql,SQL}', 'db/old', 'other'];
    expect(await find(project(tree), patterns, { migrations })).toEqual({
      files: expected,
      ignored: [],
      unmatched: [],
      unreadable: [],
    });
  });

  test('relative to the folder one stands in, answered relative to the root', async () => {
    const root = project(tree);
    const from = (...patterns: readonly string[]) => files(root, patterns, {}, join(root, 'db'));
    expect(await from('1.sql', './old', '../other/*.sql')).toEqual(['db/1.sql', 'db/old/3.sql', 'other/5.sql']);
    expect(await from(join(root, 'other', '*.sql'), join(root, 'db/1.sql'))).toEqual(['db/1.sql', 'other/5.sql']);
  });

  test('outside of the root', async () => {
    const root = project({ ...tree, 'in/.farout-guardrc': '' });
    const config = await loadConfig({ cwd: join(root, 'in') });
    expect((await discover(['../other', '../db/*.sql', '../db/note.txt'], config, join(root, 'in'))).files).toEqual([
      '../db/1.sql',
      '../db/note.txt',
      '../other/5.sql',
    ]);
  });

  test('what is ignored is said', async () => {
    const root = project({ ...tree, 'vendor/a/6.sql': '' });
    const patterns = ['db/1.sql', 'db/old', 'vendor/a/6.sql', 'vendor/**/*.sql', 'other/5.sql'];
    expect(await find(root, patterns, { ignore: ['db/old', 'db/1.sql'] })).toEqual({
      files: ['other/5.sql'],
      ignored: ['db/1.sql', 'db/old', 'vendor', 'vendor/a/6.sql'],
      unmatched: [],
      unreadable: [],
    });
  });

  test('patterns that select nothing are said', async () => {
    const root = project({ ...tree, 'empty/x': '' });
    expect((await find(root, ['db', 'none/**', 'db/*.ddl', 'empty'])).unmatched).toEqual([
      'none/**',
      'db/*.ddl',
      'empty',
    ]);
  });

  const missing: readonly (readonly [string, string])[] = [
    ['db/1.sq', 'db/1.sq: no such file or folder; did you mean "db/1.sql"?'],
    ['bd/old/3.sql', 'bd/old/3.sql: no such file or folder; did you mean "db/old/3.sql"?'],
    ['quite/different', 'quite/different: no such file or folder'],
    ['a\nb.sql', '"a\\nb.sql": no such file or folder'],
    ['db/1.sql/x', 'db/1.sql/x: no such file or folder'],
    ['', 'an empty path names no file'],
    ['x\0yzw', '"x\\u0000yzw": no such file or folder'],
    ['*'.repeat(70_000), `${'*'.repeat(300)}…: no such file or folder`],
    ['x'.repeat(5000), `${'x'.repeat(300)}…: no such file or folder`],
  ];
  test.each(missing)('no such file: %#', async (pattern, message) => {
    await expect(find(project(tree), ['db/1.sql', pattern])).rejects.toThrow(new UserError(message));
  });
});

describe('scripts', () => {
  const tree = {
    'db/1.sql': '',
    'db/2.ts': '',
    'db/2.js': '',
    'db/2.test.ts': '',
    'db/3.MJS': '',
    'db/3.d.ts': '',
    'src/index.ts': '',
    'src/4.sql': '',
  };
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['those of the configuration', [], ['db/1.sql', 'db/2.ts', 'db/3.MJS']],
    ['of a folder, those of the configuration', ['.'], ['db/1.sql', 'db/2.ts', 'db/3.MJS', 'src/4.sql']],
    ['of a folder, none that is no migration', ['src'], ['src/4.sql']],
    ['of an open glob, the same', ['s*/**'], ['src/4.sql']],
    ['a glob that names them', ['src/*.ts', 'db/*.[jt]s'], ['db/2.ts', 'src/index.ts']],
    ['a glob that names a test', ['db/*.test.ts'], ['db/2.test.ts']],
    ['a file, whatever it is', ['src/index.ts', 'db/2.js', 'db/3.d.ts'], ['db/2.js', 'db/3.d.ts', 'src/index.ts']],
  ];
  test.each(cases)('%s', async (_, patterns, expected) => {
    expect(await files(project(tree), patterns, { migrations: ['db'] })).toEqual(expected);
  });
});

describe('odd names', () => {
  const names = [
    'a b.sql',
    "it's.sql",
    'say "hi".sql',
    'new\nline.sql',
    '-rf.sql',
    '--help.sql',
    'br[1].sql',
    '{a,b}.sql',
    'a*.sql',
    '!not.sql',
    '(x).sql',
    'é.sql',
    'e\u0301.sql',
    '日本.sql',
    '🚀.sql',
    'back\\slash.sql',
    '$HOME.sql',
    '%41.sql',
    '~.sql',
    '#1.sql',
    '.hidden.sql',
    ' .sql',
  ];
  const sorted = (folder: string) => names.map((name) => folder + name).sort();

  test('in a folder with such a name, found by globs', async () => {
    const folders = ['new\nline', 'br[1]', '!not', 'a b', '.hidden'];
    const all = folders.flatMap((folder) => names.map((name) => `${folder}/migrations/${name}`));
    expect(await files(project(Object.fromEntries(all.map((path) => [path, '']))))).toEqual([...all].sort());
  });

  test('named one by one', async () => {
    const root = project(Object.fromEntries(names.map((name) => [`db/${name}`, ''])));
    expect(
      await files(
        root,
        names.map((name) => `db/${name}`),
      ),
    ).toEqual(sorted('db/'));
    expect(await files(root, names, null, join(root, 'db'))).toEqual(sorted(''));
    expect(await files(root, ['db'])).toEqual(sorted('db/'));
  });

  test('a name that is also a glob is the name', async () => {
    const root = project({ 'br[1].sql': '', 'br1.sql': '', 'd*/1.sql': '', 'dd/2.sql': '' });
    expect(await files(root, ['br[1].sql', 'd*'])).toEqual(['br[1].sql', 'd*/1.sql']);
    expect(await files(root, ['br[12].sql'])).toEqual(['br1.sql']);
  });

  test('many folders deep', async () => {
    const path = `${'deep/'.repeat(400)}migrations/1.sql`;
    expect(await files(project({ [path]: '' }))).toEqual([path]);
  });
});

describe('links', () => {
  test('circles end, and each file has its most direct path', async () => {
    const root = project({ 'a/migrations/1.sql': '', 'b/x': '' });
    symlinkSync('..', join(root, 'a/up'));
    symlinkSync('.', join(root, 'b/self'));
    symlinkSync('../a', join(root, 'b/a'));
    symlinkSync('../b', join(root, 'a/b'));
    symlinkSync('loop', join(root, 'b/loop'));
    symlinkSync('1.sql', join(root, 'a/migrations/latest.sql'));
    symlinkSync('nowhere', join(root, 'a/migrations/broken.sql'));
    expect(await files(root)).toEqual(['a/migrations/1.sql']);
  });

  test('a folder that is only a migrations folder by its link is found', async () => {
    const root = project({ 'shared/1.sql': '', 'node_modules/acme/sql/2.sql': '', 'db/x': '' });
    symlinkSync('../shared', join(root, 'db/migrations'));
    symlinkSync('node_modules/acme/sql', join(root, 'migrations'));
    expect(await files(root)).toEqual(['db/migrations/1.sql', 'migrations/2.sql']);
  });

  test('outside of the root', async () => {
    const root = project({ 'in/x': '', 'out/1.sql': '', 'out/sub/2.sql': '' });
    symlinkSync('../out', join(root, 'in/migrations'));
    symlinkSync('../../in', join(root, 'out/sub/back'));
    const found = ['migrations/1.sql', 'migrations/sub/2.sql'];
    expect(await files(join(root, 'in'))).toEqual(found);
    expect(await files(join(root, 'in'), ['migrations'])).toEqual(found);
  });

  test('folders full of links to each other end soon', async () => {
    const root = project({ 'migrations/1.sql': '' });
    const names = Array.from({ length: 20 }, (_, index) => `f${index}`);
    for (const name of names) mkdirSync(join(root, name));
    for (const name of names) for (const other of names) symlinkSync(`../${other}`, join(root, name, `to-${other}`));
    expect(await files(root)).toEqual(['migrations/1.sql']);
  });
});

describe('folders that may not be read', () => {
  test('below: the rest is found, and the folder is said', async () => {
    const root = project({ 'migrations/1.sql': '', 'data/migrations/2.sql': '' });
    refused.add(join(root, 'data'));
    expect(await find(root)).toEqual({ files: ['migrations/1.sql'], ignored: [], unmatched: [], unreadable: ['data'] });
  });

  test('named: an error', async () => {
    const root = project({ 'data/1.sql': '' });
    refused.add(join(root, 'data'));
    await expect(find(root, ['data'])).rejects.toThrow(new UserError('data: cannot be read: permission denied'));
  });
});

test('the order is that of code units', async () => {
  const names = ['b.sql', 'B.sql', 'a10.sql', 'a9.sql', 'é.sql', 'z.sql', '_.sql'];
  const root = project(Object.fromEntries(names.map((name) => [`migrations/${name}`, ''])));
  expect(await files(root)).toEqual(
    ['B.sql', '_.sql', 'a10.sql', 'a9.sql', 'b.sql', 'z.sql', 'é.sql'].map((name) => `migrations/${name}`),
  );
});
