import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '../src/config/load.ts';
import { UserError } from '../src/errors.ts';
import { project } from './project.ts';

const hasTypes = 'typescript' in process.features && Boolean(process.features.typescript);

type Files = Readonly<Record<string, string | Uint8Array>>;

/** The message of the error that loading ends with. */
async function problem(files: Files, file?: string): Promise<string> {
  const root = project(files);
  return problemAt(root, file);
}

async function problemAt(cwd: string, file?: string): Promise<string> {
  const error: unknown = await loadConfig({ cwd, stopAt: cwd, ...(file === undefined ? {} : { file }) }).then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw error;
  expect(error.message).not.toMatch(/[\r\n]/);
  return error.message;
}

describe('a value that does not fit', () => {
  const severities = 'must be "off", "warn", "error" or [severity, options]';
  const adapters = expect.stringMatching(
    /^\.farout-guardrc: adapter: must be "atlas", .* or "umzug", not "zzzzzzzzzz"$/,
  ) as string;
  const cases: readonly (readonly [string, string])[] = [
    ['{ "rules": { "no-drop-tabel": "off" } }', 'rules.no-drop-tabel: unknown rule; did you mean "no-drop-table"?'],
    ['{ "rules": { "NO-DROP-TABLE": "off" } }', 'rules.NO-DROP-TABLE: unknown rule; did you mean "no-drop-table"?'],
    ['{ "rules": { "quite-another": "off" } }', 'rules.quite-another: unknown rule; "farout-guard rules" lists them'],
    ['{ "rules": { "__proto__": "off" } }', 'rules.__proto__: unknown rule; "farout-guard rules" lists them'],
    ['{ "rules": { "constructor": "off" } }', 'rules.constructor: unknown rule; "farout-guard rules" lists them'],
    ['{ "rules": { "a b/c~d%20#": "off" } }', 'rules["a b/c~d%20#"]: unknown rule; "farout-guard rules" lists them'],
    ['{ "rules": { "": "off" } }', 'rules[""]: unknown rule; "farout-guard rules" lists them'],
    ['{ "rules": { "\\ud800": "off" } }', 'rules["\\ud800"]: unknown key'],
    ['{ "rules": { "a\\nb": "off" } }', 'rules["a\\nb"]: unknown rule; "farout-guard rules" lists them'],
    ['{ "rules": { "no-truncate": "eror" } }', `rules.no-truncate: ${severities}, not "eror"`],
    ['{ "rules": { "no-truncate": 2 } }', `rules.no-truncate: ${severities}, not 2`],
    ['{ "rules": { "no-truncate": null } }', `rules.no-truncate: ${severities}, not null`],
    ['{ "rules": { "no-truncate": {} } }', `rules.no-truncate: ${severities}, not an object`],
    ['{ "rules": { "no-truncate": [] } }', `rules.no-truncate: ${severities}, not a list`],
    ['{ "rules": { "no-truncate": ["eror"] } }', 'rules.no-truncate[0]: must be "off", "warn" or "error", not "eror"'],
    ['{ "rules": { "no-truncate": ["off", {}, 1] } }', 'rules.no-truncate[2]: is one too many here'],
    ['{ "rules": { "no-truncate": ["warn", { "alow": [] }] } }', 'rules.no-truncate[1].alow: unknown option; did you mean "allow"?'],
    ['{ "rules": { "no-truncate": ["warn", { "xxxxxxxxxx": 1 }] } }', 'rules.no-truncate[1].xxxxxxxxxx: unknown option; there are directions, allow'],
    ['{ "rules": { "unparseable-sql": ["warn", { "x": 1 }] } }', 'rules.unparseable-sql[1].x: unknown option; there are none'],
    ['{ "rules": { "no-truncate": ["warn", { "allow": "x" }] } }', 'rules.no-truncate[1].allow: must be a list, not "x"'],
    ['{ "rules": { "no-truncate": ["warn", { "allow": [7] }] } }', 'rules.no-truncate[1].allow[0]: must be a string, not 7'],
    ['{ "rules": { "template-header": ["warn", { "fields": [{}] }] } }', 'rules.template-header[1].fields[0]: lacks "name"'],
    ['{ "rules": { "template-header": ["warn", { "fields": [] }] } }', 'rules.template-header[1].fields: must not be empty'],
    ['{ "rules": [] }', 'rules: must be an object, not a list'],
    ['{ "rulse": {} }', 'rulse: unknown key; did you mean "rules"?'],
    ['{ "toString": {} }', expect.stringMatching(/toString: unknown key; there are \$schema, extends, migrations, .*, approvals, baseBranch, schemaSources, test, baseline$/) as string],
    ['{ "__proto__": { "rules": {} } }', expect.stringMatching(/__proto__: unknown key/) as string],
    ['{ "postgres": "15" }', 'postgres: must be a whole number from 9 to 19, not "15"'],
    ['{ "postgres": 15.5 }', 'postgres: must be a whole number from 9 to 19, not 15.5'],
    ['{ "postgres": 20 }', 'postgres: must be a whole number from 9 to 19, not 20'],
    ['{ "adapter": "gose" }', 'adapter: unknown value "gose"; did you mean "goose"?'],
    ['{ "adapter": "zzzzzzzzzz" }', adapters],
    ['{ "migrations": "db" }', 'migrations: must be a list, not "db"'],
    ['{ "migrations": [] }', 'migrations: must not be empty'],
    ['{ "ignore": ["a", ""] }', 'ignore[1]: must not be empty'],
    ['{ "overrides": [{ "rules": {} }] }', 'overrides[0]: lacks "files"'],
    ['{ "overrides": [{ "files": [1] }] }', 'overrides[0].files[0]: must be a string, not 1'],
    ['{ "overrides": [{ "files": "a", "extends": "strict" }] }', 'overrides[0].extends: unknown key; there are files, rules, adapter, postgres'],
    ['{ "overrides": [{ "files": "a", "rules": { "no-trunkate": "off" } }] }', 'overrides[0].rules.no-trunkate: unknown rule; did you mean "no-truncate"?'],
    ['{ "approvals": { "mode": "signed" } }', 'approvals.mode: must be "inline" or "record", not "signed"'],
    ['{ "extends": 5 }', 'extends: must be "recommended", "strict", "protocol", a string or a list, not 5'],
    ['{ "extends": "recomended" }', 'extends: "recomended" is neither a preset nor a package that is installed here; did you mean "recommended"?'],
    ['{ "extends": ["strict", "@acme/none"] }', 'extends[1]: "@acme/none" is neither a preset nor a package that is installed here'],
    ['{ "extends": "./.farout-guardr" }', 'extends: no such file "./.farout-guardr"; did you mean ".farout-guardrc"?'],
    ['{ "extends": "./.farout-guardrc" }', 'extends: goes in a circle: .farout-guardrc → .farout-guardrc'],
    ['{ "extends": "../" }', expect.stringMatching(/is a folder, not a file$/) as string],
    ['{ "template": "./none.sql" }', 'template: ./none.sql: no such file'],
    ['{ "template": "./.farout-guardrc" }', 'template: "./.farout-guardrc" does not begin with a comment of lines such as "-- Author: <your name>"'],
    ['[]', 'must be an object such as { "extends": "recommended" }, not a list'],
    ['strict', 'must be an object such as { "extends": "recommended" }, not a string'],
  ]; // prettier-ignore
  test.each(cases)('%s', async (text, expected) => {
    const message = await problem({ '.farout-guardrc': text });
    expect(message).toEqual(
      typeof expected === 'string' && !/^\.\.|^\//.test(message) ? `.farout-guardrc: ${expected}` : expected,
    );
  });

  test('in package.json the key of the file is named too', async () => {
    const files = { 'package.json': '{ "farout-guard": { "rules": { "no-drop-tabel": "off" } } }' };
    expect(await problem(files)).toBe(
      'package.json: farout-guard.rules.no-drop-tabel: unknown rule; did you mean "no-drop-table"?',
    );
    expect(await problem({ 'package.json': '{ "farout-guard": [] }' })).toBe(
      'package.json: farout-guard: must be an object such as { "extends": "recommended" }, not a list',
    );
  });

  test('the file that is wrong is named, not the one that extends it', async () => {
    const files = { '.farout-guardrc': '{ "extends": "./ci/base.yml" }', 'ci/base.yml': 'postgres: 8' };
    expect(await problem(files)).toBe('ci/base.yml: postgres: must be a whole number from 9 to 19, not 8');
  });
});

