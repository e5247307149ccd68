import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { bin, call, type Run } from '../cli.ts';

/** Files with their contents; null takes one away. */
export type Contents = Readonly<Record<string, string | Uint8Array | null>>;

/** How a program is started in a repository. */
export interface Start {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string | Uint8Array;
}

/** A real repository in a temporary folder. */
export interface Repository {
  /** Absolute, without symbolic links. */
  readonly root: string;
  /** The environment that git runs in: neither the machine's configuration nor the variables of a hook around the tests. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs git; a failure throws with its words. Answers standard output without the last line feed. */
  git(...args: readonly string[]): string;
  /** Runs any program and answers what became of it. */
  run(program: string, args: readonly string[], start?: Start): Run;
  /** The id of the commit that is checked out; empty where there is none. */
  head(): string;
  write(files: Contents): void;
  /** Writes the files and stages just them. */
  stage(files: Contents): void;
  /** Writes the files and commits all that is in the working tree, without hooks; answers the commit's id. */
  commit(files?: Contents, message?: string): string;
  /** Makes a hook that runs our program from this place; a line of shell takes its place when given. */
  hook(name?: string, script?: string): void;
  /** Runs our program in this process, in the repository's folder. */
  call(
    args: readonly string[],
    start?: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> },
  ): Promise<Run>;
  /** Runs our built program in a process of its own. */
  guard(args: readonly string[], start?: Start): Run;
  /** The same for a folder that belongs to another repository: a worktree, a clone or a submodule. */
  at(folder: string): Repository;
}

/** A temporary folder, until the test is over. */
export function folder(): string {
  const path = mkdtempSync(join(realpathSync(tmpdir()), 'farout-guard-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An empty repository, or one whose first commit has the given files, until the test is over. */
export function repository(files: Contents = {}, init: readonly string[] = []): Repository {
  const base = folder();
  const root = join(base, 'repository');
  const opened = repositoryAt(root, environment(join(base, 'home')));
  mkdirSync(root);
  if (init.length > 0) opened.git('init', '--quiet', '--template=', '--initial-branch=main', ...init);
  else makeEmpty(opened);
  if (Object.keys(files).length > 0) opened.commit(files, 'first');
  return opened;
}

/** What `git init` makes: to start it for each test takes longer than to write the same again. */
let empty: ReadonlyMap<string, Uint8Array | null> | null = null;

function makeEmpty(opened: Repository): void {
  const place = join(opened.root, '.git');
  if (empty) {
    for (const [path, content] of empty)
      if (content) writeFileSync(join(place, path), content);
      else mkdirSync(join(place, path));
    return;
  }
  opened.git('init', '--quiet', '--template=', '--initial-branch=main');
  const paths = ['', ...readdirSync(place, { recursive: true, encoding: 'utf8' }).sort()];
  empty = new Map(paths.map((path) => [path, statSync(join(place, path)).isFile() ? readFileSync(join(place, path)) : null]));
} // prettier-ignore

/** The commit that a repository's files tell; null where they are in another place or packed. */
function headIn(root: string): string | null {
  try {
    const said = readFileSync(join(root, '.git/HEAD'), 'utf8').trim();
    return said.startsWith('ref: ') ? readFileSync(join(root, '.git', said.slice(5)), 'utf8').trim() : said;
  } catch {
    return null;
  }
}

/** Of git in tests: it does nothing by itself. */
const settings = join(import.meta.dirname, 'gitconfig');

/** What git is to know: nothing of the machine, the person or a hook around the tests. */
function environment(home: string): Readonly<Record<string, string>> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(?:GIT_|FORCE_COLOR$|NO_COLOR$|GITHUB_ACTIONS$)/.test(name) ? [] : [[name, value]],
  );
  const person = { NAME: 'Ada', EMAIL: 'ada@example.org', DATE: '2026-01-31T12:00:00Z' };
  const people = ['AUTHOR', 'COMMITTER'].flatMap((role) =>
    Object.entries(person).map(([key, value]) => [`GIT_${role}_${key}`, value]),
  );
  return {
    ...(Object.fromEntries([...inherited, ...people]) as Record<string, string>),
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    GIT_CONFIG_GLOBAL: settings,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_EDITOR: 'true',
  };
}

function repositoryAt(root: string, env: Readonly<Record<string, string>>): Repository {
  const run = (program: string, args: readonly string[], start: Start = {}): Run => {
    const options = {
      cwd: start.cwd ?? root,
      input: start.input ?? '',
      env: { ...env, ...start.env },
      encoding: 'utf8',
      maxBuffer: 1e9,
    } as const;
    const { status, stdout, stderr, error } = spawnSync(program, args, options);
    if (error) throw error;
    return { code: status, stdout, stderr };
  };
  const git = (...args: readonly string[]) => {
    const { code, stdout, stderr } = run('git', args);
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${code}\n${stdout}${stderr}`);
    return stdout.replace(/\n$/, '');
  };
  const head = () => headIn(root) ?? run('git', ['rev-parse', '--verify', '--quiet', 'HEAD']).stdout.trim();
  const write = (files: Contents) => {
    for (const [path, content] of Object.entries(files)) writeOne(join(root, path), content);
  };
  return {
    root,
    env,
    git,
    run,
    head,
    write,
    stage(files) {
      write(files);
      git('--literal-pathspecs', 'add', '--force', '--', ...Object.keys(files));
    },
    commit(files = {}, message = 'a commit') {
      write(files);
      git('add', '--all');
      git('commit', '--quiet', '--no-verify', '--allow-empty', '--message', message);
      return head();
    },
    hook(name = 'pre-commit', script = `exec '${process.execPath}' '${bin}' lint --staged`) {
      const path = join(run('git', ['rev-parse', '--path-format=absolute', '--git-path', 'hooks']).stdout.trim(), name);
      writeOne(path, `#!/bin/sh\n${script}\n`);
      chmodSync(path, 0o755);
    },
    call: (args, start = {}) => call(args, { cwd: start.cwd ?? root, env: { ...env, ...start.env } }),
    guard: (args, start = {}) => run(process.execPath, [bin, ...args], start),
    at: (other) => repositoryAt(realpathSync(other), env),
  };
}

function writeOne(path: string, content: string | Uint8Array | null): void {
  rmSync(path, { force: true });
  if (content === null) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
