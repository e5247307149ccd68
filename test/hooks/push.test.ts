import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../cli.ts';
import { folder, type Repository } from '../git/repository.ts';
import { bad, copyHook, good, guarded } from './guarded.ts';

interface Pushed {
  /** What the remote has after the push. */
  readonly refs: readonly string[];
  readonly code: number | null;
  /** `file rule` for each finding, as often as it was told. */
  readonly found: readonly string[];
  readonly stderr: string;
}

/** A repository whose `main` is on a bare remote, with our hook. */
function pushing(options: { readonly init?: readonly string[] } = {}): Repository & { remote: string } {
  const where = guarded();
  const remote = join(folder(), 'remote.git');
  where.git('init', '--quiet', '--bare', '--initial-branch=main', ...(options.init ?? []), remote);
  where.git('remote', 'add', 'origin', remote);
  where.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  copyHook(where, 'pre-push');
  return { ...where, remote };
}

function push(where: Repository & { remote: string }, ...args: readonly string[]): Pushed {
  const { code, stderr } = where.run('git', ['push', '--quiet', ...args]);
  const found = [...stderr.matchAll(/^(\S+):\d+:\d+ {2}\w+ {2}(\S+)/gm)].map(([, file, rule]) => `${file} ${rule}`);
  const refs = where.git('-C', where.remote, 'for-each-ref', '--format=%(refname) %(contents:subject)');
  return { refs: refs.split('\n'), code, found, stderr };
}

const main = 'refs/heads/main first';

describe('a push to a branch that is there', () => {
  it('with a destructive migration is refused', () => {
    const where = pushing();
    where.commit({ '1.sql': good }, 'good');
    where.commit({ '2.sql': bad }, 'bad');
    expect(push(where)).toMatchObject({ refs: [main], code: 1, found: ['2.sql no-drop-table'] });
    expect(push(where).stderr).toMatch(/farout-guard: the push is stopped\. [^\n]*\n {2}git push --no-verify [^\n]*\n/);
    expect(push(where, '--no-verify')).toMatchObject({ refs: ['refs/heads/main bad'], code: 0, stderr: '' });
  });

  it('with clean ones goes, whatever the working tree and the index hold', () => {
    const where = pushing();
    where.commit({ '1.sql': good }, 'good');
    where.stage({ '1.sql': bad });
    expect(push(where)).toMatchObject({ refs: ['refs/heads/main good'], code: 0, found: [] });
  });

  it('judges what is pushed in the end: a migration that was mended goes', () => {
    const where = pushing();
    where.commit({ '1.sql': bad }, 'bad');
    where.commit({ '1.sql': good }, 'mended');
    expect(push(where)).toMatchObject({ refs: ['refs/heads/main mended'], code: 0 });
  });

  it('does not judge again what the remote has', () => {
    const where = pushing();
    where.commit({ '1.sql': bad }, 'bad');
    push(where, '--no-verify');
    where.commit({ '2.sql': good }, 'good');
    expect(push(where)).toMatchObject({ refs: ['refs/heads/main good'], code: 0 });
  });

  it('judges a commit of another branch that is pushed by its name', () => {
    const where = pushing();
    where.git('switch', '--quiet', '-c', 'other');
    where.commit({ '1.sql': bad }, 'bad');
    where.git('switch', '--quiet', 'main');
    expect(push(where, 'origin', 'other~0:main')).toMatchObject({ refs: [main], code: 1 });
  });

  it('with nothing new goes', () => {
    expect(push(pushing())).toMatchObject({ refs: [main], code: 0, stderr: '' });
  });

  it('in a repository that names its objects by SHA-256', () => {
    const where = guarded();
    const { root } = where;
    rmSync(join(root, '.git'), { recursive: true });
    where.git('init', '--quiet', '--object-format=sha256', '--initial-branch=main');
    where.commit({}, 'first');
    const remote = join(folder(), 'remote.git');
    where.git('init', '--quiet', '--bare', '--object-format=sha256', '--initial-branch=main', remote);
    copyHook(where, 'pre-push');
    expect(push({ ...where, remote }, remote, 'main')).toMatchObject({ refs: [main], code: 0 });
    where.commit({ '1.sql': bad }, 'bad');
    expect(push({ ...where, remote }, remote, 'main')).toMatchObject({ refs: [main], code: 1 });
  });
});

