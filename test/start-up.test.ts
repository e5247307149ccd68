import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bin, guard, nodeArguments, type Run } from './cli.ts';
import { folder, repository, type Contents, type Repository } from './git/repository.ts';
import { project } from './project.ts';

/** Says on standard error which modules are loaded, one a line. */
const preload = `
  import { register } from 'node:module';
  const hooks = \`
    import { writeSync } from 'node:fs';
    export function load(url, context, next) {
      writeSync(2, 'loaded ' + url + '\\\\n');
      return next(url, context);
    }\`;
  register('data:text/javascript,' + encodeURIComponent(hooks));`;

/** The start of every run: the program, and what it needs of Node. */
const core = ['cli.js', 'cli-chunk', 'cli-run'];
const builtins = ['node:buffer', 'node:fs', 'node:path', 'node:timers/promises', 'node:url', 'node:util', 'node:v8'];

const files = {
  'db/migrations/1_a.sql': 'CREATE TABLE IF NOT EXISTS a (id bigint);\n',
  'db/migrations/2_b.sql': "DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'a'); END $$;\n",
};

interface Loaded {
  /** Files of the bundle without their hashes. */
  readonly bundles: readonly string[];
  readonly builtins: readonly string[];
  /** Names of packages that are not in the bundle. */
  readonly packages: readonly string[];
}

function loaded(args: readonly string[], more: Readonly<Record<string, string>> = {}): Loaded {
  return loadedBy(guard(args, { cwd: project({ ...files, ...more }), preload }));
}

function loadedBy({ code, stderr }: Run): Loaded {
  expect([0, 1]).toContain(code);
  const urls = [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, url = '']) => url);
  const inPackages = urls.filter((url) => url.includes('/node_modules/'));
  return {
    bundles: unique(urls.filter((url) => url.startsWith('file:') && !inPackages.includes(url)).map(bundleOf)),
    builtins: unique(urls.filter((url) => url.startsWith('node:'))),
    packages: unique(inPackages.map((url) => packageOf(url))),
  };
}

const unique = (names: readonly string[]) => [...new Set(names)].sort();
const bundleOf = (url: string) => basename(fileURLToPath(url)).replace(/-[A-Z0-9]{8}\.js$/, '');
const packageOf = (url: string) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? url;

describe('a run loads no more than it needs', () => {
  const nothing: Loaded = { bundles: [], builtins: [], packages: [] };
  const cases: [title: string, args: string[], files: Record<string, string>, besides: Loaded][] = [
    ['one file', ['lint', 'db/migrations/1_a.sql'], {}, nothing],
    ['a DO block', ['lint', 'db/migrations/2_b.sql'], {}, nothing],
    ['all migrations', ['lint'], {}, nothing],
    ['a glob', ['lint', 'db/**/*.sql'], {}, nothing],
    ['json', ['lint', '--format', 'json'], {}, { ...nothing, bundles: ['cli-json'], builtins: ['node:crypto'] }],
    [
      'a script',
      ['lint', 'db/migrations/3_c.ts'],
      { 'db/migrations/3_c.ts': "export const up = (knex) => knex.schema.dropTable('a');\n" },
      { bundles: ['cli-oxc-reader'], builtins: ['node:crypto'], packages: ['oxc-parser'] },
    ],
    [
      'SQL behind a script',
      ['lint', 'db/migrations/2_b.sql'],
      { 'db/migrations/1_c.ts': "export const up = (knex) => knex.raw('CREATE TABLE c ()');\n" },
      { bundles: ['cli-oxc-reader'], builtins: ['node:crypto'], packages: ['oxc-parser'] },
    ],
    [
      'SQL before a script',
      ['lint', 'db/migrations/2_b.sql'],
      { 'db/migrations/3_c.ts': "export const up = (knex) => knex.raw('CREATE TABLE c ()');\n" },
      nothing,
    ],
    ['help', ['--help'], {}, nothing],
    ['a page', ['explain', 'no-drop-table'], {}, nothing],
    ['a configuration in JSON', ['lint'], { '.farout-guardrc': '{}' }, { ...nothing, bundles: ['cli-extend'] }],
    [
      'a configuration in YAML',
      ['lint'],
      { '.farout-guardrc.yaml': 'rules: {}' },
      { bundles: ['cli-extend'], builtins: [], packages: ['cosmiconfig'] },
    ],
    [
      'the cache',
      ['lint', '--cache'],
      {},
      { ...nothing, bundles: ['cli-cache', 'cli-trace'], builtins: ['node:crypto'] },
    ],
    [
      'threads',
      ['lint', '--concurrency', '2'],
      {},
      { ...nothing, bundles: ['cli-crew', 'worker.js'], builtins: ['node:events', 'node:worker_threads'] },
    ],
    [
      'the second reader',
      ['lint', '--cross-check'],
      {},
      { ...nothing, bundles: ['cli-second-opinion'], packages: ['pgsql-ast-parser'] },
    ],
  ];
  it.each(cases)('%s', (_, args, more, besides) => {
    expect(loaded(args, more)).toEqual({
      bundles: [...core, ...besides.bundles].sort(),
      builtins: [...builtins, ...besides.builtins].sort(),
      packages: besides.packages,
    });
  });
});

