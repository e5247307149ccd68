import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eslintConfig } from '../src/init/eslint-config.ts';
import { addToEslintConfig } from '../src/init/eslint-edit.ts';
import { parse } from '../src/script/parse.ts';
import type { Contents, Repository } from './git/repository.ts';
import { everything, init, read, shop } from './shop.ts';

/** A text without the indentation that it has here. */
const dedent = (text: string) => {
  const [indent = ''] = /^ *(?=\S)/m.exec(text.replace(/^\n/, '')) ?? [];
  return text.replace(/^\n/, '').replaceAll(`\n${indent}`, '\n').replace(indent, '').trimEnd() + '\n';
};

describe('addToEslintConfig adds our entries as the file is written', () => {
  const cases: [title: string, path: string, before: string, after: string][] = [
    ['a list', 'eslint.config.js', `
      import js from '@eslint/js';

      export default [
        js.configs.recommended,
        {
          rules: { eqeqeq: 'error' },
        },
      ];`, `
      import js from '@eslint/js';
      import farout from 'farout-guard/eslint';

      export default [
        js.configs.recommended,
        {
          rules: { eqeqeq: 'error' },
        },
        ...farout.project(),
      ];`],
    ['a list without semicolons and last comma, in double quotes, with comments', 'eslint.config.mjs', `
      // @ts-check
      import js from "@eslint/js" // theirs
      import globals from 'globals'
      import "./more.js" // ours

      /** @type {import('eslint').Linter.Config[]} */
      export default [
      \tjs.configs.recommended, // first
      \t...more() // the rest
      \t// no more
      ]`, `
      // @ts-check
      import js from "@eslint/js" // theirs
      import globals from 'globals'
      import "./more.js" // ours
      import farout from "farout-guard/eslint"

      /** @type {import('eslint').Linter.Config[]} */
      export default [
      \tjs.configs.recommended, // first
      \t...more(), // the rest
      \t...farout.project()
      \t// no more
      ]`],
    ['an empty list', 'eslint.config.js', 'export default [];', "import farout from 'farout-guard/eslint';\n\nexport default [...farout.project()];"],
    ['a list with nothing but a comment', 'eslint.config.js', 'export default [ // soon\n]', "import farout from 'farout-guard/eslint'\n\nexport default [...farout.project() // soon\n]"],
    ['a list in one line, below a comment about it', 'eslint.config.js', `
      #!/usr/bin/env node
      // @ts-check

      /* The configuration. */

      /** @type {any} */
      export default [{ rules: {
        'no-var': 'error',
      } }, ];`, `
      #!/usr/bin/env node
      // @ts-check

      /* The configuration. */

      import farout from 'farout-guard/eslint';

      /** @type {any} */
      export default [{ rules: {
        'no-var': 'error',
      } }, ...farout.project(), ];`],
    ['defineConfig with a list', 'eslint.config.js', `
      import { defineConfig as define, globalIgnores } from 'eslint/config';
      export default define([
          globalIgnores(['dist']),
          { extends: [a, [b]] }
      ]);`, `
      import { defineConfig as define, globalIgnores } from 'eslint/config';
      import farout from 'farout-guard/eslint';
      export default define([
          globalIgnores(['dist']),
          { extends: [a, [b]] },
          ...farout.project()
      ]);`],
    ['defineConfig with arguments', 'eslint.config.js', `
      import { defineConfig } from 'eslint/config';
      export default defineConfig(
        ...all,
        more,
      );`, `
      import { defineConfig } from 'eslint/config';
      import farout from 'farout-guard/eslint';
      export default defineConfig(
        ...all,
        more,
        ...farout.project(),
      );`],
    ['defineConfig with one argument, and with none', 'eslint.config.js', `
      import * as eslint from 'eslint/config';
      export default eslint.defineConfig((all));`, `
      import * as eslint from 'eslint/config';
      import farout from 'farout-guard/eslint';
      export default eslint.defineConfig((all), ...farout.project());`],
    ['defineConfig with nothing', 'eslint.config.js', `
      import { defineConfig } from 'eslint/config';
      export default defineConfig();`, `
      import { defineConfig } from 'eslint/config';
      import farout from 'farout-guard/eslint';
      export default defineConfig(...farout.project());`],
    ['tseslint.config', 'eslint.config.mjs', `
      import tseslint from 'typescript-eslint';
      export default tseslint.config(tseslint.configs.recommended);`, `
      import tseslint from 'typescript-eslint';
      import farout from 'farout-guard/eslint';
      export default tseslint.config(tseslint.configs.recommended, ...farout.project());`],
    ['TypeScript with satisfies', 'eslint.config.ts', `
      import type { Linter } from 'eslint';
      const mine: Linter.Config = {};
      export default [
        mine as Linter.Config,
      ] satisfies Linter.Config[];`, `
      import type { Linter } from 'eslint';
      import farout from 'farout-guard/eslint';
      const mine: Linter.Config = {};
      export default [
        mine as Linter.Config,
        ...farout.project(),
      ] satisfies Linter.Config[];`],
    ['a constant, with the name taken and the import behind', 'eslint.config.mts', `
      const config: Config[] = [farout];
      export default config;
      import { farout, type Config } from './mine.ts';`, `
      const config: Config[] = [farout, ...faroutGuard.project()];
      export default config;
      import { farout, type Config } from './mine.ts';
      import faroutGuard from 'farout-guard/eslint';`],
    ['CommonJS', 'eslint.config.cjs', `
      'use strict';

      /** @type {any} */
      module.exports = [
        {},
      ];`, `
      'use strict';
      const farout = require('farout-guard/eslint');

      /** @type {any} */
      module.exports = [
        {},
        ...farout.project(),
      ];`],
    ['CommonJS without anything before', 'eslint.config.js', 'module.exports = []\n', "const farout = require('farout-guard/eslint')\n\nmodule.exports = [...farout.project()]\n"],
    ['CommonJS with defineConfig, and a constant', 'eslint.config.js', `
      const { defineConfig } = require("eslint/config");
      const all = defineConfig([a, b]);
      const later = require('later');
      module.exports = all;`, `
      const { defineConfig } = require("eslint/config");
      const farout = require("farout-guard/eslint");
      const all = defineConfig([a, b, ...farout.project()]);
      const later = require('later');
      module.exports = all;`],
    ['CommonJS with typescript-eslint', 'eslint.config.cjs', `
      const tseslint = require('typescript-eslint');
      module.exports = tseslint.config(a);`, `
      const tseslint = require('typescript-eslint');
      const farout = require('farout-guard/eslint');
      module.exports = tseslint.config(a, ...farout.project());`],
  ]; // prettier-ignore

  it.each(cases)('%s', (_, path, before, after) => {
    const [from, to] = [dedent(before), dedent(after)];
    expect(addToEslintConfig(path, from, parse)).toBe(to);
    expect(addToEslintConfig(path, to, parse)).toBe(to);
  });

  it.each(cases)('%s, with CRLF and a byte order mark', (_, path, before, after) => {
    const [from, to] = [before, after].map((text) => `\ufeff${dedent(text).replaceAll('\n', '\r\n')}`);
    if (from?.includes('#!')) return;
    expect(addToEslintConfig(path, from!, parse)).toBe(to);
  });

  it.each([
    'export default () => [];\n',
    'export default async () => [];\n',
    'export default (async () => [a])();\n',
    'export default Promise.resolve([a]);\n',
    'export default antfu({ a }, b);\n',
    "import antfu from '@antfu/eslint-config';\nexport default antfu();\n",
    'export default [a].concat(b);\n',
    'export default [[a], b].flat();\n',
    'export default isOld ? [a] : [b];\n',
    'export default { rules: {} };\n',
    'export default [a, , b];\n',
    'const defineConfig = (all) => all[0];\nexport default defineConfig([a]);\n',
    "import { defineConfig } from './mine.js';\nexport default defineConfig([a]);\n",
    "import { defineConfig } from 'vite';\nexport default defineConfig([a]);\n",
    "import tseslint from 'typescript-eslint';\nexport default tseslint.configs.recommended;\n",
    'let config = [a];\nconfig = b;\nexport default config;\n',
    'const [config] = [[a]];\nexport default config;\n',
    'const config = [a];\nexport { config as default };\n',
    'module.exports = [a];\nmodule.exports = [b];\n',
    'module.exports = (async () => [a])();\n',
    'module.exports = exports = [a];\n',
    'exports.default = [a];\n',
    'if (a) module.exports = [b];\n',
    'module.exports = [require("a").b];\nexport default [a];\n',
    'const farout = 1, faroutGuard = 2;\nexport default [farout, faroutGuard];\n',
    'export default [\n',
    '',
  ])('leaves what is not certain: %j', (text) => {
    expect(addToEslintConfig('eslint.config.js', text, parse)).toBe(null);
  });
});

