import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { askEslint } from '../src/doctor/eslint-answer.ts';
import { manifest } from '../src/package.ts';
import { repository, type Contents, type Repository } from './git/repository.ts';
import { link, packageRoot } from './hooks/guarded.ts';

/** The severities of the preset recommended. */
const severities = Object.fromEntries(
  Object.entries(rules).map(([name, { level }]) => [`farout-guard/${name}`, level === 1 ? 'warn' : 'error']),
);

/** What the doctor needs of the plugin: a language, rules, and the entries of the project. */
const plugin = `
const rule = { create: () => ({}) };
const sql = { fileType: 'text', lineStart: 1, columnStart: 1, nodeTypeKey: 'type', validateLanguageOptions() {}, parse() {}, createSourceCode() {} };
const plugin = { meta: { name: 'farout-guard', version: '0' }, languages: { sql }, rules: Object.fromEntries(${JSON.stringify(Object.keys(rules))}.map((name) => [name, rule])) };
const plugins = { 'farout-guard': plugin };
const rules = ${JSON.stringify(severities)};
plugin.project = () => [
  { files: ['**/*.sql'], plugins, language: 'farout-guard/sql', rules },
  { files: ['**/migrations/**/*.{js,ts}'], plugins, rules },
];
`;

/** A project with ESLint, the one of this repository unless another is named, and a plugin that stands for ours. */
function project(files: Contents, eslint: string | null = 'eslint'): Repository {
  const made = repository();
  const guard = 'node_modules/farout-guard';
  const entry = { import: './eslint.js', require: './eslint.cjs' };
  made.write({
    'package.json': '{ "type": "module", "devDependencies": { "eslint": "10" } }',
    '.farout-guardrc': '{ "migrations": ["db/migrations"] }',
    'db/migrations/20260101_000000_a.sql': 'SELECT 1;\n',
    [`${guard}/package.json`]: JSON.stringify({ type: 'module', version: manifest.version, exports: { './eslint': entry } }), // prettier-ignore
    [`${guard}/eslint.js`]: `${plugin}export default plugin;\n`,
    [`${guard}/eslint.cjs`]: `${plugin}module.exports = plugin;\n`,
    ...files,
  });
  const packages = ['typescript-eslint', '@eslint/js', '@typescript-eslint/parser'];
  for (const name of packages) link(join(packageRoot, 'node_modules', name), join(made.root, 'node_modules', name));
  if (eslint !== null) link(join(packageRoot, 'node_modules', eslint), join(made.root, 'node_modules/eslint'));
  return made;
}

/** The lines about editors. */
async function examine(made: Repository, env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { code, stdout, stderr } = await made.call(['doctor', '--no-proof'], { env });
  // Nothing about editors is a failure; that there is no hook is.
  expect([code, stderr]).toEqual([1, '']);
  const failures = stdout.split('\n').filter((line) => line.startsWith('✖'));
  expect(failures.map((line) => line.slice(0, 6))).toEqual(['✖ hook']);
  return stdout.split('\n').filter((line) => line.slice(2).startsWith('editor (ESLint)')).map((line) => line.replace(/editor \(ESLint\) /, '')); // prettier-ignore
}

const imported = "import farout from 'farout-guard/eslint';\n";
const whole = `${imported}export default [...farout.project()];\n`;
const all = (version: string, path = 'eslint.config.js') => `✔ ESLint ${version} finds by ${path} what the hook finds`;
const now = '10.15.0';
const byHand = `npx farout-guard init adds it. By hand: import farout from 'farout-guard/eslint'; and, as the last entry of what it exports, ...farout.project()`;
const none = `! eslint.config.js has no entry of farout-guard for migrations in SQL: the editor shows no findings there. ${byHand}`;
const scripts = {
  '.farout-guardrc': '{ "migrations": ["db/migrations", "src/migrations"] }',
  'src/migrations/20260101000000_a.ts': "export const up = (knex) => knex.raw('SELECT 1');\n",
};