it('a script is read without typescript, however a module may be loaded', () => {
  const noting = `
    import Module from 'node:module';
    import { writeSync } from 'node:fs';
    const { _load } = Module;
    Module._load = function (request, ...rest) {
      writeSync(2, 'required ' + request + '\\n');
      return _load.call(this, request, ...rest);
    };`;
  const cwd = project({ 'db/migrations/3_c.ts': "export const up = (knex) => knex.schema.dropTable('a');\n" });
  const { code, stdout, stderr } = guard(['lint', 'db/migrations/3_c.ts'], { cwd, preload: noting });
  const required = [...stderr.matchAll(/^required (\S+)$/gm)].map(([, name = '']) => name);
  expect([code, stdout.includes('no-drop-table')]).toEqual([1, true]);
  expect(required.some((name) => name.startsWith('@oxc-parser/binding-'))).toBe(true);
  expect(required.filter((name) => /typescript|eslint|knex/.test(name))).toEqual([]);
});

describe('a run asks git no more than it needs', () => {
  /** A repository where git writes down what it is asked. */
  function watched(committed: Contents): {
    readonly repo: Repository;
    readonly asked: (args: readonly string[]) => readonly string[];
  } {
    const repo = repository(committed);
    const log = join(repo.root, '../asked');
    const path = folder();
    const script = `#!/bin/sh\necho "$*" >> '${log}'\nPATH="\${PATH#*:}" exec git "$@"\n`;
    writeFileSync(join(path, 'git'), script, { mode: 0o755 });
    return {
      repo,
      asked: (args) => {
        writeFileSync(log, '');
        expect(repo.guard(args, { env: { PATH: `${path}:${repo.env['PATH']}` } }).code).toBe(0);
        const lines = readFileSync(log, 'utf8')
          .trimEnd()
          .replaceAll(/-c \S+ /g, '')
          .split('\n');
        return lines.map((line) => line.split(' ').slice(0, 2).join(' ')).sort();
      },
    };
  }
  const look = ['diff --raw', 'rev-parse --is-inside-work-tree'];
  const read = ['cat-file --batch', 'cat-file --batch-check', 'ls-files -s', 'ls-tree -r'];
  const lint = ['lint', '--staged', '--rule', 'template-header:off'];
  const text = (name: string) => `CREATE TABLE IF NOT EXISTS ${name} (id bigint);\n`;

  it('when no migration is staged', () => {
    const { repo, asked } = watched({ 'db/migrations/1_a.up.sql': text('a') });
    repo.stage({ 'notes.md': '' });
    repo.write({ 'db/migrations/1_a.up.sql': text('b') });
    expect(asked(lint)).toEqual(look);
  });

  it.each([1, 20])('when %d migrations are staged, with their ways back', (count) => {
    const { repo, asked } = watched({ '.farout-guardrc': '{}', 'db/migrations/1_a.up.sql': text('a') });
    const names = Array.from({ length: count }, (_, index) => `t${100 + index}`);
    const pairs = names.flatMap((name) => [
      [`db/migrations/${name.slice(1)}_x.up.sql`, text(name)],
      [`db/migrations/${name.slice(1)}_x.down.sql`, `DROP TABLE IF EXISTS ${name};\n`],
    ]);
    repo.stage(Object.fromEntries(pairs) as Contents);
    // What IF NOT EXISTS finds there is told by the earlier migrations, which are read at once.
    expect(asked(lint)).toEqual(['cat-file --batch', ...read.slice(0, 2), look[0], ...read.slice(2), look[1]].sort());
  });

  it('when what is committed is edited', () => {
    const names = ['a', 'b', 'c'].map((name) => `db/migrations/${name}.sql`);
    const { repo, asked } = watched(Object.fromEntries(names.map((name) => [name, text('a')])));
    repo.stage(Object.fromEntries(names.map((name) => [name, `${text('a')}-- more\n`])));
    const off = [
      'no-edit-migration',
      'require-down-migration',
      'migration-filename',
      'require-idempotent-guard',
    ].flatMap((name) => ['--rule', `${name}:off`]);
    expect(asked([...lint, ...off])).toEqual([...read, ...look].sort());
  });

  it.each([
    ['nothing is staged', {}],
    [
      'a migration is staged',
      { 'db/migrations/1_a.up.sql': text('a'), 'db/migrations/1_a.down.sql': 'DROP TABLE IF EXISTS a;\n' },
    ],
  ])('and loads no more: %s', (_, files) => {
    const repo = repository();
    repo.stage({ 'notes.md': '', ...files });
    const node = [...nodeArguments({ preload }), bin, ...lint];
    const { bundles, builtins: more, packages } = loadedBy(repo.run(process.execPath, node));
    expect([bundles.filter((name) => name !== 'cli-chunk'), more, packages]).toEqual([
      ['cli-open-selection', 'cli-run', 'cli.js'],
      [...builtins, 'node:child_process'].sort(),
      [],
    ]);
  });
});

