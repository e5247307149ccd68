// Shows the main job on real input: `npm run demo` lints a few migrations as the command line does.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cli = join(import.meta.dirname, '../dist/cli.js');
const shown = [
  ['A goose migration that only adds; the DROPs are in its Down section, where they belong.', 'goose'],
  [
    'A golang-migrate pair: a DROP COLUMN among harmless actions, and a DELETE of every row inside a WITH.',
    'db/migrations',
  ],
  ['A Prisma migration: a DO block that builds a TRUNCATE … CASCADE out of strings.', 'prisma'],
  [
    'A Flyway migration: one DROP TABLE that a person approved, and one with a typing error, which hides nothing.',
    'flyway',
  ],
  [
    'A Knex migration in TypeScript: tables dropped in a loop, an empty where(), and one DROP TABLE that a person approved.',
    'knex',
  ],
];

for (const [introduction, path] of shown) {
  console.log(`\n▌ ${introduction}\n▌ $ farout-guard lint ${path}\n`);
  const { status, error } = spawnSync(process.execPath, [cli, 'lint', path], {
    cwd: join(import.meta.dirname, 'demo'),
    stdio: 'inherit',
  });
  if (error) throw error;
  if (status === 2) throw new Error(`farout-guard could not lint ${path}`);
  console.log(`\n▌ exit code ${status}: ${status === 0 ? 'nothing blocks' : 'this would not be committed'}`);
}

const message = `feat(db): drop sessions

Migration: 0042_drop_sessions.sql
Tested: staging, with a copy of production
`;

const header = `-- Migration: 0042_drop_sessions
-- Description: nothing reads sessions since release 41; dropped for good in a later migration
-- Author: Ada
-- Date: 2026-01-31
-- Affects: sessions
-- Rollback: 0042_drop_sessions.down.sql
`;

/** A commit in a new repository whose hooks are ours: refused, mended, accepted. */
function commitScene() {
  const root = mkdtempSync(join(tmpdir(), 'farout-guard-demo-'));
  const person = { NAME: 'Ada', EMAIL: 'ada@example.org' };
  const names = Object.entries(person).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const env = { ...Object.fromEntries([...inherited, ...names]), GIT_CONFIG_GLOBAL: join(root, 'none') };
  const git = (args, stdio = 'ignore') => spawnSync('git', args, { cwd: root, env, stdio }).status;
  const commit = (words) => {
    console.log(`\n▌ ${words}\n▌ $ git commit\n`);
    const status = git(['commit', '--quiet', '--message', message], 'inherit');
    console.log(`\n▌ exit code ${status}: ${status === 0 ? 'committed' : 'git made no commit'}`);
    return status;
  };
  try {
    git(['init', '--quiet']);
    git(['config', 'core.hooksPath', join(import.meta.dirname, '../hooks')]);
    mkdirSync(join(root, 'db/migrations'), { recursive: true });
    const migration = join(root, 'db/migrations/0042_drop_sessions.sql');
    const down = join(root, 'db/migrations/0042_drop_sessions.down.sql');
    writeFileSync(migration, 'DROP TABLE sessions;\n');
    git(['add', '.']);
    writeFileSync(migration, 'SELECT 1; -- harmless on disk, but this is not what was staged\n');
    if (commit('A DROP TABLE is staged; the file on disk looks harmless.') === 0) throw new Error('it was committed');
    writeFileSync(migration, `${header}ALTER TABLE IF EXISTS sessions RENAME TO sessions_deprecated;\n`);
    writeFileSync(down, 'ALTER TABLE IF EXISTS sessions_deprecated RENAME TO sessions;\n');
    git(['add', '.']);
    if (commit('The safe way instead: renamed, with a way back.') !== 0) throw new Error('it was refused');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

commitScene();
