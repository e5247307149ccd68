import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, type Repository } from '../git/repository.ts';
import { bad, commit, copyHook, copyPackage, good, guarded, hookFile, link, program, stopped } from './guarded.ts';

const folders = (process.env['PATH'] ?? '').split(':');
const shells = [['sh'], ['dash'], ['bash', '--posix'], ['busybox', 'sh'], ['ksh'], ['zsh', '--emulate', 'sh']] as const;

const placeOf = (name: string) => folders.map((path) => join(path, name)).find((path) => existsSync(path));

/** A folder with all that a hook needs but Node.js. */
function withoutNode(): string {
  const path = folder();
  for (const name of ['git', 'sh', 'readlink']) link(placeOf(name) ?? name, join(path, name));
  return path;
}

/** A program that says where it was called, and then is Node.js; `idle` only says that all is well. */
const spy = (path: string, used: string, idle = false) =>
  program(path, [`printf '%s\\n' "$0" >>'${used}'`, idle ? 'exit 0' : `exec '${process.execPath}' "$@"`]);

/** A Node.js that takes itself for another version. */
function posing(path: string, version: string): string {
  const code = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  program(path, [`exec '${process.execPath}' -r "$0.cjs" "$@"`]);
  writeFileSync(`${path}.cjs`, code);
  return path;
}

/** Stages a migration and tries to commit it without a PATH to Node.js. */
function without(where: Repository, home: string, env: Readonly<Record<string, string | undefined>> = {}) {
  where.stage({ '1.sql': bad });
  return commit(where, [], { env: { PATH: withoutNode(), HOME: home, XDG_CONFIG_HOME: undefined, ...env } });
}

describe('Node.js is found without a PATH', () => {
  const places: [owner: string, path: string, env?: Record<string, string>][] = [
    ['nvm', '.nvm/versions/node/v22.12.0/bin/node'],
    ['nvm elsewhere', 'my nvm/versions/node/v20.19.0/bin/node', { NVM_DIR: 'my nvm' }],
    ['nvm in this shell', 'x/v20.19.0/bin/node', { NVM_BIN: 'x/v20.19.0/bin' }],
    ['volta', '.volta/tools/image/node/22.1.0/bin/node'],
    ['volta elsewhere', 'volta/tools/image/node/22.1.0/bin/node', { VOLTA_HOME: 'volta' }],
    ['fnm', '.local/share/fnm/aliases/default/bin/node'],
    ['fnm on a Mac', 'Library/Application Support/fnm/node-versions/v22.1.0/installation/bin/node'],
    ['fnm elsewhere', 'data/fnm/node-versions/v22.1.0/installation/bin/node', { XDG_DATA_HOME: 'data' }],
    ['asdf', '.asdf/installs/nodejs/22.1.0/bin/node'],
    ['mise', '.local/share/mise/installs/node/22.1.0/bin/node'],
    ['nodenv', '.nodenv/versions/22.1.0/bin/node'],
    ['n', 'n/bin/node'],
    ['Windows', 'Program Files/nodejs/node.exe', { PROGRAMFILES: 'Program Files' }],
  ];
  it.each(places)('%s', (_, path, env = {}) => {
    const where = guarded();
    copyHook(where);
    const home = folder();
    const node = spy(join(home, path), join(home, 'used'), true);
    const absolute = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, join(home, value)]));
    // What this machine has for all would be found before Node.js for Windows.
    if (path.endsWith('.exe')) edit(hookFile(where), (text) => nowhere(text));
    expect(without(where, home, absolute)).toMatchObject({ made: true, stderr: '' });
    expect(readFileSync(join(home, 'used'), 'utf8')).toBe(`${node}\n`);
  });

  it('the newest version of a manager', () => {
    const where = guarded();
    copyHook(where);
    const home = folder();
    const versions = ['v18.20.0', 'v20.19.1', 'v22.3.0'].map((name) =>
      join(home, `.nvm/versions/node/${name}/bin/node`),
    );
    for (const path of versions) spy(path, join(home, 'used'), true);
    expect(without(where, home).made).toBe(true);
    expect(readFileSync(join(home, 'used'), 'utf8')).toBe(`${versions[2]}\n`);
  });

  it('what is too old is passed over', () => {
    const where = guarded();
    copyHook(where);
    const home = folder();
    const path = withoutNode();
    posing(join(path, 'node'), '18.20.4');
    posing(join(home, '.nvm/versions/node/v20.18.9/bin/node'), '20.18.9');
    program(join(home, '.nvm/versions/node/v21.0.0/bin/node'), ['echo "no version is set" >&2', 'exit 126']);
    const node = spy(join(home, '.volta/tools/image/node/20.19.0/bin/node'), join(home, 'used'));
    const { made, stderr } = without(where, home, { PATH: path });
    expect([made, stderr]).toEqual([false, expect.stringMatching(stopped)]);
    expect(readFileSync(join(home, 'used'), 'utf8')).toBe(`${node}\n`);
  });

  it.each([
    ['', 'export PATH="$HOME/it is here:$PATH"\n'],
    [
      ' that prints, fails and asks',
      'echo noise; false; read answer; unset nothing; . /nowhere 2>&1\nPATH="$HOME/it is here"\n',
    ],
    [' with functions', 'node() { echo fake; }\nnvm() { :; }\nunset -f node\nPATH=$HOME/it\\ is\\ here:$PATH'],
  ])("husky's init.sh%s", (_, text) => {
    const where = guarded();
    copyHook(where);
    const home = folder();
    const node = spy(join(home, 'it is here/node'), join(home, 'used'));
    mkdirSync(join(home, '.config/husky'), { recursive: true });
    writeFileSync(join(home, '.config/husky/init.sh'), text);
    const { made, stderr } = without(where, home);
    expect([made, stderr]).toEqual([false, expect.stringMatching(stopped)]);
    expect(stderr).not.toContain('noise');
    if (!text.includes('/nowhere')) expect(readFileSync(join(home, 'used'), 'utf8')).toBe(`${node}\n`);
  });
});

