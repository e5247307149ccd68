import { chmodSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, repository, type Repository } from '../git/repository.ts';
import {
  bad,
  commit,
  copyHook,
  copyPackage,
  good,
  guarded,
  hookFile,
  link,
  packageRoot,
  stateOf,
  stopped,
} from './guarded.ts';

const hooks = join(packageRoot, 'hooks');
const names = readdirSync(hooks).filter((name) => !name.includes('.'));

it('the hooks have one text and may be executed', () => {
  const texts = names.map((name) => readFileSync(join(hooks, name), 'utf8'));
  expect(names).toEqual(['commit-msg', 'pre-commit', 'pre-merge-commit', 'pre-push', 'prepare-commit-msg']);
  expect(new Set(texts).size).toBe(1);
  expect(texts[0]).not.toContain('\r');
  expect(names.map((name) => (statSync(join(hooks, name)).mode & 0o111).toString(8))).toEqual(names.map(() => '111'));
});

/** Stages a bad migration, then a good one, and answers what became of the commits. */
function both(where: Repository, start: Parameters<typeof commit>[2] = {}): unknown {
  where.stage({ '1.sql': bad });
  const first = commit(where, [], start);
  where.stage({ '1.sql': good });
  const second = commit(where, [], start);
  expect(first.stderr).toMatch(/^ *1 │ DROP TABLE users;$/m);
  expect(first.stderr).toMatch(stopped);
  return [first.made, first.code, second.made, second.code, second.stderr];
}

const guards = [false, 1, true, 0, expect.not.stringContaining('farout-guard:')];

describe('a bad migration is stopped and a good one goes', () => {
  const ways: Record<string, (where: Repository) => void> = {
    'linked from .git/hooks': (where) => link('../../node_modules/farout-guard/hooks/pre-commit', hookFile(where)),
    'linked by an absolute path': (where) => link(join(hooks, 'pre-commit'), hookFile(where)),
    'linked twice': (where) => {
      link('../node_modules/farout-guard/hooks/pre-commit', join(where.root, 'tools/hook'));
      link('../../tools/hook', hookFile(where));
    },
    'the folder of hooks linked': (where) => link('../node_modules/farout-guard/hooks', join(where.root, '.git/hooks')),
    'copied to .git/hooks': (where) => copyHook(where),
    'copied, the package copied': (where) => {
      rmSync(join(where.root, 'node_modules'), { recursive: true });
      copyPackage(where.root);
      copyHook(where);
    },
    'core.hooksPath': (where) => where.git('config', 'core.hooksPath', 'node_modules/farout-guard/hooks'),
    'core.hooksPath with a copy in the project': (where) => {
      copyHook(where, undefined, join(where.root, 'hooks/pre-commit'));
      where.write({ 'dist/cli.js': 'process.exit(0)' });
      where.git('config', 'core.hooksPath', 'hooks');
    },
    'called by a hook of the project': (where) =>
      where.hook('pre-commit', 'sh node_modules/farout-guard/hooks/pre-commit "$@"'),
    'called by sh -eu': (where) => where.hook('pre-commit', 'sh -eu node_modules/farout-guard/hooks/pre-commit'),
    'called with an option': (where) =>
      where.hook('pre-commit', 'sh node_modules/farout-guard/hooks/pre-commit --max-warnings 0 "$@"'),
    'called by its name alone': (where) =>
      where.hook(
        'pre-commit',
        'ln -s node_modules/farout-guard/hooks/pre-commit && sh pre-commit; code=$?; rm pre-commit; exit $code',
      ),
  };
  it.each(Object.entries(ways))('%s', (_, install) => {
    const where = guarded({ 'other.txt': 'x' });
    install(where);
    expect(both(where)).toEqual(guards);
  });
});

