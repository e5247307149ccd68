import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, pack, type Packed } from './packed.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const tsc = join(repository, 'node_modules/typescript/bin/tsc');
const root = mkdtempSync(join(realpathSync(tmpdir()), 'farout-guard-package-'));
const typesFolder = join(root, 'types');

const migrations = {
  'db/migrations/1_a.sql': 'DROP TABLE IF EXISTS orders;\n',
  'db/migrations/2_b.js': "exports.up = (knex) => knex.schema.dropTableIfExists('orders');\n",
  '.farout-guardrc.json': JSON.stringify({
    rules: { 'template-header': 'off', 'require-down-migration': 'off', 'migration-filename': 'off' },
  }),
};
const configs = {
  'eslint.config.mjs': "import farout from 'farout-guard/eslint';\nexport default farout.project();\n",
  'eslint.config.cjs': "const farout = require('farout-guard/eslint');\nmodule.exports = farout.project();\n",
  'eslint.config.ts': "import { project } from 'farout-guard/eslint';\nexport default project();\n",
};
const eslint = 'node_modules/eslint/bin/eslint.js';
const cli = 'node_modules/farout-guard/dist/cli.js';

let packed: Packed;
/** A folder with ESLint, and one without. */
let [linted, bare] = ['', ''];

beforeAll(() => {
  packed = pack();
  linted = consumer('with', ['eslint'], { ...migrations, ...configs });
  bare = consumer('without', [], migrations);
  // Those in `dist` may be old.
  command(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', typesFolder], repository);
}, 120_000);
afterAll(() => {
  packed.remove();
  rmSync(root, { recursive: true, force: true });
}, 60_000);

/** A folder with the package installed, some packages besides, and some files. */
function consumer(name: string, besides: readonly string[], files: Readonly<Record<string, string>>): string {
  const folder = join(root, name);
  for (const [path, text] of Object.entries({ 'package.json': '{ "private": true }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  packed.install(folder, besides);
  return folder;
}

function node(cwd: string, ...args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (error) throw error;
  return { status, stdout, stderr };
}

interface Report {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string; readonly line: number; readonly column: number }[];
}

/** `file:line:column rule` for every message of a report in JSON. */
function told(report: string): readonly string[] {
  return (JSON.parse(report) as Report[]).flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, line, column }) => `${basename(filePath)}:${line}:${column} ${ruleId}`),
  );
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** The files that one of `dist` names in any way, itself included. */
function neededBy(file: string, dist: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(dist, file), 'utf8');
  for (const [, next = ''] of text.matchAll(/["']\.\/([\w-]+\.js)["']/g)) neededBy(next, dist, seen);
  return seen;
}

describe('the package has', () => {
  it('all that `exports` promises', () => {
    const own = join(bare, 'node_modules/farout-guard');
    const { exports } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as Manifest;
    const paths = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? entry : Object.values(entry)));
    const isThere = (path: string) =>
      path.startsWith('./dist/types/')
        ? existsSync(join(typesFolder, path.slice('./dist/types/'.length)))
        : packed.files.includes(path.slice('./'.length));
    expect([paths.length, paths.filter((path) => !isThere(path))]).toEqual([8, []]);
  });

  it('all that the plugin loads', () => {
    const needed = [...neededBy('eslint.js', join(bare, 'node_modules/farout-guard/dist'))].sort();
    const names = needed.map((name) => name.replace(/-[A-Z0-9]{8}(?=\.js$)/, ''));
    expect([...new Set(names)]).toEqual(['eslint-chunk.js', 'eslint-history.js', 'eslint-scripts.js', 'eslint.js']);
    expect(needed.filter((name) => !packed.files.includes(`dist/${name}`))).toEqual([]);
  });
});

describe('the plugin', () => {
  it('is the same by `import` and by `require`', () => {
    const text = `const required = require('farout-guard/eslint');
      import('farout-guard/eslint').then(({ default: imported, ...named }) => {
        const keys = Object.keys(named).filter((key) => key !== 'module.exports').sort();
        console.log(JSON.stringify([imported === required, keys, keys.every((key) => named[key] === required[key])]));
      });`;
    writeFileSync(join(bare, 'same.cjs'), text);
    const { stdout, stderr, status } = node(bare, 'same.cjs');
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual([true, ['configs', 'languages', 'meta', 'project', 'protect', 'rules'], true]);
  });

  it.each(Object.keys(configs))('works from %s', (name) => {
    const { status, stdout, stderr } = node(linted, eslint, '--config', name, '--format', 'json', 'db');
    expect([status, stderr]).toEqual([1, '']);
    expect(told(stdout)).toEqual(['1_a.sql:1:1 farout-guard/no-drop-table', '2_b.js:1:36 farout-guard/no-drop-table']);
  });
});