describe('the file that every run loads', () => {
  /** What a bundle imports statically, itself included. */
  function closure(file: string, seen = new Set<string>()): ReadonlySet<string> {
    if (seen.has(file)) return seen;
    seen.add(file);
    const text = readFileSync(join(dirname(bin), file), 'utf8');
    for (const [, next = ''] of text.matchAll(/^(?:import|\} from) "\.\/([^"]+)";$/gm)) closure(next, seen);
    return seen;
  }

  const entry = /import\("\.\/(cli-run-[^"]+)"\)/.exec(readFileSync(bin, 'utf8'))?.[1] ?? '';
  const texts = [...closure(entry)].map((file) => readFileSync(join(dirname(bin), file), 'utf8'));

  it('holds these packages and no other', () => {
    const names = texts.flatMap((text) => [...text.matchAll(/^ *\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)/gm)]);
    expect(unique(names.map(([, name = '']) => name))).toEqual(['picocolors', 'picomatch']);
  });

  it('is small', () => {
    expect(texts.reduce((size, text) => size + text.length, 0)).toBeLessThan(750_000);
  });

  it('can be read when it shows up in a stack trace', () => {
    const longest = texts.flatMap((text) => text.split('\n')).reduce((most, line) => Math.max(most, line.length), 0);
    expect(longest).toBeLessThan(2000);
    expect(texts.some((text) => text.includes('function lintSource('))).toBe(true);
  });
});
