import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { bin } from '../cli.ts';
import { folder, repository, type Repository } from './repository.ts';
import { bad, configuration, good, rc } from './verdict.ts';

const lint = `exec '${process.execPath}' '${bin}' lint --staged`;

/** A repository with a hook that judges each commit. */
function guarded(files: Readonly<Record<string, string>> = {}): Repository {
  const repo = repository({ ...rc, ...files });
  repo.hook();
  return repo;
}

/** Tries a commit: `made`, or `refused` when a finding is the reason. */
function commit(repo: Repository, args: readonly string[] = [], start: Parameters<Repository['run']>[2] = {}): string {
  const before = repo.head();
  const { code, stderr } = repo.run('git', ['commit', '--message', 'a commit', ...args], start);
  if (code === 0 && repo.head() !== before) return 'made';
  return code === 1 && repo.head() === before && stderr.includes('no-drop-table') ? 'refused' : `${code}: ${stderr}`;
}

/** Names, contents and times of the working tree, and the index byte for byte. */
function state({ root }: Repository): Readonly<Record<string, string>> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => (path === '.git/index' || !/^\.git(\/|$)/.test(path)) && statSync(join(root, path)).isFile(),
  );
  return Object.fromEntries(files.sort().map((path) => [path, fingerprint(join(root, path))]));
}

function fingerprint(path: string): string {
  const { mtimeNs, mode, ino } = statSync(path, { bigint: true });
  const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
  return `${hash} ${ino} ${mode} ${path.endsWith('.git/index') ? '' : mtimeNs}`;
}