describe('the types', () => {
  const files = (types: readonly string[]) => ({
    'imported.mts': `import type { Linter } from 'eslint';
      import { defineConfig } from 'eslint/config';
      import farout, { configs, languages, meta, project, protect, rules } from 'farout-guard/eslint';
      import type { FaroutGuardPlugin, GuardSettings, ProjectOptions, SqlLanguageOptions } from 'farout-guard/eslint';
      const options: ProjectOptions = { cwd: '.' };
      const settings: GuardSettings = { postgres: 16 };
      const languageOptions: Partial<SqlLanguageOptions> = { deep: true };
      const entries: Linter.Config[] = [...farout.project(options), ...project(), ...configs.strict];
      const plugin: FaroutGuardPlugin = farout;
      export const name: string = meta.name;
      export default defineConfig(protect({ rules: {} }), entries, {
        plugins: { 'farout-guard': plugin },
        extends: ['farout-guard/recommended'],
        settings: { 'farout-guard': settings },
        languageOptions: { ...languageOptions },
      });
      // @ts-expect-error: rules are no text.
      export const text: string = rules;
      // @ts-expect-error: nor are languages.
      export const other: string = languages;`,
    'required.cts': `import type { Linter } from 'eslint';
      import farout = require('farout-guard/eslint');
      const entries: Linter.Config[] = [...farout.configs.recommended, ...farout.project()];
      // @ts-expect-error: there is no such option.
      farout.project({ root: '.' });
      export = entries;`,
    'core.mts': `import { type Finding, lintText } from 'farout-guard';
      import guard from 'farout-guard/lint-staged';
      export const findings: readonly Finding[] = lintText('SELECT 1');
      export default { ...guard };`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: { module: 'nodenext', target: 'es2023', lib: ['es2023'], strict: true, noEmit: true, types },
      files: ['imported.mts', 'required.cts', 'core.mts'],
    }),
  });

  /** What TypeScript says, in our declarations as well. */
  function check(name: string, besides: readonly string[], ofTypes: readonly string[] = []) {
    const folder = consumer(name, ['eslint', ...besides], files(ofTypes));
    const place = join(folder, 'node_modules/farout-guard/dist/types');
    rmSync(place, { recursive: true, force: true });
    cpSync(typesFolder, place, { recursive: true });
    return node(folder, tsc, '-p', '.');
  }

  it('hold by `import` and by `require`, where npm has put packages side by side', () => {
    const packages = ['@eslint/core', '@eslint/plugin-kit', '@types/node'];
    expect(check('side-by-side', packages, ['node'])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('need no package but the declared ones, where nothing else can be found (hoist=false, PnP)', () => {
    expect(check('isolated', [])).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});

describe('nothing is loaded without need', () => {
  /** Says on standard error what is imported and what is required, one a line. */
  const noting = `
    import Module, { register } from 'node:module';
    import { writeSync } from 'node:fs';
    const hooks = \`
      import { writeSync } from 'node:fs';
      export function load(url, context, next) {
        writeSync(2, 'loaded ' + url + '\\\\n');
        return next(url, context);
      }\`;
    register('data:text/javascript,' + encodeURIComponent(hooks));
    const { _load } = Module;
    Module._load = function (request, ...rest) {
      writeSync(2, 'loaded ' + request + '\\n');
      return _load.call(this, request, ...rest);
    };`;
  const preload = ['--import', `data:text/javascript,${encodeURIComponent(noting)}`];

  function loaded(folder: string, ...args: readonly string[]) {
    const { status, stderr } = node(folder, ...preload, ...args);
    return { status, names: [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, name = '']) => name) };
  }

  const plugin = /farout-guard\/dist\/eslint\.js$/;
  const ofScripts = /eslint-scripts|oxc|typescript/;
  const among = (names: readonly string[], wanted: RegExp) => names.filter((name) => wanted.test(name));

  it('no reader of scripts for SQL, in ESLint', () => {
    const { status, names } = loaded(linted, eslint, 'db/migrations/1_a.sql');
    expect([status, among(names, plugin).length, among(names, ofScripts)]).toEqual([1, 1, []]);
    const forScript = loaded(linted, eslint, 'db/migrations/2_b.js');
    const binding = expect.stringMatching(/^@oxc-parser\/binding-/) as string;
    expect(among(forScript.names, ofScripts)).toEqual(expect.arrayContaining(['./eslint-scripts.js', binding]));
  });

  it('nothing of ESLint on the command line, where it is not installed', () => {
    const { status, names } = loaded(bare, cli, 'lint');
    expect([status, among(names, /dist\/cli\.js$/).length, among(names, /eslint/)]).toEqual([1, 1, []]);
    const { stdout, stderr } = node(bare, cli, 'lint', '--format', 'json');
    expect([told(stdout), stderr]).toEqual([['1_a.sql:1:1 no-drop-table', '2_b.js:1:36 no-drop-table'], '']);
  });
});
