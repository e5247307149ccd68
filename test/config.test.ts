import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import { defaultMigrations } from '../src/config/default-migrations.ts';
import { exampleConfig } from '../src/config/example.ts';
import { loadConfig } from '../src/config/load.ts';
import { presets } from '../src/config/presets.ts';
import { resolve } from '../src/config/resolve.ts';
import { configSchema } from '../src/config/schema.ts';
import type { Config, FileConfig } from '../src/config/types.ts';
import { project } from './project.ts';

const home = fileURLToPath(new URL('..', import.meta.url));
const ruleNames = Object.keys(rules).sort();
/** Only the preset `protocol` has them on. */
const ofProtocol = ['require-test-receipt'];

/** The rule as it applies to the file, as people would write it. */
function setting({ rules: active }: FileConfig, name: string): unknown {
  const found = active.find((rule) => rule.name === name);
  return found ? [found.severity, found.options] : 'off';
}

async function load(files: Readonly<Record<string, string>>, folder = ''): Promise<Config> {
  const root = project(files);
  return loadConfig({ cwd: join(root, folder), stopAt: root });
}

describe('where a configuration is found', () => {
  const json = '{ "postgres": 11 }';
  const places: Readonly<Record<string, string>> = {
    '.farout-guardrc': json,
    '.farout-guardrc.json': json,
    '.farout-guardrc.jsonc': `// here\n${json}`,
    '.farout-guardrc.yaml': 'postgres: 11',
    '.farout-guardrc.yml': 'postgres: 11',
    '.farout-guardrc.js': 'module.exports = { postgres: 11 };',
    '.farout-guardrc.cjs': 'module.exports = { postgres: 11 };',
    '.farout-guardrc.mjs': 'export default { postgres: 11 };',
    '.farout-guardrc.ts': 'export default { postgres: 11 as number };',
    'farout-guard.config.js': 'module.exports = { postgres: 11 };',
    'farout-guard.config.cjs': 'module.exports = { postgres: 11 };',
    'farout-guard.config.mjs': 'export default Promise.resolve({ postgres: 11 });',
    'farout-guard.config.ts': 'export default { postgres: 11 };',
    'farout-guard.config.json': json,
    'farout-guard.config.yaml': 'postgres: 11',
    'package.json': `{ "name": "shop", "farout-guard": ${json} }`,
  };
  test.each(Object.entries(places))('%s', async (name, text) => {
    const root = project({ [name]: text, 'db/migrations/1.sql': '' });
    const config = await loadConfig({ cwd: join(root, 'db/migrations') });
    expect([config.root, config.path, config.postgres]).toEqual([root, name, 11]);
  });

  const contents: Readonly<Record<string, string>> = {
    YAML: 'postgres: 11\nrules: {}\n',
    'YAML in one line': '{postgres: 11}',
    'JSON with comments': '/* a */ { // b\n "postgres": 11, /* c */ }\n// d',
    'JSON with a byte order mark': `\ufeff${json}`,
    'YAML with a byte order mark': '\ufeffpostgres: 11',
  };
  test.each(Object.entries(contents))('.farout-guardrc holds %s', async (_, text) => {
    expect((await load({ '.farout-guardrc': text })).postgres).toBe(11);
  });

  test.each(['', '\n\n', '# nothing yet\n', '// nothing yet', '{}', '---\n'])(
    '%j is an empty configuration',
    async (text) => {
      const config = await load({ '.farout-guardrc': text });
      expect([config.path, config.rules]).toEqual(['.farout-guardrc', presets.recommended]);
    },
  );

  test('the nearest one holds; a package.json without the key is none', async () => {
    const files = {
      '.farout-guardrc': '',
      'a/farout-guard.config.yaml': '',
      'a/b/package.json': '{"name":"farout-guard"}',
      'a/b/c/x': '',
    };
    const root = project(files);
    const config = await loadConfig({ cwd: join(root, 'a/b/c') });
    expect([config.root, config.path]).toEqual([join(root, 'a'), 'farout-guard.config.yaml']);
  });

  test('nothing above the root of the repository is read, and that is the root without a configuration', async () => {
    const root = project({ '.farout-guardrc': '', 'shop/.git/HEAD': '', 'shop/db/x': '' });
    const config = await loadConfig({ cwd: join(root, 'shop/db') });
    expect([config.root, config.path]).toEqual([join(root, 'shop'), null]);
  });

  test('without a repository and a configuration the folder itself is the root', async () => {
    const root = project({ 'db/x': '' });
    expect((await loadConfig({ cwd: join(root, 'db'), stopAt: root })).root).toBe(join(root, 'db'));
  });

  test.each([
    ['above the folder', 'db', '../strict.json', '', 'strict.json'],
    ['beside it', '', 'ci/strict.json', '', 'ci/strict.json'],
    ['elsewhere', 'db', '../ci/strict.json', 'db', '../ci/strict.json'],
    ['of an unknown kind', '', 'guard.example', '', 'guard.example'],
  ])('a file that is given, %s', async (_, folder, file, root, path) => {
    const place = project({
      'strict.json': json,
      'ci/strict.json': json,
      'guard.example': json,
      'db/.farout-guardrc': '',
    });
    const config = await loadConfig({ cwd: join(place, folder), file });
    expect([config.root, config.path, config.postgres]).toEqual([join(place, root), path, 11]);
  });

  test('without one all defaults hold', async () => {
    const root = project();
    expect(await loadConfig({ cwd: root, stopAt: root })).toEqual({
      path: null,
      root,
      migrations: defaultMigrations,
      ignore: expect.arrayContaining([expect.stringContaining('node_modules')]) as unknown,
      rules: presets.recommended,
      adapter: null,
      postgres: 15,
      overrides: [],
      approvals: defaultApprovals,
      baseBranch: null,
      schemaSources: [],
      baseline: null,
      test: { engine: 'pglite', setup: [], stubExtensions: {}, ignore: [], timeout: 30 },
    });
  });
});

