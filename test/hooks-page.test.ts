import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { repository, type Repository } from './git/repository.ts';
import { commit, install } from './lint-staged.ts';

const inPackage = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const page = readFileSync(inPackage('docs/hooks.md'), 'utf8');

/** The blocks that stand under a comment with their file's name: `.husky/pre-commit`, or `.husky/pre-commit with lint-staged`. */
const blocks = new Map(
  [...page.matchAll(/^<!-- (.+) -->\n\n```\w+\n([\s\S]*?)^```$/gm)].map(([, name = '', text = '']) => [name, text]),
);

function block(name: string): string {
  const text = blocks.get(name);
  if (text === undefined) throw new Error(`docs/hooks.md has no block ${name}`);
  return text;
}

const rules = `{ "extends": "recommended", "migrations": ["*.sql"], "rules": { "template-header": "off", "migration-filename": "off" } }`;

const table = 'CREATE TABLE IF NOT EXISTS users (id int);\n-- farout-guard: irreversible -- the first table\n';

/** A project of somebody who follows the page. */
function project(files: Readonly<Record<string, string>>): Repository {
  const opened = repository({ '.gitignore': 'node_modules\n', '.farout-guardrc': rules, '1.sql': table, ...files });
  install(opened.root);
  mkdirSync(join(opened.root, 'node_modules/.bin'));
  for (const name of ['husky', 'lint-staged']) {
    symlinkSync(inPackage(`node_modules/${name}`), join(opened.root, 'node_modules', name));
    symlinkSync(inPackage(`node_modules/.bin/${name}`), join(opened.root, 'node_modules/.bin', name));
  }
  return opened;
}

function withHusky(files: Readonly<Record<string, string>>): Repository {
  const opened = project(files);
  const { code, stdout, stderr } = opened.run(process.execPath, ['node_modules/husky/bin.js']);
  expect([code, stdout, stderr]).toEqual([0, '', '']);
  return opened;
}

/** The verdicts on a commit that destroys data, one that only deletes a migration, and a good one. */
function verdicts(opened: Repository): readonly string[] {
  opened.stage({ '2.sql': 'DROP TABLE IF EXISTS users;\n' });
  const destroying = commit(opened).verdict;
  opened.git('reset', '--quiet', '--hard');
  opened.git('rm', '--quiet', '1.sql');
  const deleting = commit(opened).verdict;
  opened.git('reset', '--quiet', '--hard');
  opened.stage({ '2.sql': table.replace('users', 'teams') });
  return [destroying, deleting, commit(opened, ['--message', 'Migration: 2']).verdict];
}

const expected = [
  expect.stringContaining('no-drop-table 2.sql') as string,
  expect.stringContaining('no-edit-migration 1.sql') as string,
  'committed',
];

test('husky', () => {
  const names = ['pre-commit', 'pre-merge-commit', 'commit-msg', 'pre-push'];
  const opened = withHusky(Object.fromEntries(names.map((name) => [`.husky/${name}`, block(`.husky/${name}`)])));
  expect(verdicts(opened)).toEqual(expected);
});

test('husky and lint-staged', () => {
  const name = 'lint-staged.config.mjs';
  const opened = withHusky({ [name]: block(name), '.husky/pre-commit': block('.husky/pre-commit with lint-staged') });
  expect(verdicts(opened)).toEqual(expected);
});

test('lint-staged in CommonJS', () => {
  const name = 'lint-staged.config.cjs';
  const opened = withHusky({ [name]: block(name), '.husky/pre-commit': 'lint-staged\n' });
  opened.stage({ '2.sql': 'DROP TABLE IF EXISTS users;\n' });
  expect(commit(opened).verdict).toEqual(expected[0]);
});

test('plain git', () => {
  const opened = project({ '.githooks/pre-commit': block('.githooks/pre-commit') });
  chmodSync(join(opened.root, '.githooks/pre-commit'), 0o755);
  opened.commit();
  opened.git('config', 'core.hooksPath', '.githooks');
  expect(verdicts(opened)).toEqual(expected);
});

test('the hooks that the page calls are there', () => {
  const called = [...new Set([...page.matchAll(/farout-guard\/hooks\/([\w-]+)/g)].map(([, name = '']) => name))].sort();
  expect(called).toEqual(['commit-msg', 'pre-commit', 'pre-merge-commit', 'pre-push']);
  expect(called.filter((name) => !existsSync(inPackage(`hooks/${name}`)))).toEqual([]);
});

test('the hooks for pre-commit are those that this repository offers', () => {
  const ids = (text: string) => [...text.matchAll(/^ *- id: (.+)$/gm)].map(([, id]) => id);
  expect(ids(block('.pre-commit-config.yaml'))).toEqual(ids(readFileSync(inPackage('.pre-commit-hooks.yaml'), 'utf8')));
});

test('the JSON on the page is JSON', () => {
  expect(Object.keys(JSON.parse(block('.simple-git-hooks.json')) as object)).toEqual([
    'pre-commit',
    'pre-merge-commit',
    'commit-msg',
    'pre-push',
  ]);
});