describe('a push of a new branch', () => {
  it('is judged from where it left the base branch', () => {
    const where = pushing();
    where.commit({ '1.sql': bad }, 'bad');
    push(where, '--no-verify');
    where.git('switch', '--quiet', '-c', 'one');
    where.commit({ '2.sql': good }, 'good');
    expect(push(where, 'origin', 'one')).toMatchObject({
      code: 0,
      refs: ['refs/heads/main bad', 'refs/heads/one good'],
    });
    where.git('switch', '--quiet', '-c', 'two');
    where.commit({ '3.sql': bad }, 'bad, too');
    expect(push(where, 'origin', 'two')).toMatchObject({ code: 1, found: ['3.sql no-drop-table'] });
  });

  it('to a remote that has nothing yet is judged as a whole', () => {
    const where = pushing();
    const remote = join(folder(), 'remote.git');
    where.git('init', '--quiet', '--bare', remote);
    where.git('remote', 'set-url', 'origin', remote);
    where.git('update-ref', '-d', 'refs/remotes/origin/main');
    where.commit({ '1.sql': bad }, 'bad');
    where.commit({ '2.sql': good }, 'good');
    const empty = { ...where, remote };
    expect(push(empty, 'origin', 'main')).toMatchObject({ refs: [''], code: 1, found: ['1.sql no-drop-table'] });
    // A base branch that is only here says nothing about the remote.
    const file = { '.farout-guardrc': where.git('show', 'HEAD:.farout-guardrc').replace('{', '{"baseBranch":"main",') };
    where.write(file);
    expect(push(empty, 'origin', 'main')).toMatchObject({ refs: [''], code: 1, found: ['1.sql no-drop-table'] });
  });

  it('that has no commit in common with the base branch is judged as a whole', () => {
    const where = pushing();
    where.git('switch', '--quiet', '--orphan', 'apart');
    where.commit({ '1.sql': bad, '.farout-guardrc': where.git('show', 'main:.farout-guardrc') }, 'bad');
    where.commit({ '2.sql': good }, 'good');
    expect(push(where, 'origin', 'apart')).toMatchObject({ refs: [main], code: 1, found: ['1.sql no-drop-table'] });
  });

  it('is judged from the configured base branch', () => {
    const where = pushing();
    where.git('switch', '--quiet', '-c', 'release');
    where.commit({ '1.sql': bad }, 'bad');
    push(where, '--no-verify', 'origin', 'release');
    where.git('switch', '--quiet', '-c', 'fix');
    where.commit({ '2.sql': good }, 'good');
    expect(push(where, 'origin', 'fix')).toMatchObject({ code: 1, found: ['1.sql no-drop-table'] });
    where.write({
      '.farout-guardrc': where.git('show', 'HEAD:.farout-guardrc').replace('{', '{"baseBranch":"release",'),
    });
    expect(push(where, 'origin', 'fix')).toMatchObject({ code: 0, found: [] });
  });
});

describe('other pushes', () => {
  it('of a deletion go', () => {
    const where = pushing();
    where.git('push', '--quiet', '--no-verify', 'origin', 'main:old');
    expect(push(where, '--delete', 'origin', 'old')).toMatchObject({ refs: [main], code: 0, stderr: '' });
  });

  it('by force are judged from where the two parted', () => {
    const where = pushing();
    where.commit({ '1.sql': bad }, 'bad');
    push(where, '--no-verify');
    where.commit({ '1.sql': good }, 'x');
    where.git('commit', '--quiet', '--amend', '--no-verify', '-m', 'mended');
    where.git('reset', '--quiet', '--soft', 'HEAD~2');
    where.git('commit', '--quiet', '--no-verify', '-m', 'good');
    expect(push(where, '--force')).toMatchObject({ refs: ['refs/heads/main good'], code: 0 });
    where.write({ '1.sql': bad });
    where.git('commit', '--quiet', '--amend', '--all', '--no-verify', '-m', 'bad');
    expect(push(where, '--force')).toMatchObject({
      refs: ['refs/heads/main good'],
      code: 1,
      found: ['1.sql no-drop-table'],
    });
  });

  it('after a rebase or a merge do not judge what came from the base branch', () => {
    const where = pushing();
    where.git('switch', '--quiet', '-c', 'topic');
    where.commit({ '1.sql': good }, 'good');
    push(where, 'origin', 'topic');
    where.git('switch', '--quiet', 'main');
    where.commit({ '2.sql': bad }, 'bad');
    push(where, '--no-verify');
    where.git('switch', '--quiet', 'topic');
    where.git('merge', '--quiet', '--no-verify', 'main', '-m', 'merge');
    expect(push(where, 'origin', 'topic')).toMatchObject({ code: 0, found: [] });
    where.git('reset', '--quiet', '--hard', 'HEAD^1');
    where.git('rebase', '--quiet', 'main');
    expect(push(where, '--force', 'origin', 'topic')).toMatchObject({ code: 0, found: [] });
  });

  it('of tags are judged as branches are; a tag on a file goes', () => {
    const where = pushing();
    const file = where.git('rev-parse', 'HEAD:.farout-guardrc');
    where.git('tag', 'a-file', file);
    where.git('tag', '-a', '-m', 'v1', 'v1');
    expect(push(where, '--tags')).toMatchObject({ code: 0 });
    where.commit({ '1.sql': bad }, 'bad');
    where.git('tag', '-a', '-m', 'v2', 'v2');
    where.git('tag', 'v3');
    expect(push(where, 'origin', 'v2')).toMatchObject({ code: 1, found: ['1.sql no-drop-table'] });
    expect(push(where, '--tags')).toMatchObject({ code: 1, found: ['1.sql no-drop-table'] });
  });

  it('of a thousand tags on what the remote has go', () => {
    const where = pushing();
    const id = where.git('rev-parse', 'HEAD');
    const lines = Array.from({ length: 1000 }, (_, index) => `create refs/tags/v${index} ${id}\n`);
    where.run('git', ['update-ref', '--stdin'], { input: lines.join('') });
    expect(push(where, '--tags')).toMatchObject({ code: 0, stderr: '' });
  });

  it('of several branches tell each file once', () => {
    const where = pushing();
    where.git('switch', '--quiet', '-c', 'one');
    where.commit({ '1.sql': bad, '3.sql': bad }, 'one');
    where.git('switch', '--quiet', '-c', 'two');
    where.commit({ '2.sql': bad, '4.sql': good, '3.sql': `${bad}SELECT 1;\n` }, 'two');
    where.git('switch', '--quiet', '-c', 'three', 'main');
    where.commit({ '5.sql': good }, 'three');
    const { code, found, refs, stderr } = push(where, '--all', 'origin');
    const files = ['1.sql', '2.sql', '3.sql', '3.sql'].map((file) => `${file} no-drop-table`);
    expect([code, refs, found]).toEqual([1, [main], files]);
    expect(stderr.match(/the push is stopped/g)).toHaveLength(1);
  });

  it('to an address without a name are judged', () => {
    const where = pushing();
    where.commit({ '1.sql': bad }, 'bad');
    expect(push(where, where.remote, 'main')).toMatchObject({ refs: [main], code: 1, found: ['1.sql no-drop-table'] });
  });

  it('to a remote with the name of an option are refused', () => {
    const where = pushing();
    where.commit({ '1.sql': bad }, 'bad');
    where.git('config', 'remote.--help.url', where.remote);
    expect(push(where, '--', '--help', 'main')).toMatchObject({ refs: [main], code: 1 });
  });

  it('over what was never fetched are judged from the base branch', () => {
    const where = pushing();
    const other = where.at(join(where.root, '..'));
    other.git('clone', '--quiet', where.remote, 'other');
    const clone = where.at(join(where.root, '../other'));
    clone.commit({ '9.sql': bad }, 'elsewhere');
    clone.git('push', '--quiet');
    where.commit({ '1.sql': good }, 'good');
    expect(push(where, '--force')).toMatchObject({ refs: ['refs/heads/main good'], code: 0, found: [] });
    where.commit({ '2.sql': bad }, 'bad');
    expect(push(where, '--force')).toMatchObject({ code: 1, found: ['2.sql no-drop-table'] });
  });
});