describe('a commit is judged by what it will hold', () => {
  it('refuses what is staged, whatever the disk says, and touches nothing', () => {
    const repo = guarded();
    repo.stage({ '1.sql': bad });
    repo.write({ '1.sql': good });
    const before = [state(repo), repo.git('ls-files', '--stage')];
    expect(commit(repo)).toBe('refused');
    const { ['.git/index']: _, ...files } = state(repo);
    expect([files, repo.git('ls-files', '--stage')]).toEqual([
      Object.fromEntries(Object.entries(before[0]!).filter(([path]) => path !== '.git/index')),
      before[1],
    ]);
  });

  it('lets pass what is staged, whatever the disk says, and touches nothing', () => {
    const repo = guarded();
    repo.stage({ '1.sql': good });
    repo.write({ '1.sql': bad, '2.sql': bad });
    const { ['.git/index']: _, ...before } = state(repo);
    expect(commit(repo)).toBe('made');
    const { ['.git/index']: __, ...after } = state(repo);
    expect([after, repo.git('show', 'HEAD:1.sql')]).toEqual([before, good.trim()]);
  });

  it.each(['--staged', '--since=HEAD', '--diff=HEAD^...HEAD'])('lint %s writes nothing', (option) => {
    const repo = repository({ ...rc, '1.sql': good, '2.sql': good });
    repo.commit({ '3.sql': good });
    repo.stage({ '1.sql': bad });
    repo.write({ '4.sql': good });
    // Git would like to note this in the index.
    utimesSync(join(repo.root, '2.sql'), 1e9, 1e9);
    const index = () => statSync(join(repo.root, '.git/index'), { bigint: true }).mtimeNs;
    const before = [state(repo), index(), readdirSync(join(repo.root, '.git')).sort()];
    expect(repo.guard(['lint', ...option.split('=')]).stderr).toBe('');
    expect([state(repo), index(), readdirSync(join(repo.root, '.git')).sort()]).toEqual(before);
  });

  it('the first of a repository', () => {
    const repo = repository();
    repo.hook();
    repo.stage({ ...rc, '1.sql': bad });
    const first = commit(repo);
    repo.stage({ '1.sql': good });
    expect([first, commit(repo)]).toEqual(['refused', 'made']);
  });

  it('--all', () => {
    const repo = guarded({ '1.sql': good });
    repo.write({ '1.sql': bad });
    const first = commit(repo, ['--all']);
    repo.write({ '1.sql': `${good}--\n` });
    expect([first, commit(repo, ['--all'])]).toEqual(['refused', 'made']);
  });

  it.each([
    ['at the top', lint],
    ['from another folder', `cd other && ${lint}`],
  ])('of paths alone, the hook runs %s', (_, script) => {
    const repo = guarded({ 'db/1.sql': good, 'db/2.sql': good, 'other/x': '' });
    repo.hook('pre-commit', script);
    repo.stage({ 'db/1.sql': bad });
    repo.write({ 'db/2.sql': `${good}--\n` });
    const cwd = join(repo.root, 'db');
    const second = commit(repo, ['--', '2.sql'], { cwd });
    const first = commit(repo, ['--', '1.sql'], { cwd });
    repo.write({ 'db/1.sql': `${good}--\n` });
    const both = commit(repo, ['--include', '2.sql'], { cwd });
    expect([second, first, both, commit(repo, ['--', '1.sql'], { cwd })]).toEqual([
      'made',
      'refused',
      'refused',
      'made',
    ]);
  });

  it('that is empty', () => {
    expect(commit(guarded({ '1.sql': bad }), ['--allow-empty'])).toBe('made');
  });

  it('that amends the last one', () => {
    const repo = guarded({ '1.sql': good });
    // Git does not tell its hooks that it amends; it gives them the author's date.
    const start = { env: { GIT_AUTHOR_DATE: undefined, GIT_COMMITTER_DATE: undefined } };
    repo.commit({ '2.sql': bad });
    const inLast = commit(repo, ['--amend'], start);
    repo.stage({ '2.sql': good });
    const mended = commit(repo, ['--amend'], start);
    repo.stage({ '3.sql': bad });
    const added = commit(repo, ['--amend'], start);
    expect([inLast, mended, added]).toEqual(['refused', 'made', 'refused']);
  });

  it('that amends the first one', () => {
    const repo = guarded({ '1.sql': bad });
    const start = { env: { GIT_AUTHOR_DATE: undefined, GIT_COMMITTER_DATE: undefined } };
    const first = commit(repo, ['--amend'], start);
    repo.stage({ '1.sql': good });
    expect([first, commit(repo, ['--amend'], start)]).toEqual(['refused', 'made']);
  });

  it('that amends what only the last one has', () => {
    const repo = guarded({
      '.farout-guardrc': configuration({ migrations: ['*.sql'] }, 'no-edit-migration'),
      '1.sql': good,
    });
    const start = { env: { GIT_AUTHOR_DATE: undefined, GIT_COMMITTER_DATE: undefined } };
    const edited = `${good}ALTER TABLE users ADD COLUMN IF NOT EXISTS name text;\n`;
    repo.commit({ '2.sql': good });
    repo.stage({ '2.sql': edited });
    const own = commit(repo, ['--amend'], start);
    repo.stage({ '1.sql': edited });
    expect([own, commit(repo, ['--amend'], start)]).toEqual(['made', expect.stringContaining('no-edit-migration')]);
  });

  it('with an index of its own', () => {
    const repo = guarded({ 'db/1.sql': good });
    const env = { GIT_INDEX_FILE: '.git/other' };
    repo.run('git', ['read-tree', 'HEAD'], { env });
    repo.write({ 'db/1.sql': bad });
    repo.run('git', ['add', '--all'], { env });
    expect([commit(repo, [], { env }), commit(repo, [], { env, cwd: join(repo.root, 'db') })]).toEqual([
      'refused',
      'refused',
    ]);
  });
});