describe('a text that cannot be read', () => {
  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['.farout-guardrc.json', '{\n  "rules": {\n    "no-truncate": off\n  }\n}', ':3: unexpected "off"'],
    ['.farout-guardrc.json', '{ "a": 1\n "b": 2 }', ':2: expected "," or "}", not "\\"b"'],
    ['.farout-guardrc.json', '{ a: 1 }', ':1: expected a key in double quotes, not "a"'],
    ['.farout-guardrc.json', '{ "a" 1 }', ':1: expected ":" after the key, not "1"'],
    ['.farout-guardrc.json', '{ "a": "b\n" }', ':1: a text lacks its closing quote'],
    ['.farout-guardrc.json', '{ "a": "\\x" }', ':1: "\\"" holds an escape or a control character that JSON does not know'],
    ['.farout-guardrc.json', '{ "a": 01 }', ':1: unexpected "01"'],
    ['.farout-guardrc.json', '{\n\n', ':3: expected a key in double quotes, not the end of the file'],
    ['.farout-guardrc.json', 'null', ': must be an object such as { "extends": "recommended" }, not null'],
    ['.farout-guardrc.json', '{} {}', ':1: unexpected "{" after the end'],
    ['.farout-guardrc.json', '/* {}', ':1: a comment lacks its end'],
    ['.farout-guardrc.json', '{ "rules": {},\n  "rules": {} }', ':2: "rules" is given twice'],
    ['.farout-guardrc', '{ "rules": {},\n  "rules": }', ':2: "rules" is given twice'],
    ['.farout-guardrc', 'rules:\n  a: 1\n b: 2', ':3: bad indentation of a mapping entry'],
    ['.farout-guardrc.yaml', 'rules: {}\nrules: {}', ':2: duplicated mapping key'],
    ['.farout-guardrc.yaml', 'a: *b', ':1: unidentified alias "b"'],
    ['.farout-guardrc.yaml', 'a: &a [*a]', expect.stringMatching(/: (?:unidentified|too large)/) as string],
    ['.farout-guardrc.yaml', 'postgres: 2024-01-01', ': postgres: must be plain data, not a Date'],
    ['package.json', '{ "name": "farout-guard",\n "version" }', ':2: expected ":" after the key, not "}"'],
    ['farout-guard.config.mjs', '\nthrow new Error("no\\nway");', ':2: no way'],
    ['farout-guard.config.mjs', 'throw "no way";', ': throws no way'],
    ['farout-guard.config.mjs', 'throw null;', ': throws null'],
    ['farout-guard.config.mjs', 'import "./none.mjs";', expect.stringMatching(/: Cannot find module '.*none\.mjs'/) as string],
    ['farout-guard.config.mjs', 'export const rules = {};', ': exports nothing; write: export default { … }'],
    ['farout-guard.config.mjs', 'export default () => ({});', ': exports a function; export the object itself'],
    ['farout-guard.config.mjs', 'export default class {}', ': exports a function; export the object itself'],
    ['farout-guard.config.mjs', 'export default Promise.reject(new Error("late"));', ':1: late'],
    ['farout-guard.config.mjs', 'export default { rules: { "no-truncate": () => "off" } };', ': rules.no-truncate: must be plain data, not a function'],
    ['farout-guard.config.mjs', 'export default { postgres: NaN };', ': postgres: must be plain data, not NaN'],
    ['farout-guard.config.mjs', 'export default { postgres: 15n };', ': postgres: must be plain data, not a bigint'],
    ['farout-guard.config.mjs', 'export default { rules: new Map() };', ': rules: must be plain data, not a Map'],
    ['farout-guard.config.mjs', 'const a = {}; a.rules = a; export default a;', ': rules.rules.rules: too large, or contains itself'],
    ['farout-guard.config.mjs', 'export default new Proxy({}, { ownKeys() { throw 1; } });', ': throws 1'],
    ['farout-guard.config.cjs', 'module.exports = require("./none.cjs");', expect.stringMatching(/: Cannot find module '\.\/none\.cjs'/) as string],
  ]; // prettier-ignore
  test.each(cases)('%s: %j', async (name, text, expected) => {
    const message = await problem({ [name]: text });
    expect(message).toEqual(typeof expected === 'string' ? name + expected : expected);
  });

  test('a value and lists without end', async () => {
    const glob = await problem({ '.farout-guardrc': `{ "ignore": ["${'x'.repeat(70_000)}"] }` });
    expect(glob).toBe('.farout-guardrc: ignore[0]: must not be longer than 4096 characters');
    expect(await problem({ '.farout-guardrc': '['.repeat(100_000) })).toBe('.farout-guardrc:1: nested too deeply');
  });

  test('aliases of YAML that multiply', async () => {
    const lines = Array.from(
      { length: 30 },
      (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]`,
    );
    expect(await problem({ '.farout-guardrc': ['a0: &a0 x', ...lines].join('\n') })).toMatch(
      /^\.farout-guardrc: a\d.*: too large, or contains itself$/,
    );
  });

  test('files that are far too large', async () => {
    expect(await problem({ '.farout-guardrc': ' '.repeat(20_000_000) })).toBe(
      '.farout-guardrc: too large for a configuration',
    );
    const keys = Array.from({ length: 20_000 }, (_, index): [string, string] => [`unknown-${index}`, 'off']);
    const rules = JSON.stringify({ rules: Object.fromEntries(keys) });
    expect(await problem({ '.farout-guardrc': rules })).toMatch(/^\.farout-guardrc: rules\.unknown-0: unknown rule/);
    const list = 'export default { ignore: Array(300_000).fill("x") };';
    expect(await problem({ '.farout-guardrc.mjs': list })).toBe(
      '.farout-guardrc.mjs: ignore[199998]: too large, or contains itself',
    );
  });

  test('UTF-16 without a byte order mark, or no text at all', async () => {
    expect(await problem({ '.farout-guardrc': new Uint8Array([0x7b, 0, 1, 2, 0xff, 0xfe, 0xfd, 0]) })).toMatch(
      /^\.farout-guardrc(?::\d+)?: /,
    );
  });
});

describe('a file that is not there', () => {
  test.each([
    ['none.json', 'none.json: no such file'],
    ['folder', 'folder: is a folder, not a file'],
    ['package.json', 'package.json: has no key "farout-guard"'],
  ])('--config %s', async (file, expected) => {
    expect(await problem({ 'folder/x': '', 'package.json': '{}' }, file)).toBe(expected);
  });

  test('a link that leads nowhere', async () => {
    const root = project();
    symlinkSync('nowhere', join(root, '.farout-guardrc'));
    expect(await problemAt(root)).toBe('.farout-guardrc: no such file');
  });

  test('two configurations in one folder', async () => {
    const both =
      '.farout-guardrc: farout-guard.config.js in the same folder also configures farout-guard; keep one of them';
    expect(await problem({ '.farout-guardrc': '', 'farout-guard.config.js': '' })).toBe(both);
    expect(await problem({ '.farout-guardrc': '', 'package.json': '{"farout-guard":{}}' })).toBe(
      both.replace('farout-guard.config.js', 'package.json'),
    );
  });
});

describe('extends without end', () => {
  test('a circle of three', async () => {
    const files = {
      '.farout-guardrc': '{ "extends": "./a.json" }',
      'a.json': '{ "extends": "./b.json" }',
      'b.json': '{ "extends": ["strict", "./a.json"] }',
    };
    expect(await problem(files)).toBe('b.json: extends[1]: goes in a circle: a.json → b.json → a.json');
  });

  test('a long chain', async () => {
    const chain = Array.from({ length: 60 }, (_, index): [string, string] => [
      `${index}.json`,
      `{ "extends": "./${index + 1}.json" }`,
    ]);
    expect(await problem({ '.farout-guardrc': 'extends: ./0.json', ...Object.fromEntries(chain) })).toBe(
      '48.json: extends: goes through more than 50 files',
    );
  });

  test('a tree that doubles at each level', async () => {
    const tree = Array.from({ length: 40 }, (_, index): [string, string] => [
      `${index}.json`,
      `{ "extends": ["./${index + 1}.json", "./${index + 1}.json"] }`,
    ]);
    expect(
      await problem({ '.farout-guardrc': 'extends: ./0.json', ...Object.fromEntries(tree), '40.json': '{}' }),
    ).toMatch(/: extends\[[01]\]: leads to more than 500 files$/);
  });
});

/** Scripts as Node.js itself reads them, which the test runner does not let it. */
test('scripts without a test runner around them', () => {
  const scripts: readonly (readonly [string, string, string])[] = [
    ['farout-guard.config.mjs', 'export default {\n  a: \n', ': Unexpected end of input'],
    ['farout-guard.config.mjs', 'export default { get rules() { throw new Error("gotcha"); } };', ':1: gotcha'],
    ['farout-guard.config.mjs', '\n\nimport { none } from "node:fs";', ":3: The requested module 'node:fs' does not provide an export named 'none'"],
    ['farout-guard.config.cjs', 'module.exports = {\n\n', ':3: Unexpected end of input'],
    ['farout-guard.config.cjs', '\nnone();', ':2: none is not defined'],
    ['.farout-guardrc.js', 'module.exports = { postgres: 8 };', ': postgres: must be a whole number from 9 to 19, not 8'],
    ['farout-guard.config.ts', 'export default { postgres: 8 as number };', hasTypes ? ': postgres: must be a whole number from 9 to 19, not 8' : ': Node.js reads TypeScript from version 22.18 on; rename the file to .mjs, or write it as JSON'],
  ]; // prettier-ignore
  const roots = scripts.map(([name, text]) => project({ [name]: text }));
  const bundle = join(project(), 'load.mjs');
  buildSync({
    entryPoints: ['src/config/load.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: bundle,
    external: ['cosmiconfig', 'libpg-query', 'pgsql-ast-parser'],
  });
  const run = `import { loadConfig } from ${JSON.stringify(bundle)};
    for (const cwd of ${JSON.stringify(roots)}) await loadConfig({ cwd }).catch(({ message }) => console.log(message));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', run], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(output.trimEnd().split('\n')).toEqual(scripts.map(([name, , expected]) => name + expected));
});

describe('a script that never ends', () => {
  afterEach(() => vi.useRealTimers());

  test.each(['await new Promise(() => {}); export default {};', 'export default new Promise(() => {});'])(
    '%s',
    async (text) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const message = problem({ 'farout-guard.config.mjs': text });
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await message).toBe('farout-guard.config.mjs: has not finished after 10 seconds');
    },
  );
});