describe('from a shallow clone', () => {
  function shallow(): Repository & { remote: string } {
    const where = pushing();
    where.commit({ '1.sql': bad }, 'second');
    where.commit({ '2.sql': good }, 'third');
    push(where, '--no-verify');
    const path = join(folder(), 'clone');
    where.git('clone', '--quiet', '--depth=1', `file://${where.remote}`, path);
    const clone = where.at(path);
    clone.run('cp', ['-r', join(where.root, 'node_modules'), path]);
    copyHook(clone, 'pre-push');
    return { ...clone, remote: where.remote };
  }

  it('what is new is judged', () => {
    const where = shallow();
    where.commit({ '3.sql': good }, 'good');
    expect(push(where)).toMatchObject({ refs: ['refs/heads/main good'], code: 0, found: [] });
    where.commit({ '4.sql': bad }, 'bad');
    expect(push(where)).toMatchObject({ code: 1, found: ['4.sql no-drop-table'] });
  });

  it('what cannot be compared is refused, and it says what to fetch', () => {
    const where = shallow();
    where.git('fetch', '--quiet', '--depth=1', 'origin', 'main');
    where.git('switch', '--quiet', '--orphan', 'apart');
    where.commit({ '4.sql': good }, 'apart');
    const { code, refs, stderr } = push(where, 'origin', 'apart');
    expect([code, refs.length]).toEqual([1, 1]);
    expect(stderr).toMatch(/^farout-guard: .*no common commit\. .*git fetch --unshallow origin/m);
  });
});

it('what git would not write is refused', async () => {
  const where = pushing();
  const { code, stderr } = await where.call(['hook', 'pre-push', 'origin']);
  expect([code, stderr]).toEqual([0, '']);
  const wrong = await call(['hook', 'pre-push', 'origin'], {
    cwd: where.root,
    env: where.env,
    input: 'main 12 main 34\n',
  });
  expect([wrong.code, wrong.stderr]).toEqual([
    2,
    'farout-guard: pre-push: "main 12 main 34" is not what git gives this hook on standard input\n',
  ]);
  const gone = await call(['hook', 'pre-push'], {
    cwd: where.root,
    env: where.env,
    input: `refs/heads/x ${'1'.repeat(40)} refs/heads/x ${'0'.repeat(40)}\n`,
  });
  expect([gone.code, gone.stderr]).toEqual([
    2,
    `farout-guard: pre-push: git does not have ${'1'.repeat(40)}, which is to be pushed\n`,
  ]);
});
