import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bin, guard } from './cli.ts';
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
  const { code, stderr } = guard(args, { cwd: project({ ...files, ...more }), preload });
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
    ['json', ['lint', '--format', 'json'], {}, nothing],
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
    expect(texts.reduce((size, text) => size + text.length, 0)).toBeLessThan(600_000);
  });

  it('can be read when it shows up in a stack trace', () => {
    const longest = texts.flatMap((text) => text.split('\n')).reduce((most, line) => Math.max(most, line.length), 0);
    expect(longest).toBeLessThan(2000);
    expect(texts.some((text) => text.includes('function lintSource('))).toBe(true);
  });
});