/** The text of a hook for a machine that has nothing in the folders of all. */
const nowhere = (text: string) => text.replace(/(?<=[ -])\/(?=(?:usr|opt|snap|home|c)\/)/g, '/nowhere/');

function edit(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, 'utf8');
  expect(change(text)).not.toBe(text);
  writeFileSync(path, change(text));
}

describe('what cannot run stops the commit and says what to mend', () => {
  type Env = Readonly<Record<string, string>>;
  const dist = (where: Repository) => join(where.root, 'node_modules/farout-guard/dist');
  const own = (where: Repository) => {
    rmSync(join(where.root, 'node_modules'), { recursive: true });
    copyPackage(where.root);
  };
  const node = (lines: readonly string[]): Env => ({
    PATH: `${dirname(program(join(folder(), 'node'), lines))}:${withoutNode()}`,
  });
  const cases: Record<string, [prepare: (where: Repository) => Env, words: RegExp]> = {
    'no Node.js': [
      (where) => {
        edit(hookFile(where), nowhere);
        return { PATH: withoutNode() };
      },
      /^farout-guard: the commit is stopped: no Node\.js 20\.19 or newer was found\n {2}PATH is .*\n {2}Add a line to .*\/\.config\/husky\/init\.sh .*export PATH=.*\n$/,
    ],
    'only one that is too old': [
      (where) => {
        edit(hookFile(where), nowhere);
        const path = withoutNode();
        posing(join(path, 'node'), '20.18.3');
        return { PATH: path };
      },
      /no Node\.js 20\.19 or newer was found; too old or broken: \S*\/node\n/,
    ],
    'Node.js for another machine': [
      (where) => {
        edit(hookFile(where), nowhere);
        const path = withoutNode();
        writeFileSync(join(path, 'node'), '\x7fELF', { mode: 0o755 });
        return { PATH: path };
      },
      /no Node\.js 20\.19 or newer was found; too old or broken: \S*\/node\n/,
    ],
    'not installed': [
      (where) => {
        rmSync(join(where.root, 'node_modules'), { recursive: true });
        return {};
      },
      /^farout-guard: the commit is stopped: farout-guard is not installed: no node_modules\/farout-guard in .*\n {2}Install .*npm ci.*\n/,
    ],
    'not built': [
      (where) => {
        own(where);
        rmSync(dist(where), { recursive: true });
        return {};
      },
      /stopped: \S*\/node_modules\/farout-guard has no dist\/cli\.js: it is not built\n {2}Run in it: npm run bundle\n$/,
    ],
    'half installed': [
      (where) => {
        own(where);
        rmSync(join(where.root, 'node_modules/libpg-query'));
        return {};
      },
      /libpg-query/,
    ],
    'a program that does not load': [
      (where) => {
        own(where);
        writeFileSync(join(dist(where), 'cli.js'), "import './missing.js';");
        return {};
      },
      /Cannot find module [^]*stopped: the check broke off \(.*exit code 70\)\n.*npm ci/,
    ],
    'a program that does not come to an end': [
      (where) => {
        own(where);
        writeFileSync(join(dist(where), 'cli.js'), 'await new Promise(() => {});');
        return {};
      },
      /stopped: the check broke off \(.*exit code 70\)\n/,
    ],
    'a crash': [() => node(['kill -SEGV $$']), /stopped: the check broke off \(.*: exit code 139\)\n/],
    'no memory': [
      () => node(['kill -ABRT $$']),
      /stopped: the check broke off \(exit code 134\), perhaps for want of memory\n.*NODE_OPTIONS/,
    ],
    'ended from outside': [() => node(['kill -KILL $$']), /stopped: the check broke off \(exit code 137\), perhaps/],
    'options that Node.js does not take': [
      () => ({ NODE_OPTIONS: '--no-such-option' }),
      /stopped: the check broke off \(.*: exit code 9\)\n/,
    ],
    'a configuration that is wrong': [
      (where) => {
        where.write({ '.farout-guardrc': '{ "rules": { "no-such-rule": "error" } }' });
        return {};
      },
      /^farout-guard: .*no-such-rule/m,
    ],
    'a hook of another name': [
      (where) => {
        link(join(where.root, 'node_modules/farout-guard/hooks/pre-commit'), join(where.root, 'tools/check'));
        where.hook('pre-commit', 'sh tools/check "$@"');
        return {};
      },
      /stopped: tools\/check has the name of no hook that farout-guard knows\n/,
    ],
  };
  it.each(Object.entries(cases))('%s', (_, [prepare, words]) => {
    const where = guarded();
    copyHook(where);
    where.stage({ '1.sql': bad });
    const env = prepare(where);
    const { made, code, stderr } = commit(where, [], { env: { HOME: folder(), XDG_CONFIG_HOME: undefined, ...env } });
    expect([made, code, stderr]).toEqual([false, 1, expect.stringMatching(words)]);
  });

  it('but for prepare-commit-msg, on which nothing depends', () => {
    const where = guarded();
    copyHook(where, 'prepare-commit-msg');
    rmSync(join(where.root, 'node_modules'), { recursive: true });
    where.stage({ '1.sql': good });
    const { made, stderr } = commit(where, ['--no-verify']);
    expect([made, stderr]).toEqual([
      true,
      expect.stringMatching(/^farout-guard: no message is offered: .*not installed/),
    ]);
  });
});

