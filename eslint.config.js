import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const message = (what) => `Only ${what} may: see the laws of the design.`;

/** Who may import what: the files under `may`, and no others in `src/` and `rules/`. */
const borders = [
  { modules: 'libpg-query', what: 'src/sql/postgres.ts', may: ['src/sql/postgres.ts'] },
  { modules: '@pgsql/types', what: 'src/sql/', may: ['src/sql/**'] },
  { modules: 'pgsql-ast-parser', what: 'src/sql/second-opinion*.ts', may: ['src/sql/second-opinion*.ts'] },
  { modules: '(?:@?eslint|@typescript-eslint)', what: 'src/eslint/', may: ['src/eslint/**'] },
  {
    modules: '(?:node:)?(?:fs|child_process)',
    what: 'src/files/, src/config/, src/cache/ and src/engine/',
    may: ['src/files/**', 'src/config/**', 'src/cache/**', 'src/engine/**', 'src/sql/postgres.ts'],
  },
  {
    modules: '(?:node:)?process',
    what: 'src/cli.ts',
    may: ['src/cli.ts', 'src/eslint/process.ts', 'src/engine/**', 'src/drive/**'],
  },
];

const forbid = (those) => {
  const patterns = those.map(({ modules, what }) => ({ regex: `^${modules}(?:/|$)`, message: message(what) }));
  return { 'no-restricted-imports': ['error', { patterns }] };
};

const covers = (glob, file) => glob === file || (glob.endsWith('/**') && file.startsWith(glob.slice(0, -2)));

/** For each file that may more than others, what it still may not; whole folders first, since a later block replaces an earlier one. */
const exceptions = [...new Set(borders.flatMap(({ may }) => may))]
  .sort((a, b) => Number(b.endsWith('/**')) - Number(a.endsWith('/**')))
  .map((file) => ({
    files: [file],
    rules: forbid(borders.filter(({ may }) => !may.some((glob) => covers(glob, file)))),
  }));

export default defineConfig(
  globalIgnores(['dist', 'fixtures', 'bench/demo', 'coverage', '**/*.d.ts']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60 }],
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      // Texts hold any character here, and name them.
      'no-control-regex': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // The opposite of `no-non-null-assertion`.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // The compiler settles these.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowNullish: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-empty-function': ['error', { allow: ['methods', 'arrowFunctions'] }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['src/**/*.ts', 'rules/**/*.ts'], rules: forbid(borders) },
  ...exceptions,
  {
    files: ['src/**/*.ts', 'rules/**/*.ts'],
    ignores: ['src/cli.ts', 'src/engine/postgres/keeper.ts'],
    rules: { 'no-restricted-globals': ['error', { name: 'process', message: message('src/cli.ts') }] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': 'off',
      'max-lines-per-function': 'off',
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      globals: { console: 'readonly', performance: 'readonly', process: 'readonly', URL: 'readonly' },
    },
    rules: { 'no-console': 'off' },
  },
);