describe('where a repository is put together otherwise', () => {
  const shop = configuration({ migrations: ['db/*.sql'] });
  const inShop = `cd shop && ${lint}`;

  it.each([
    ['at the top', lint, ''],
    ['in a folder', inShop, 'shop/'],
  ])('a worktree, the hook runs %s', (_, script, place) => {
    const main = repository({ [`${place}.farout-guardrc`]: shop });
    main.hook('pre-commit', script);
    const path = join(main.root, '../worktree');
    main.git('worktree', 'add', '--quiet', path);
    const repo = main.at(path);
    repo.stage({ [`${place}db/1.sql`]: bad, 'other/db/1.sql': bad });
    const first = commit(repo);
    repo.stage({ [`${place}db/1.sql`]: good });
    expect([first, commit(repo)]).toEqual(['refused', 'made']);
  });

  it('a submodule, and the repository around it', () => {
    const inner = repository(rc);
    const outer = guarded();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.root, 'db.sql');
    outer.commit();
    const repo = outer.at(join(outer.root, 'db.sql'));
    repo.hook('pre-commit', `mkdir -p a; cd a; ${lint}`);
    repo.stage({ '1.sql': bad });
    const first = commit(repo);
    repo.stage({ '1.sql': good });
    const second = commit(repo);
    outer.git('add', 'db.sql');
    expect([first, second, outer.git('diff', '--cached', '--name-only'), commit(outer)]).toEqual([
      'refused',
      'made',
      'db.sql',
      'made',
    ]);
  });

  it.each([
    ['at the top', lint, '.'],
    ['in a folder', inShop, '.'],
    ['at the top, git in a folder', lint, 'shop'],
  ])('GIT_DIR and GIT_WORK_TREE, the hook runs %s', (_, script, from) => {
    const repo = repository({
      'shop/.farout-guardrc': rc['.farout-guardrc'],
      '.farout-guardrc': rc['.farout-guardrc'],
    });
    repo.hook('pre-commit', script);
    repo.run('mv', ['.git', '../store.git']);
    const cwd = join(repo.root, from);
    const up = from === '.' ? '' : '../';
    const split = [`--git-dir=${up}../store.git`, `--work-tree=${up || '.'}`];
    const git = (...args: readonly string[]) => repo.run('git', [...split, ...args], { cwd });
    repo.write({ 'shop/1.sql': bad });
    git('add', '--all', ':/');
    const first = git('commit', '--message', 'x');
    repo.write({ 'shop/1.sql': good });
    git('add', '--all', ':/');
    const second = git('commit', '--message', 'x');
    expect([first.stderr.includes('no-drop-table'), first.code, second.code]).toEqual([true, 1, 0]);
  });

  it('a repository with SHA-256', () => {
    const repo = repository({}, ['--object-format=sha256']);
    repo.hook();
    repo.stage({ ...rc, '1.sql': bad, '2.sql': good });
    const first = commit(repo);
    repo.git('rm', '--quiet', '--cached', '1.sql');
    expect([first, commit(repo)]).toEqual(['refused', 'made']);
  });

  it('a sparse checkout', () => {
    const repo = guarded({ 'a/1.sql': good, 'b/1.sql': good });
    repo.git('sparse-checkout', 'set', '--sparse-index', 'a');
    repo.stage({ 'a/1.sql': bad });
    const first = commit(repo);
    repo.stage({ 'a/1.sql': `${good}--\n` });
    const blob = repo.run('git', ['hash-object', '-w', '--stdin'], { input: bad }).stdout.trim();
    const second = commit(repo);
    repo.git('update-index', '--add', '--cacheinfo', `100644,${blob},b/1.sql`);
    expect([first, second, commit(repo), existsSync(join(repo.root, 'b'))]).toEqual([
      'refused',
      'made',
      'refused',
      false,
    ]);
  });
});