describe('where git is called does not matter', () => {
  it('in a folder below the top', () => {
    const where = guarded({ 'deep/er/x.txt': 'x' });
    copyHook(where);
    expect(both(where, { cwd: join(where.root, 'deep/er') })).toEqual(guards);
  });

  it('in a folder that has the package, which the top has not', () => {
    const where = guarded({ 'packages/db/x.txt': 'x' });
    renameSync(join(where.root, 'node_modules'), join(where.root, 'packages/db/node_modules'));
    copyHook(where);
    expect(both(where, { cwd: join(where.root, 'packages/db') })).toEqual(guards);
  });

  it.each([`it's a "path" $(touch no) \`x\` %s; Straße \n &|*?[x]`, '-n'])('in a folder named %j', (name) => {
    const where = guarded();
    const odd = join(where.root, '..', name);
    renameSync(where.root, odd);
    const moved = where.at(odd);
    copyHook(moved);
    expect(both(moved)).toEqual(guards);
  });

  it('with CDPATH, IFS and ENV set', () => {
    const where = guarded({ 'node_modulesx/x': '' });
    where.hook('pre-commit', 'sh node_modules/farout-guard/hooks/pre-commit');
    const env = { CDPATH: `${where.root}:/`, IFS: '/o-', ENV: '/nowhere', POSIXLY_CORRECT: '1', PS4: '$(exit 1)' };
    expect(both(where, { env })).toEqual(guards);
  });

  it('without HOME', () => {
    const where = guarded();
    copyHook(where);
    expect(both(where, { env: { HOME: undefined, XDG_CONFIG_HOME: undefined } })).toEqual(guards);
  });

  it('in a linked worktree that has no node_modules', () => {
    const where = guarded({ 'packages/x.txt': 'x' });
    copyHook(where);
    const tree = join(folder(), 'tree');
    where.git('worktree', 'add', '--quiet', '-b', 'other', tree);
    expect(both(where.at(tree), { cwd: join(tree, 'packages') })).toEqual(guards);
  });

  it('in a worktree of a bare repository, installed beside it', () => {
    const where = guarded();
    const base = folder();
    where.git('clone', '--quiet', '--bare', where.root, join(base, 'project.git'));
    link(packageRoot, join(base, 'node_modules/farout-guard'));
    const bare = where.at(join(base, 'project.git'));
    copyHook(bare, undefined, join(bare.root, 'hooks/pre-commit'));
    bare.git('worktree', 'add', '--quiet', '-b', 'other', join(folder(), 'tree'));
    const [, tree = ''] = /^worktree (.*tree)$/m.exec(bare.git('worktree', 'list', '--porcelain')) ?? [];
    expect(both(where.at(tree))).toEqual(guards);
  });

  it('in a submodule of a project that has the package', () => {
    const outer = guarded();
    const inner = guarded();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.root, 'sub');
    outer.commit();
    copyHook(outer, undefined, join(outer.root, '.git/modules/sub/hooks/pre-commit'));
    expect(both(outer.at(join(outer.root, 'sub')))).toEqual(guards);
  });
});

describe('what git lets pass, by design', () => {
  it('git commit --no-verify', () => {
    const where = guarded();
    copyHook(where);
    where.stage({ '1.sql': bad });
    expect(commit(where, ['-n'])).toMatchObject({ made: true, stderr: '' });
  });

  it.each([
    ['a link', (where: Repository) => link('../../node_modules/farout-guard/hooks/pre-commit', hookFile(where))],
    ['core.hooksPath', (where: Repository) => where.git('config', 'core.hooksPath', 'node_modules/farout-guard/hooks')],
  ])('%s into node_modules that are not there: git runs no hook, so a copy is safer', (_, install) => {
    const where = guarded();
    install(where);
    rmSync(join(where.root, 'node_modules'), { recursive: true });
    where.stage({ '1.sql': bad });
    expect(commit(where)).toMatchObject({ made: true, stderr: '' });
  });
});

describe('a hook that is broken off in the middle stops the commit and leaves no trace', () => {
  // The program's place is taken by one that ends the hook around it.
  it.each(['TERM', 'KILL', 'INT', 'HUP'])('by SIG%s', (signal) => {
    const where = guarded();
    copyHook(where);
    where.stage({ '1.sql': good });
    where.write({ 'bin/node': `#!/bin/sh\nkill -${signal} $PPID\nexit 0\n`, '1.sql': bad });
    chmodSync(join(where.root, 'bin/node'), 0o755);
    const before = stateOf(where);
    const { made, code } = commit(where, [], { env: { PATH: `${where.root}/bin:${process.env['PATH']}` } });
    expect([made, code === 0]).toEqual([false, false]);
    expect(stateOf(where)).toEqual(before);
    expect(commit(where)).toMatchObject({ made: true });
  });
});

it('the first commit of a repository is judged, too', () => {
  const where = repository();
  link(packageRoot, join(where.root, 'node_modules/farout-guard'));
  copyHook(where);
  where.stage({ 'migrations/1.sql': bad });
  const { code, stderr } = where.run('git', ['commit', '--message', 'first']);
  expect([code, stderr.includes('no-drop-table')]).toEqual([1, true]);
  expect(where.run('git', ['rev-parse', '--verify', '--quiet', 'HEAD']).code).toBe(1);
});