describe('every shell runs it', () => {
  for (const shell of shells) {
    const name = shell.join(' ');
    const isMissing = placeOf(shell[0]) === undefined;
    it.skipIf(isMissing)(isMissing ? `${name}: not installed here, so not tried` : name, () => {
      const where = guarded();
      copyHook(where, 'copies/pre-commit');
      where.hook('pre-commit', `exec ${name} -eu .git/hooks/copies/pre-commit "$@"`);
      const old = folder();
      posing(join(old, 'node'), '20.18.3');
      const home = folder();
      const node = spy(join(home, '.nvm/versions/node/v22.0.0/bin/node'), join(home, 'used'));
      where.stage({ '1.sql': bad });
      const first = commit(where, [], { env: { PATH: `${old}:${process.env['PATH']}`, HOME: home } });
      where.stage({ '1.sql': good });
      const second = commit(where);
      rmSync(join(where.root, 'node_modules'), { recursive: true });
      where.stage({ '2.sql': good });
      const third = commit(where);
      expect([first, second, third].map(({ made }) => made)).toEqual([false, true, false]);
      expect(first.stderr).toMatch(stopped);
      expect(readFileSync(join(home, 'used'), 'utf8')).toBe(`${node}\n`);
      expect(third.stderr).toContain('farout-guard is not installed');
    });
  }
});