describe('all is well', () => {
  const cases: [title: string, files: Contents, eslint: string, line: string][] = [
    ['with the entry alone', { 'eslint.config.js': whole }, 'eslint', all(now)],
    ['with ESLint 9', { 'eslint.config.js': whole }, 'eslint-9', all('9.39.5')],
    ['with ESLint 9.15', { 'eslint.config.js': whole }, 'eslint-9-15', all('9.15.0')],
    [
      'in CommonJS',
      { 'eslint.config.cjs': "const farout = require('farout-guard/eslint');\nmodule.exports = [...farout.project()];\n" },
      'eslint',
      all(now, 'eslint.config.cjs'),
    ],
    [
      'with a configuration that waits and writes',
      { 'eslint.config.js': `${imported}console.log('{}');\nawait new Promise((resolve) => setTimeout(resolve, 10));\nsetInterval(() => {}, 1000);\nexport default farout.project();\n` },
      'eslint',
      all(now),
    ],
    [
      'with migrations in TypeScript',
      { 'eslint.config.js': `${imported}import tseslint from 'typescript-eslint';\nexport default [tseslint.configs.base, ...farout.project()];\n`, ...scripts },
      'eslint',
      all(now),
    ],
    [
      'with rules of others for SQL, which are named',
      { 'eslint.config.js': `${imported}import js from '@eslint/js';\nexport default [js.configs.recommended, { rules: { 'getter-return': 'off' } }, ...farout.project()];\n` },
      'eslint',
      expect.stringMatching(/^✔ ESLint 10\.15\.0 finds by eslint\.config\.js what the hook finds\. For SQL other rules are on, too, which find nothing: constructor-super, for-direction, no-async-promise-executor, no-case-declarations, no-class-assign and \d\d more; farout\.protect\(\[…\]\) around the other entries keeps them away$/) as string,
    ],
    [
      'in a package below the top',
      { 'eslint.config.js': 'throw new Error();\n', 'db/eslint.config.js': whole },
      'eslint',
      all(now, 'db/eslint.config.js'),
    ],
    [
      'with the settings of an editor',
      { 'eslint.config.js': whole, '.vscode/settings.json': '{ "eslint.validate": ["typescript", { "language": "sql" }] }' },
      'eslint',
      all(now),
    ],
    [
      'with severities of the configuration',
      { 'eslint.config.js': whole.replace(']', ", { files: ['**/*.sql'], rules: { 'farout-guard/no-drop-table': 'warn', 'farout-guard/no-truncate': 'off' } }]"), '.farout-guardrc': '{ "migrations": ["db/migrations"], "overrides": [{ "files": "db/**", "rules": { "no-drop-table": "warn", "no-truncate": "off" } }] }' },
      'eslint',
      all(now),
    ],
  ]; // prettier-ignore
  test.each(cases)('%s', async (_, files, eslint, line) => {
    expect(await examine(project(files, eslint))).toEqual([line]);
  });

  test('after init, which adds the entry', async () => {
    const made = project({ 'eslint.config.js': 'export default [];\n' });
    expect(await examine(made)).toEqual([none]);
    expect((await made.call(['init', '--yes'])).code).toBe(0);
    const { stdout } = await made.call(['doctor', '--no-proof']);
    expect(stdout).toContain(all(now).replace('✔ ', '✔ editor (ESLint) '));
  });
});