const migration = { 'db/migrations/20260101_000000_a.sql': 'SELECT 1;\n' };
const script = { 'src/migrations/20260101000000_a.ts': "import type { Knex } from 'knex';\nexport const up = (knex: Knex) => knex.raw('SELECT 1');\nexport const down = up;\n" }; // prettier-ignore
const withEslint = (more: object = {}) => ({
  'package.json': `${JSON.stringify({ private: true, ...more, devDependencies: { eslint: '^10.0.0', ...('devDependencies' in more ? (more.devDependencies as object) : {}) } })}\n`,
});

const plain = `import farout from 'farout-guard/eslint';

export default [...farout.project()];
`;

const settings = `{
  "eslint.validate": ["javascript", "javascriptreact", "typescript", "typescriptreact", "sql"],
  "eslint.codeAction.disableRuleComment": { "enable": true, "location": "separateLine", "commentStyle": "block" }
}
`;

it('docs/editors.md has the files that init writes', () => {
  const page = readFileSync(new URL('../docs/editors.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/^<!-- (\S+) -->\n\n```\w+\n([^]*?)^```$/gm)].map(([, name = '', text = '']) => [name, text]);
  expect(Object.fromEntries(blocks)).toMatchObject({
    '.vscode/settings.json': settings,
    'eslint.config.mjs': plain,
    'eslint.config.mjs-with-TypeScript': eslintConfig('typescript-eslint'),
  });
}); // prettier-ignore

/** The files that concern editors, with their texts. */
function editorFiles(made: Repository): Record<string, string> {
  const paths = Object.keys(everything(made.root)).filter((path) => /eslint\.config\.|eslintrc|\.vscode/.test(path));
  return Object.fromEntries(paths.map((path) => [path, read(made, path)]));
}

/** Sets up, asks that a second run changes nothing, and answers the files and the notes. */
async function setUp(made: Repository) {
  const { code, stdout, stderr } = await init(made);
  expect([code, stderr]).toEqual([0, '']);
  const before = everything(made.root);
  expect((await init(made)).stdout).toContain('Everything is there already.');
  expect(everything(made.root)).toEqual(before);
  const notes = stdout.split('\n').filter((line) => /^\S/.test(line) && /ESLint|editor|VS Code|\.vscode|eslint/.test(line)); // prettier-ignore
  return { files: editorFiles(made), notes: notes.map((line) => line.replace(made.root, '')) };
}

describe('init where there is no ESLint, or one that cannot be used', () => {
  const older = 'is of an older form, and a new eslint.config.js would switch it off: for findings in the editor move to that (https://eslint.org/docs/latest/use/configure/migration-guide), and run init again.'; // prettier-ignore
  const tooOld = 'For findings in the editor ESLint 9.15 or later is needed';
  const cases: [title: string, files: Contents, note: string][] = [
    ['none', { 'package.json': '{}' }, 'For findings in the editor, too, install ESLint (npm install --save-dev eslint) and run init again.'],
    ['none, in a workspace', { 'package.json': '{"workspaces": ["a"]}', 'pnpm-lock.yaml': '' }, 'For findings in the editor, too, install ESLint (pnpm add --save-dev -w eslint) and run init again.'],
    ['no package.json', { 'go.mod': '' }, 'For findings in the editor, too, install ESLint and run init again.'],
    ['a legacy configuration', { ...withEslint(), '.eslintrc.cjs': 'module.exports = {};\n' }, `.eslintrc.cjs ${older}`],
    ['a legacy configuration in package.json', withEslint({ eslintConfig: {} }), `package.json ${older}`],
    ['an old one that is not installed', { 'package.json': '{"devDependencies": {"eslint": "^8.57.0"}}' }, `${tooOld}: update it, and run init again.`],
    ['an old one that is installed', { ...withEslint(), 'node_modules/eslint/package.json': '{"version": "9.14.0"}', 'eslint.config.js': 'export default [];\n' }, `${tooOld}, and here is 9.14.0: update it, and run init again.`],
  ]; // prettier-ignore
  it.each(cases)('%s', async (_, files, note) => {
    const made = shop({ ...migration, ...files });
    const before = editorFiles(made);
    const { files: after, notes } = await setUp(made);
    expect([after, notes]).toEqual([before, [note]]);
  });
});

describe('init with ESLint and no configuration', () => {
  const inTypeScript = (line: string, option: string) => `import farout from 'farout-guard/eslint';
${line}

export default [
  { files: ['**/*.{ts,mts,cts}'], languageOptions: { ${option} } },
  ...farout.project(),
];
`;
  const tseslint = inTypeScript("import tseslint from 'typescript-eslint';", 'parser: tseslint.parser');
  const parser = inTypeScript("import parser from '@typescript-eslint/parser';", 'parser');
  const none = "ESLint cannot read migrations in TypeScript without a parser: npm install --save-dev typescript-eslint, and add { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } } to eslint.config.mjs."; // prettier-ignore
  const cases: [title: string, files: Contents, path: string, text: string, notes: string[]][] = [
    ['in CommonJS', { ...withEslint(), ...migration }, 'eslint.config.mjs', plain, []],
    ['in modules', { ...withEslint({ type: 'module' }), ...migration }, 'eslint.config.js', plain, []],
    ['before there are migrations', withEslint(), 'eslint.config.mjs', plain, []],
    ['for TypeScript', { ...withEslint({ devDependencies: { '@typescript-eslint/parser': '8', 'typescript-eslint': '8', 'knex': '3' } }), ...script }, 'eslint.config.mjs', tseslint, []],
    ['for TypeScript with the parser alone', { ...withEslint({ dependencies: { '@typescript-eslint/parser': '8' } }), ...script }, 'eslint.config.mjs', parser, []],
    ['for TypeScript with a package that is only installed', { ...withEslint(), ...script, 'node_modules/typescript-eslint/package.json': '{}' }, 'eslint.config.mjs', tseslint, []],
    ['for TypeScript without a parser', { ...withEslint(), ...script }, 'eslint.config.mjs', plain, [none]],
    ['for SQL where a parser is there', { ...withEslint({ devDependencies: { 'typescript-eslint': '8' } }), ...migration }, 'eslint.config.mjs', plain, []],
  ]; // prettier-ignore
  it.each(cases)('%s', async (_, files, path, text, notes) => {
    expect(await setUp(shop(files))).toEqual({ files: { [path]: text, '.vscode/settings.json': settings }, notes });
  });
});

describe('init with a configuration of ESLint', () => {
  const theirs = "import js from '@eslint/js';\n\nexport default [js.configs.recommended];\n";
  const ours = "import js from '@eslint/js';\nimport farout from 'farout-guard/eslint';\n\nexport default [js.configs.recommended, ...farout.project()];\n"; // prettier-ignore

  it('adds to it, and to the settings', async () => {
    const made = shop({
      ...migration,
      'package.json': '{}',
      'eslint.config.js': theirs.replaceAll('\n', '\r\n'),
      'eslint.config.ts': 'export default [];\n',
      '.vscode/settings.json': '{\n\t// ours\n\t"eslint.validate": ["typescript", { "language": "html" }], // two\n}\n',
    });
    expect(await setUp(made)).toEqual({
      files: {
        'eslint.config.js': ours.replaceAll('\n', '\r\n'),
        'eslint.config.ts': 'export default [];\n',
        '.vscode/settings.json':
          '{\n\t// ours\n\t"eslint.validate": ["typescript", { "language": "html" }, "sql"], // two\n\t"eslint.codeAction.disableRuleComment": {\n\t\t"enable": true,\n\t\t"location": "separateLine",\n\t\t"commentStyle": "block"\n\t},\n}\n',
      },
      notes: [],
    });
  });

  it.each([
    ['', settings],
    ['\n', settings],
    [
      '{ "eslint.validate": null }',
      '{ "eslint.validate": ["javascript","javascriptreact","typescript","typescriptreact","sql"], "eslint.codeAction.disableRuleComment": {"enable":true,"location":"separateLine","commentStyle":"block"} }',
    ],
    [
      '{"eslint.codeAction.disableRuleComment": {}, "eslint.validate": [{"language": "sql", "autoFix": true}]}',
      '{"eslint.codeAction.disableRuleComment": {}, "eslint.validate": [{"language": "sql", "autoFix": true}]}',
    ],
    [
      '{"eslint.codeAction.disableRuleComment": null, "eslint.validate": []}',
      '{"eslint.codeAction.disableRuleComment": null, "eslint.validate": ["sql"]}',
    ],
  ])('the settings %j become what they should', async (before, after) => {
    const made = shop({ 'package.json': '{}', 'eslint.config.js': ours, '.vscode/settings.json': before });
    const { files } = await setUp(made);
    expect(files).toEqual({ 'eslint.config.js': ours, '.vscode/settings.json': after });
  });

  it.each(['{"eslint.validate": "on"}', '{"a": }', '[]', '{"a": 1, "a": 2}'])(
    'the settings %j stay, and ours are put beside them',
    async (text) => {
      const made = shop({ 'package.json': '{}', 'eslint.config.js': ours, '.vscode/settings.json': text });
      const { files } = await setUp(made);
      expect(files).toEqual({
        'eslint.config.js': ours,
        '.vscode/settings.json': text,
        '.vscode/settings.json.new': settings,
      });
    },
  );

  it('says that git ignores the settings', async () => {
    const made = shop({ ...withEslint(), '.gitignore': 'node_modules\n.husky/_\n.vscode\n' });
    const { files, notes } = await setUp(made);
    expect([Object.keys(files).sort(), notes]).toEqual([
      ['.vscode/settings.json', 'eslint.config.mjs'],
      ['git ignores .vscode/settings.json: it works on this machine only.'],
    ]);
  });

  const byHand = (line: string) => `For findings in the editor add to it: ${line} and, as the last entry of what it exports, ...farout.project(). Then run init again.`; // prettier-ignore
  const module = byHand("import farout from 'farout-guard/eslint';");
  const shape = 'stays as it is, for it has a form that only a person should change.';

  it.each([
    ['eslint.config.js', 'export default () => [];\n', module],
    ['eslint.config.mjs', "import antfu from '@antfu/eslint-config';\nexport default antfu();\n", module],
    ['eslint.config.js', 'module.exports = (async () => [])();\n', byHand("const farout = require('farout-guard/eslint');")], // prettier-ignore
    ['eslint.config.ts', 'export default {} satisfies Config;\n', module],
    ['eslint.config.mjs', 'export default [\n', module],
  ])('leaves %s alone when it is %j, and writes no settings', async (path, text, lines) => {
    const made = shop({ 'package.json': '{}', [path]: text });
    expect(await setUp(made)).toEqual({ files: { [path]: text }, notes: [`${path} ${shape} ${lines}`] });
  });

  it('leaves what is a link or read-only', async () => {
    const made = shop({ 'package.json': '{}', 'tools/eslint.config.js': theirs, 'eslint.config.mjs': theirs });
    symlinkSync('tools/eslint.config.js', join(made.root, 'eslint.config.js'));
    expect((await setUp(made)).notes).toEqual([`eslint.config.js stays as it is, for it is a link. ${module}`]);
    const other = shop({ 'package.json': '{}', 'eslint.config.js': theirs });
    chmodSync(join(other.root, 'eslint.config.js'), 0o444);
    expect(await setUp(other)).toEqual({
      files: { 'eslint.config.js': theirs },
      notes: [`eslint.config.js stays as it is, for it is read-only. ${module}`],
    });
  });

  it('is shown by --dry-run as a patch', async () => {
    const files = { ...migration, 'package.json': '{}', 'eslint.config.js': ours.replace(/^.*\n.*\n/, '') };
    const [made, other] = [shop(files), shop(files)];
    const { stdout } = await made.call(['init', '--dry-run']);
    await init(made);
    other.write({ '../a.patch': stdout });
    other.git('apply', '../a.patch');
    expect(editorFiles(other)).toEqual(editorFiles(made));
  });
});

describe('init in a repository with several packages', () => {
  const theirs = 'export default [\n  {},\n];\n';
  const ours = "import farout from 'farout-guard/eslint';\n\nexport default [\n  {},\n  ...farout.project(),\n];\n";
  const inA = { 'packages/a/migrations/20260101_000000_a.sql': 'SELECT 1;\n', 'packages/a/package.json': '{}' };
  const workspace = { 'package.json': '{"workspaces": ["packages/*"]}' };
  it('takes the configuration at the top', async () => {
    const made = shop({ ...workspace, ...inA, 'eslint.config.js': theirs });
    expect(await setUp(made)).toEqual({
      files: { 'eslint.config.js': ours, '.vscode/settings.json': settings },
      notes: [],
    });
  });

  it('takes the configuration of the package, which is nearer', async () => {
    const made = shop({
      ...workspace,
      ...inA,
      'packages/b/eslint.config.js': theirs,
      'packages/a/eslint.config.js': theirs,
      'eslint.config.js': theirs,
    });
    expect(await setUp(made)).toEqual({
      files: {
        'packages/a/eslint.config.js': ours,
        'packages/b/eslint.config.js': theirs,
        'eslint.config.js': theirs,
        '.vscode/settings.json': settings,
      },
      notes: [],
    });
  });

  it('makes one where package.json asks for ESLint', async () => {
    const made = shop({ ...workspace, ...inA, 'packages/a/package.json': '{"type": "module", "devDependencies": {"eslint": "10"}}' }); // prettier-ignore
    expect(await setUp(made)).toEqual({
      files: { 'packages/a/eslint.config.js': plain, '.vscode/settings.json': settings },
      notes: [],
    });
  });

  it('says where ESLint does not see the migrations, or cannot load our package', async () => {
    const web = { 'web/package.json': '{"devDependencies": {"eslint": "10"}}' };
    const outside = shop({ ...web, ...migration, 'web/eslint.config.js': theirs }, ['farout-guard'], 'web');
    expect(await setUp(outside)).toEqual({
      files: { 'web/eslint.config.js': theirs },
      notes: [
        'ESLint in web/eslint.config.js sees only what is below it, and not db/migrations: the editor shows no findings there.',
      ],
    });
    const above = shop({ ...web, ...migration, 'eslint.config.js': theirs }, ['farout-guard'], 'web');
    expect(await setUp(above)).toEqual({
      files: { 'eslint.config.js': theirs },
      notes: ['eslint.config.js cannot load what is installed in web: the editor shows no findings.'],
    });
  });
});
