import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, type Repository } from '../git/repository.ts';
import { bad, commit, copyHook, good, guarded, packageRoot, stopped } from './guarded.ts';

const line = 'sh node_modules/farout-guard/hooks/pre-commit "$@"\n';

/** A project that husky has set up, with a hook of its own that calls ours. */
function husky(text = line): Repository {
  const where = guarded({ '.husky/pre-commit': text });
  setUp(where);
  return where;
}

function setUp(where: Repository): void {
  const { code, stdout, stderr } = where.run(process.execPath, [join(packageRoot, 'node_modules/husky/bin.js')]);
  expect([code, stdout, stderr]).toEqual([0, '', '']);
}

/** Stages a migration and tries to commit it. */
function attempt(
  where: Repository,
  text: string,
  args: readonly string[] = [],
  start: Parameters<typeof commit>[2] = {},
) {
  where.stage({ '1.sql': text });
  return commit(where, args, start);
}

describe('called by husky', () => {
  it('a bad migration is stopped and a good one goes', () => {
    const where = husky();
    const { made, stderr } = attempt(where, bad);
    expect([made, stderr]).toEqual([false, expect.stringMatching(stopped)]);
    expect(stderr).toContain('husky - pre-commit script failed (code 1)');
    expect(attempt(where, good)).toMatchObject({ made: true, stderr: expect.not.stringContaining('husky') as string });
  });

  it('a commit without migrations gets no words', () => {
    const where = husky();
    where.stage({ 'readme.md': 'x' });
    expect(commit(where)).toMatchObject({ made: true, stdout: '', stderr: '' });
  });

  it('from a folder below the top', () => {
    const where = husky();
    where.commit({ 'deep/x.txt': 'x' });
    expect(attempt(where, bad, [], { cwd: join(where.root, 'deep') })).toMatchObject({ made: false });
  });

  it('HUSKY=0 and --no-verify leave it out, by design', () => {
    const where = husky();
    expect(attempt(where, bad, [], { env: { HUSKY: '0' } })).toMatchObject({ made: true, stderr: '' });
    expect(attempt(where, `${bad}-- again\n`, ['--no-verify'])).toMatchObject({ made: true, stderr: '' });
  });

  it('a project without node_modules is stopped', () => {
    const where = husky();
    rmSync(join(where.root, 'node_modules'), { recursive: true });
    expect(attempt(where, good)).toMatchObject({
      made: false,
      stderr: expect.stringContaining('node_modules/farout-guard/hooks/pre-commit') as string,
    });
  });

  it('our hook as husky’s own file says then what to install', () => {
    const where = guarded();
    copyHook(where, 'pre-commit', join(where.root, '.husky/pre-commit'));
    setUp(where);
    expect(attempt(where, bad)).toMatchObject({ made: false, stderr: expect.stringMatching(stopped) as string });
    rmSync(join(where.root, 'node_modules'), { recursive: true });
    expect(attempt(where, good).stderr).toMatch(/^farout-guard: the commit is stopped: farout-guard is not installed/);
  });

  it('from a folder of its own in a repository of several projects', () => {
    const where = guarded({ 'web/.husky/pre-commit': `cd web\n${line}` });
    where.write({ 'web/package.json': '{}' });
    where.run('mv', ['node_modules', '.farout-guardrc', 'web']);
    const bin = join(packageRoot, 'node_modules/husky/bin.js');
    where.run('sh', ['-c', `'${process.execPath}' '${bin}' web/.husky`]);
    where.stage({ 'web/1.sql': bad, '1.sql': bad });
    expect(commit(where)).toMatchObject({ made: false, stderr: expect.stringMatching(stopped) as string });
  });
});

describe('a worktree beside a project with husky', () => {
  function worktree(where: Repository): Repository {
    const path = join(folder(), 'tree');
    where.git('worktree', 'add', '--quiet', '-b', 'other', path);
    return where.at(path);
  }

  it('has no hooks before husky ran in it, for husky keeps them in a folder that git ignores', () => {
    const tree = worktree(husky());
    expect(existsSync(join(tree.root, '.husky/_'))).toBe(false);
    expect(attempt(tree, bad)).toMatchObject({ made: true });
  });

  it('is guarded when the path of the hooks is absolute, and finds the program of the main one', () => {
    const where = husky();
    copyHook(where, 'pre-commit', join(where.root, '.husky/pre-commit'));
    where.git('config', 'core.hooksPath', join(where.root, '.husky/_'));
    const tree = worktree(where);
    expect(attempt(tree, bad)).toMatchObject({ made: false, stderr: expect.stringMatching(stopped) as string });
    expect(attempt(tree, good)).toMatchObject({ made: true });
  });

  it('is guarded when husky ran in it', () => {
    const where = guarded();
    copyHook(where, 'pre-commit', join(where.root, '.husky/pre-commit'));
    where.commit();
    setUp(where);
    const tree = worktree(where);
    setUp(tree);
    expect(attempt(tree, bad)).toMatchObject({ made: false, stderr: expect.stringMatching(stopped) as string });
    expect(attempt(tree, good)).toMatchObject({ made: true });
  });
});
