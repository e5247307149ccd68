import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Repository } from '../git/repository.ts';
import { bad, commit, copyHook, good, guarded, program } from './guarded.ts';

describe('a merge', () => {
  /** Two branches, each with a migration that the other has not. */
  function parted(other: string): Repository {
    const where = guarded();
    where.git('switch', '--quiet', '-c', 'other');
    where.commit({ '2.sql': other });
    where.git('switch', '--quiet', 'main');
    where.commit({ '1.sql': good });
    return where;
  }
  const merge = (where: Repository) => where.run('git', ['merge', '--quiet', '--no-edit', 'other']);
  const amountOfParents = (where: Repository) => where.git('rev-list', '--parents', '-1', 'HEAD').split(' ').length - 1;

  it('that git commits by itself asks only the hook pre-merge-commit', () => {
    const without = parted(bad);
    copyHook(without, 'pre-commit');
    expect([merge(without).code, amountOfParents(without)]).toEqual([0, 2]);
    const where = parted(bad);
    copyHook(where, 'pre-commit');
    copyHook(where, 'pre-merge-commit');
    const { code, stderr } = merge(where);
    expect([code, amountOfParents(where)]).toEqual([1, 1]);
    expect(stderr).toMatch(/^2\.sql:1:1 [^]*farout-guard: the commit is stopped\. /);
  });

  it('of clean migrations goes', () => {
    const where = parted(good);
    copyHook(where, 'pre-merge-commit');
    expect([merge(where).code, amountOfParents(where)]).toEqual([0, 2]);
  });

  it('that a person has to settle asks the hook pre-commit', () => {
    const where = parted(good);
    where.commit({ '2.sql': `${good}-- ours\n` });
    copyHook(where, 'pre-commit');
    expect(merge(where).code).toBe(1);
    where.stage({ '2.sql': bad });
    expect(where.run('git', ['commit', '--no-edit'])).toMatchObject({ code: 1 });
    where.stage({ '2.sql': good });
    expect(where.run('git', ['commit', '--no-edit', '--quiet']).code).toBe(0);
    expect(amountOfParents(where)).toBe(2);
  });
});

describe('the message', () => {
  const strict = (where: Repository) =>
    where.write({ '.farout-guardrc': JSON.stringify({ migrations: ['*.sql'], rules: { 'commit-message': 'error' } }) });

  it('is judged by commit-msg', () => {
    const where = guarded();
    strict(where);
    copyHook(where, 'commit-msg');
    where.stage({ '1.sql': good });
    const first = commit(where);
    expect([first.made, first.stderr]).toEqual([false, expect.stringContaining('commit-message')]);
    expect(first.stderr).toContain('git commit --edit --file=.git/COMMIT_EDITMSG');
    expect(commit(where, ['--no-verify'])).toMatchObject({ made: true });
    where.stage({ 'readme.md': 'x' });
    expect(commit(where)).toMatchObject({ made: true, stderr: '' });
  });

  it('is offered by prepare-commit-msg, and what it offers is right', () => {
    const where = guarded();
    strict(where);
    copyHook(where, 'commit-msg');
    copyHook(where, 'prepare-commit-msg');
    where.stage({ '1.sql': good });
    const editor = program(join(where.root, '..', 'editor'), [
      'cp "$1" "$0.seen"',
      'sed -i.old "s/^# \\{0,1\\}//" "$1"',
    ]);
    where.run('git', ['commit', '--quiet'], { env: { GIT_EDITOR: editor } });
    expect(readFileSync(`${editor}.seen`, 'utf8')).toMatch(/^# .*\(db\): [^]*^# Migration: 1\.sql$/m);
    expect(readFileSync(join(where.root, '.git/COMMIT_EDITMSG'), 'utf8')).toMatch(/^Migration: 1\.sql$/m);
  });
});

describe('the command behind the hooks', () => {
  const cases: [args: string[], code: number, stderr: string][] = [
    [
      ['hook'],
      2,
      'farout-guard: too few arguments: farout-guard hook <name> [arguments of git…]. See farout-guard hook --help.\n',
    ],
    [
      ['hook', 'precommit'],
      2,
      'farout-guard: hook precommit: must be one of pre-commit, pre-merge-commit, commit-msg, prepare-commit-msg, pre-push. Did you mean "pre-commit"?\n',
    ],
    [['hook', 'pre-commit', '--staged'], 2, 'farout-guard: unknown option --staged. See farout-guard hook --help.\n'],
    [['hook', 'pre-commit'], 0, ''],
    [['hook', 'pre-commit', '--format', 'compact', 'an argument of git'], 0, ''],
  ];
  it.each(cases)('%j', async (args, code, stderr) => {
    expect(await guarded().call(args)).toEqual({ code, stdout: '', stderr });
  });

  it('takes the options of lint', async () => {
    const where = guarded();
    where.stage({ '1.sql': bad });
    const warn = ['hook', 'pre-commit', '--rule', 'no-drop-table:warn', '--format', 'compact'];
    const { code, stdout, stderr } = await where.call(warn);
    expect([code, stdout.split('\n')[0], stderr]).toEqual([
      0,
      expect.stringMatching(/1\.sql: line 1, col 1, Warning - .*\(no-drop-table\)$/),
      '',
    ]);
    expect(await where.call([...warn, '--max-warnings', '0'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^farout-guard: 1 warnings; [^\n]*\nfarout-guard: the commit is stopped\. /,
      ) as string,
    });
  });
});