describe('presets', () => {
  test('recommended: level 1 warns, all else blocks, and what only the protocol asks for is off', () => {
    const byLevel = ruleNames.map((name) => [name, rules[name]?.level === 1 ? 'warn' : 'error']);
    const off = ofProtocol.map((name) => [name, 'off']);
    expect(presets.recommended).toEqual(Object.fromEntries([...byLevel, ...off]));
  });

  test('strict and protocol: all block, in strict but for what only the protocol asks for', async () => {
    const strict = resolve(await load({ '.farout-guardrc': 'extends: strict' }), 'x.sql');
    const protocol = resolve(await load({ '.farout-guardrc': 'extends: protocol' }), 'x.sql');
    expect(strict.rules.map(({ name, severity }) => [name, severity])).toEqual(
      ruleNames.filter((name) => !ofProtocol.includes(name)).map((name) => [name, 'error']),
    );
    expect(protocol.rules.map(({ name, severity }) => [name, severity])).toEqual(
      ruleNames.map((name) => [name, 'error']),
    );
    expect(setting(strict, 'migration-filename')).toEqual(['error', { convention: 'framework' }]);
    expect(setting(protocol, 'migration-filename')).toEqual(['error', { convention: 'protocol' }]);
    expect(setting(protocol, 'template-header')).toEqual(['error', rules['template-header']!.defaults]);
  });
});