describe('something is missing', () => {
  const last = 'Put ...farout.project() behind all other entries; set severities in the configuration of farout-guard.';
  const cases: [title: string, files: Contents, lines: string[], eslint?: string | null][] = [
    ['ESLint', { 'package.json': '{}' }, ['- ESLint is not used for the migrations here']],
    ['its packages', { 'eslint.config.js': whole }, ['- eslint.config.js is there, but ESLint is not installed. Install the packages: npm install'], null],
    ['a configuration', {}, ['! ESLint is here without a configuration (eslint.config.js): the editor shows no findings. npx farout-guard init writes one.']],
    ['a configuration of the new form', { '.eslintrc.json': '{}' }, ['! .eslintrc.json is of an older form: the editor shows no findings. Move to eslint.config.js (https://eslint.org/docs/latest/use/configure/migration-guide), then: npx farout-guard init']],
    ['a folder of packages', { 'eslint.config.js': whole, 'yarn.lock': '__metadata:\n' }, ["- eslint.config.js is not looked at: Yarn keeps ESLint out of node_modules"]],
    ['a text of settings, and a package.json that can be read', { 'eslint.config.js': whole, '.vscode/settings.json': new Uint8Array(40), 'db/package.json': '{' }, [all(now)]],
    ['a version that can', { 'eslint.config.js': whole, 'node_modules/eslint/package.json': '{ "version": "9.14.0" }' }, ['! ESLint 9.14.0 is too old to show findings in the editor. Update it to 9.15 or later.'], null],
    ['the entry', { 'eslint.config.js': 'export default [];\n' }, [none]],
    ['the entry, where another plugin has the files', { 'eslint.config.js': "export default [{ files: ['**/*.sql'] }];\n" }, [none]],
    [
      'the part for scripts',
      { 'eslint.config.js': `${imported}export default [farout.project()[0], { files: ['**/*.ts'] }];\n`, ...scripts },
      [none.replace('in SQL', 'in scripts')],
    ],
    [
      'a parser for TypeScript',
      { 'eslint.config.js': whole, ...scripts },
      ["! ESLint has no parser for migrations in TypeScript. Add { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } } to eslint.config.js (npm install --save-dev typescript-eslint)"],
    ],
    [
      'a file that is not ignored',
      { 'eslint.config.js': `${imported}export default [{ ignores: ['db/'] }, ...farout.project()];\n` },
      ['! ESLint leaves out migrations in SQL in db/migrations, so the editor shows no findings there: File ignored because of a matching ignore pattern. Take them out of what eslint.config.js ignores.'],
    ],
    [
      'the language',
      { 'eslint.config.js': `${imported}export default [...farout.project(), { files: ['**/*.sql'], language: '@/js' }];\n` },
      [`! eslint.config.js gives migrations in SQL to another language than farout-guard/sql. ${last}`],
    ],
    [
      'rules, and severities',
      { 'eslint.config.js': `${imported}export default [...farout.project(), { files: ['**/*.sql'], rules: { 'farout-guard/no-drop-table': 'off', 'farout-guard/no-truncate': 1, 'farout-guard/commit-message': 'off' } }];\n` },
      [`! eslint.config.js is weaker for migrations in SQL than the configuration: no-drop-table is off instead of error, no-truncate is warn instead of error. ${last}`],
    ],
    [
      'all rules',
      { 'eslint.config.js': `${imported}export default farout.project().map((entry) => ({ ...entry, rules: {} }));\n` },
      [expect.stringMatching(/^! eslint\.config\.js is weaker for migrations in SQL than the configuration: directive is off instead of error, (?:[\w-]+ is off instead of \w+, ){3}[\w-]+ is off instead of \w+ and \d+ more\. Put /) as string],
    ],
    [
      'sql in the list of languages',
      { 'eslint.config.js': whole, '.vscode/settings.json': '{ "eslint.validate": ["typescript"], /* more */ }' },
      ['! .vscode/settings.json has a list "eslint.validate" without "sql", so VS Code shows no findings in SQL. Add it: npx farout-guard init'],
    ],
  ]; // prettier-ignore
  test.each(cases)('%s', async (_, files, lines, eslint) => {
    expect(await examine(project(files, eslint))).toEqual(lines);
  });
});

describe('a configuration that does not load', () => {
  test.each<[title: string, text: string, words: RegExp]>([
    ['throws', "throw new Error('not today\\nnor tomorrow');\n", /^not today$/],
    ['is no JavaScript', 'export default [\n', /^Unexpected end of input$/],
    ['imports what is not there', "import a from 'nowhere';\nexport default [a];\n", /^Cannot find package 'nowhere' imported from .*eslint\.config\.js$/],
    ['is no configuration', whole.replace(']', ', { rulez: {} }]'), /^Config \(unnamed\): Unexpected key "rulez" found$/],
    ['names a rule that is not there', whole.replace(']', ", { rules: { 'farout-guard/nothing': 2 } }]"), /nothing/],
    ['ends the process', "console.log('bye');\nprocess.exit(0);\n", /^it ended without an answer: bye$/],
    ['rejects elsewhere', `Promise.reject(new Error('lost'));\nawait new Promise(() => {});\n`, /^lost$/],
  ])('since it %s', async (_, text, words) => {
    const [line, ...more] = await examine(project({ 'eslint.config.js': text }));
    const told = /^! ESLint cannot load eslint\.config\.js: (.*)\. Mend it: until then the editor shows no findings\.$/;
    expect([told.exec(line ?? '')?.[1], more]).toEqual([expect.stringMatching(words), []]);
  }); // prettier-ignore

  test.each(['while (true);\n', "process.on('SIGTERM', () => {});\nsetInterval(() => {}, 1000);\nawait new Promise(() => {});\n"])(
    'and never would: %j',
    (text) => {
      const { root, env } = project({ 'eslint.config.js': text });
      const path = join(root, 'db/migrations/20260101_000000_a.sql');
      expect(askEslint(root, [path], { argv: [process.execPath], env }, 2000)).toEqual({
        problem: expect.stringContaining('it gave no answer in 2 seconds') as string,
        isMissing: false,
      });
    },
  ); // prettier-ignore
});