describe('what several branches bring together', () => {
  /** `main` and `other` have parted, each with a migration of its own; both changed 1.sql when there is to be a conflict. */
  function parted(conflict: boolean): Repository {
    const repo = guarded({ '1.sql': good });
    repo.git('switch', '--quiet', '--create', 'other');
    repo.commit({ '2.sql': bad, ...(conflict ? { '1.sql': `${good}-- other\n` } : {}) });
    repo.git('switch', '--quiet', 'main');
    repo.commit({ '3.sql': good, ...(conflict ? { '1.sql': `${good}-- main\n` } : {}) });
    return repo;
  }

  it('a merge', () => {
    const repo = parted(false);
    repo.hook('pre-merge-commit', lint);
    const { code, stderr } = repo.run('git', ['merge', '--no-edit', 'other']);
    expect([code, stderr.includes('2.sql'), stderr.includes('no-drop-table')]).toEqual([1, true, true]);
  });

  it.each([
    ['merge', ['merge', 'other']],
    ['cherry-pick', ['cherry-pick', 'other']],
    ['rebase', ['rebase', 'other']],
  ])('a %s with conflicts', (_, args) => {
    const repo = parted(true);
    const stopped = repo.run('git', args).code;
    repo.stage({ '1.sql': bad });
    const first = commit(repo);
    repo.stage({ '1.sql': good, '2.sql': null });
    repo.write({ '2.sql': bad });
    expect([stopped, first, commit(repo, ['--allow-empty'])]).toEqual([1, 'refused', 'made']);
  });

  it('a rebase that stopped to edit', () => {
    const repo = guarded();
    repo.commit({ '1.sql': good });
    const env = {
      GIT_SEQUENCE_EDITOR: 'sed -i s/^pick/edit/',
      GIT_AUTHOR_DATE: undefined,
      GIT_COMMITTER_DATE: undefined,
    };
    repo.run('git', ['rebase', '--quiet', '--interactive', 'HEAD^'], { env });
    repo.stage({ '1.sql': bad });
    const first = commit(repo, ['--amend'], { env });
    repo.stage({ '1.sql': `${good}--\n` });
    expect([first, commit(repo, ['--amend'], { env }), repo.run('git', ['rebase', '--continue']).code]).toEqual([
      'refused',
      'made',
      0,
    ]);
  });
});

describe('a hook that is stopped in the middle', () => {
  /** A git that waits at the contents until its mark is taken away. */
  function waitingGit(): { readonly path: string; readonly mark: string } {
    const path = folder();
    const mark = join(path, 'waiting');
    const real = `PATH="\${PATH#*:}" exec git "$@"`;
    const script = `#!/bin/sh\ncase " $* " in *' --batch '*) : > '${mark}'; while [ -e '${mark}' ]; do sleep 0.05; done;; esac\n${real}\n`;
    writeFileSync(join(path, 'git'), script, { mode: 0o755 });
    return { path, mark };
  }

  it.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)(
    '%s leaves index and working tree as they were',
    async (signal) => {
      const repo = guarded({ '1.sql': good });
      const git = waitingGit();
      const pid = join(git.path, 'pid');
      repo.hook('pre-commit', `echo $$ > '${pid}'; PATH='${git.path}':"$PATH" ${lint}`);
      repo.stage({ '1.sql': `${good}--\n` });
      repo.write({ '1.sql': bad, '2.sql': bad });
      const before = [repo.head(), repo.git('ls-files', '--stage')];
      const child = spawn('git', ['commit', '--message', 'x'], { cwd: repo.root, env: repo.env, stdio: 'ignore' });
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      while (!existsSync(git.mark)) await setTimeout(10);
      const meanwhile = state(repo);
      process.kill(Number(readFileSync(pid, 'utf8')), signal);
      const code = await ended;
      rmSync(git.mark);
      const left = readdirSync(join(repo.root, '.git')).filter((name) => name.endsWith('.lock'));
      expect([code === 0, left, state(repo), repo.head(), repo.git('ls-files', '--stage')]).toEqual([
        false,
        [],
        meanwhile,
        ...before,
      ]);
    },
  );
});

describe('many files', () => {
  it('are judged without a list of arguments', () => {
    const repo = guarded();
    const [fine, dropped] = [good, bad].map((text) =>
      repo.run('git', ['hash-object', '-w', '--stdin'], { input: text }).stdout.trim(),
    );
    const name = (index: number) => `${index % 30}/${'long/'.repeat(30)}${String(index).padStart(4, '0')}.sql`;
    const entries = Array.from(
      { length: 3000 },
      (_, index) => `100644 ${index === 2000 ? dropped : fine}\t${name(index)}\n`,
    );
    repo.run('git', ['update-index', '--index-info'], { input: entries.join('') });
    const { code, stdout } = repo.guard(['lint', '--staged', '--format', 'compact']);
    expect([code, stdout.match(/\d{4}\.sql/g), stdout.match(/3000 files/g)]).toEqual([1, ['2000.sql'], null]);
  });
});