describe('extends', () => {
  const one = (text: string) => `{ "rules": { "no-drop-table": ${text} } }`;
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, unknown])[] = [
    ['a severity keeps the options it meets', { '.farout-guardrc': `{ "extends": "./a.json", "rules": { "no-drop-table": "warn" } }`, 'a.json': one('["error", { "allow": ["x"] }]') }, ['warn', { directions: ['up'], allow: ['x'] }]],
    ['so does a list with only a severity', { '.farout-guardrc': `{ "extends": "./a.json", "rules": { "no-drop-table": ["warn"] } }`, 'a.json': one('["error", { "allow": ["x"] }]') }, ['warn', { directions: ['up'], allow: ['x'] }]],
    ['options replace options', { '.farout-guardrc': `{ "extends": "./a.json", "rules": { "no-drop-table": ["error", {}] } }`, 'a.json': one('["error", { "allow": ["x"] }]') }, ['error', { directions: ['up'], allow: [] }]],
    ['later ones win', { '.farout-guardrc': '{ "extends": ["./a.json", "./b.json"] }', 'a.json': one('"off"'), 'b.json': one('"warn"') }, ['warn', { directions: ['up'], allow: [] }]],
    ['a base that says nothing keeps all rules', { '.farout-guardrc': '{ "extends": "./a.json" }', 'a.json': '{}' }, ['error', { directions: ['up'], allow: [] }]],
    ['an empty list keeps all rules', { '.farout-guardrc': '{ "extends": [] }' }, ['error', { directions: ['up'], allow: [] }]],
    ['relative to the file that names it', { '.farout-guardrc': '{ "extends": "./a/a.yml" }', 'a/a.yml': 'extends: ../b.cjs', 'b.cjs': `module.exports = ${one('"warn"')}` }, ['warn', { directions: ['up'], allow: [] }]],
    ['a package', { '.farout-guardrc': 'extends: "@acme/guard"', 'node_modules/@acme/guard/package.json': '{ "main": "./main.json" }', 'node_modules/@acme/guard/main.json': one('"off"') }, 'off'],
    ['a file of a package', { '.farout-guardrc': 'extends: "acme/sub/guard.yaml"', 'node_modules/acme/package.json': '{}', 'node_modules/acme/sub/guard.yaml': 'rules: { no-drop-table: off }' }, 'off'],
    ['a package that only import may load', { 'a/.farout-guardrc': 'extends: [strict, "acme/guard"]', 'node_modules/acme/package.json': '{ "exports": { "./guard": { "types": "./x.d.ts", "import": "./guard.mjs" } } }', 'node_modules/acme/guard.mjs': `export default ${one('"off"')}` }, 'off'],
    ['the same base twice', { '.farout-guardrc': 'extends: [./a.json, ./b.json]', 'a.json': '{ "extends": "./c.json" }', 'b.json': '{ "extends": "./c.json" }', 'c.json': one('"off"') }, 'off'],
  ]; // prettier-ignore
  test.each(cases)('%s', async (_, files, expected) => {
    const config = await load(files, '.farout-guardrc' in files ? '' : 'a');
    expect(setting(resolve(config, 'db/x.sql'), 'no-drop-table')).toEqual(expected);
  });

  test('migrations are replaced, what is ignored adds up', async () => {
    const base = { migrations: ['a'], ignore: ['b'], postgres: 11, adapter: 'goose' };
    const config = await load({
      '.farout-guardrc': '{ "extends": "./base.json", "migrations": ["c"], "ignore": ["d"] }',
      'base.json': JSON.stringify(base),
    });
    expect([config.migrations, config.ignore.slice(-2), config.postgres, config.adapter]).toEqual([
      ['c'],
      ['b', 'd'],
      11,
      'goose',
    ]);
  });
});

describe('a configuration in layers (fixtures/projects/layers)', () => {
  const at = async (path: string) => resolve(await loadConfig({ cwd: join(home, 'fixtures/projects/layers') }), path);
  const fields = [
    { name: 'Migration', placeholder: '<name>' },
    { name: 'Author', placeholder: '<your name>' },
    { name: 'Date', placeholder: 'YYYY-MM-DD', pattern: '^\\d{4}-\\d{2}-\\d{2}' },
    { name: 'Ticket' },
  ];
  const cases: readonly (readonly [string, number, string | null, unknown, unknown])[] = [
    ['db/migrations/1.sql', 16, null, ['warn', { directions: ['up'], allow: ['scratch'] }], ['error', { directions: ['up'], allow: ['staging_*'] }]],
    ['db/migrations/1.dump.sql', 16, null, ['warn', { directions: ['up'], allow: ['scratch'] }], ['error', { directions: ['up'], allow: ['staging_*'] }]],
    ['db/migrations/legacy/1.sql', 16, 'plain', 'off', ['error', { directions: ['up'], allow: ['staging_*'] }]],
    ['db/migrations/legacy/kept/1.sql', 12, 'plain', ['error', { directions: ['up'], allow: ['scratch'] }], ['error', { directions: ['up'], allow: ['staging_*'] }]],
  ]; // prettier-ignore
  test.each(cases)('%s', async (path, postgres, adapter, dropTable, truncate) => {
    const config = await at(path);
    expect([config.postgres, config.adapter]).toEqual([postgres, adapter]);
    expect([setting(config, 'no-drop-table'), setting(config, 'no-truncate')]).toEqual([dropTable, truncate]);
  });

  test('the fields of the template are those that the header must have', async () => {
    expect(setting(await at('db/migrations/1.sql'), 'template-header')).toEqual(['error', { fields }]);
  });

  test('a base’s override holds where the file that extends it says nothing for all files', async () => {
    const off = ['db/migrations/1.sql', 'db/migrations/1.dump.sql'].map(async (path) =>
      setting(await at(path), 'unparseable-sql'),
    );
    expect(await Promise.all(off)).toEqual(['off', 'off']);
  });
});

describe('resolve', () => {
  test('rules are sorted, and files with the same overrides share a configuration', async () => {
    const config = await load({ '.farout-guardrc': 'overrides: [{ files: a, rules: { no-drop-table: off } }]' });
    const [one, two, three] = ['a/1.sql', 'a/b/2.sql', 'b/3.sql'].map((path) => resolve(config, path));
    expect(three!.rules.map(({ name }) => name)).toEqual(ruleNames.filter((name) => !ofProtocol.includes(name)));
    expect([one === two, one === three]).toEqual([true, false]);
    expect(structuredClone(one)).toEqual(one);
  });

  const globs: readonly (readonly [string, string, boolean])[] = [
    ['a', 'a/b/c.sql', true],
    ['./a/', 'a/b.sql', true],
    ['/a', 'a/b.sql', true],
    ['a', 'b/a/c.sql', false],
    ['*.sql', 'a.sql', true],
    ['*.sql', 'a/b.sql', false],
    ['**/*.sql', '.hidden/b.sql', true],
    ['**', '../elsewhere/b.sql', true],
    ['../elsewhere/**', '../elsewhere/b.sql', true],
    ['**/a/*.sql', 'new\nline/a/b\n.sql', true],
    ['br[1]/a.sql', 'br[1]/a.sql', true],
    ['{a,b}/*.sql', 'b/x.sql', true],
    ['a/!(b)*.sql', 'a/b.sql', false],
  ];
  test.each(globs)('files %j and %j: %j', async (files, path, expected) => {
    const config = await load({ '.farout-guardrc': JSON.stringify({ overrides: [{ files, postgres: 9 }] }) });
    expect(resolve(config, path).postgres === 9).toBe(expected);
  });

  test('in a list of globs the last one that matches decides', async () => {
    const files = ['a/**', '!a/b/**', 'a/b/c.sql'];
    const config = await load({ '.farout-guardrc': JSON.stringify({ overrides: [{ files, postgres: 9 }] }) });
    expect(['a/1.sql', 'a/b/1.sql', 'a/b/c.sql'].map((path) => resolve(config, path).postgres)).toEqual([9, 15, 9]);
  });

  test('ten thousand overrides and files are no burden', async () => {
    const overrides = Array.from({ length: 10_000 }, (_, index) => ({
      files: `db/${index % 50}/**`,
      rules: { 'no-drop-table': index % 2 ? 'off' : 'error' },
    }));
    const config = await load({ '.farout-guardrc.json': JSON.stringify({ overrides }) });
    const paths = Array.from({ length: 200 }, (_, index) => `db/${index}/x.sql`);
    const found = paths.map((path) => setting(resolve(config, path), 'no-drop-table') === 'off');
    expect(found).toEqual(paths.map((_, index) => index < 50 && index % 2 === 1));
  });
});

describe('generated files', () => {
  test('the schema for editors, with a text for each key', async () => {
    const schema = configSchema();
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../src/config/schema.json');
    const silent = Object.entries({ ...schema.properties, ...schema.definitions?.['rules']?.properties }).filter(
      ([name, { description }]) => name !== 'rules' && !description,
    );
    expect(silent).toEqual([]);
  });

  test('the schema is one that others can read', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(structuredClone(configSchema()));
    expect([
      validate({ rules: { 'no-truncate': ['error', { allow: ['x'] }] } }),
      validate({ rules: { 'no-truncat': 'off' } }),
    ]).toEqual([true, false]);
  });

  test('the example changes nothing but its example override and globs', async () => {
    const text = exampleConfig();
    await expect(text).toMatchFileSnapshot('../.farout-guardrc.example');
    const config = await load({ '.farout-guardrc': text });
    const plain = await load({ '.farout-guardrc': '' });
    expect(resolve(config, 'db/migrations/2024.sql')).toEqual(resolve(plain, 'db/migrations/2024.sql'));
    expect(
      readFileSync(join(home, '.farout-guardrc.example'), 'utf8').startsWith(
        '{\n  "$schema": "./node_modules/farout-guard/src/config/schema.json"',
      ),
    ).toBe(true);
    const config2 = await loadConfig({ cwd: home, file: '.farout-guardrc.example' });
    expect(config2.migrations).toEqual(config.migrations);
  });
});
