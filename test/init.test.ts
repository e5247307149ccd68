import { chmodSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { defaultLoaders } from 'cosmiconfig';
import { describe, expect, it } from 'vitest';
import { addToJsonList, setInJson } from '../src/init/json-edit.ts';
import { addToScript } from '../src/init/script-edit.ts';
import { run } from '../src/run.ts';
import { bin } from './cli.ts';
import type { Contents, Repository } from './git/repository.ts';
import { everything, init, manifest, read, shop } from './shop.ts';

const bad = { 'db/migrations/20260102_000000_gone.sql': 'DROP TABLE users;\n' };

/** What git makes of the commit of a migration: of one that drops a table, and of a change without migrations. */
function verdicts(made: Repository, files: Contents = bad): { readonly bad: string; readonly good: string } {
  const commit = (contents: Contents) => {
    made.stage(contents);
    const { code, stdout, stderr } = made.run('git', ['commit', '--allow-empty', '-m', 'a change']);
    made.git('reset', '--quiet');
    const text = stdout + stderr;
    return code === 0 ? 'passed' : text.includes('no-drop-table') ? 'refused: no-drop-table' : `refused: ${text}`;
  };
  const verdict = { bad: commit(files), good: commit({ 'readme.txt': 'shop, open\n' }) };
  for (const path of Object.keys(files)) made.run('git', ['clean', '-fdq', '--', path]);
  return verdict;
}

const guarded = { bad: 'refused: no-drop-table', good: 'passed' };

describe('guards the next commit, and a second run changes nothing', () => {
  const hook = (name: string, prefix = '') => `sh ${prefix}node_modules/farout-guard/hooks/${name} "$@" || exit $?`;

  const cases: [title: string, files: Contents, packages: string[], setting: string][] = [
    ['in an empty project, without husky', manifest, ['farout-guard'], '.husky'],
    ['with husky installed', manifest, ['farout-guard', 'husky'], '.husky/_'],
    [
      'with husky in use, and not yet set up in this clone',
      {
        'package.json': '{"private": true, "scripts": {"prepare": "husky"}, "devDependencies": {"husky": "^9.0.0"}}\n',
        '.husky/pre-commit': 'true\n',
      },
      ['farout-guard', 'husky'],
      '.husky/_',
    ],
    [
      "with husky's hooks in a folder of their own",
      {
        'package.json': '{"private": true, "scripts": {"prepare": "husky config/hooks"}}\n',
        'config/hooks/pre-commit': 'true\n',
      },
      ['farout-guard', 'husky'],
      'config/hooks/_',
    ],
    [
      'with a hook that ends early',
      { ...manifest, '.husky/pre-commit': '#!/bin/sh\nexit 0\n' },
      ['farout-guard'],
      '.husky',
    ],
    [
      'with a hook that becomes another program',
      { ...manifest, '.husky/pre-commit': 'exec true' },
      ['farout-guard', 'husky'],
      '.husky/_',
    ],
  ];

  it.each(cases)('%s', async (_, files, packages, setting) => {
    const made = shop(files, packages);
    const first = await init(made);
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    const before = everything(made.root);
    expect(made.git('config', 'core.hooksPath')).toBe(setting);
    expect(await init(made)).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('Everything is there already.') as string,
    });
    expect(everything(made.root)).toEqual(before);
    expect(verdicts(made)).toEqual(guarded);
  });

  it('in a package below the top, from the top and from the package', async () => {
    const made = shop(
      { 'web app/package.json': '{"private": true}\n', 'web app/src/a.ts': '' },
      ['farout-guard'],
      'web app',
    );
    expect(made.guard(['init', '--yes'], { cwd: join(made.root, 'web app/src') }).code).toBe(0);
    const before = everything(made.root);
    expect((await init(made)).code).toBe(0);
    expect(everything(made.root)).toEqual(before);
    expect(read(made, 'web app/.husky/pre-commit')).toContain(
      "sh 'web app/node_modules/farout-guard/hooks/pre-commit'",
    );
    expect(JSON.parse(read(made, 'web app/package.json'))).toEqual({
      private: true,
      scripts: { prepare: 'cd .. && husky "web app/.husky" || true' },
    });
    expect(JSON.parse(read(made, '.farout-guardrc.json'))).toMatchObject({
      $schema: './web app/node_modules/farout-guard/src/config/schema.json',
    });
    expect(verdicts(made)).toEqual(guarded);
    expect(verdicts(made, { 'web app/migrations/1_a.up.sql': 'DROP TABLE a;\n' })).toEqual(guarded);
  });

  it('in the workspace when it is started in one of its packages', async () => {
    const made = shop({ 'package.json': '{"workspaces": ["packages/*"]}\n', 'packages/a/package.json': '{}\n' });
    expect(made.guard(['init', '--yes'], { cwd: join(made.root, 'packages/a') }).code).toBe(0);
    expect(read(made, '.husky/pre-commit')).toContain(hook('pre-commit'));
    expect(read(made, 'packages/a/package.json')).toBe('{}\n');
    expect(verdicts(made)).toEqual(guarded);
  });

  it("with git's own hooks in this clone", async () => {
    const made = shop();
    made.hook('pre-commit', 'true');
    made.hook('commit-msg', 'test -f "$1"');
    expect((await init(made)).code).toBe(0);
    expect(read(made, '.git/hooks/pre-commit').split('\n')).toEqual(['#!/bin/sh', expect.stringContaining('is not installed: run npm install'), hook('pre-commit'), 'true', '']); // prettier-ignore
    expect(made.run('git', ['config', 'core.hooksPath']).code).toBe(1);
    const before = everything(made.root);
    expect((await init(made)).code).toBe(0);
    expect(everything(made.root)).toEqual(before);
    expect(verdicts(made)).toEqual(guarded);
  });

  it("with a folder of hooks that the repository shares, and in a second working tree of git's", async () => {
    const made = shop({ ...manifest, 'tools/hooks/pre-commit': '#!/bin/bash\nset -e\ntrue\n' });
    made.git('config', 'core.hooksPath', 'tools/hooks');
    expect((await init(made)).code).toBe(0);
    expect(verdicts(made)).toEqual(guarded);
    made.commit();
    made.git('worktree', 'add', '--quiet', '../other');
    const other = made.at(join(made.root, '../other'));
    expect(verdicts(other).bad).toMatch(/^refused: farout-guard is not installed: run npm install/);
  });

  it('without package.json', async () => {
    const made = shop({ 'go.mod': 'module shop\n' }, []);
    expect((await init(made)).code).toBe(0);
    expect(read(made, '.githooks/pre-commit')).toMatch(
      /^#!\/bin\/sh\nnpx --yes farout-guard@\d[\w.-]* hook pre-commit "\$@" \|\| exit \$\?\n$/,
    );
    made.write({ '../home/npx': `#!/bin/sh\nshift 2\nexec '${process.execPath}' '${bin}' "$@"\n` });
    chmodSync(join(made.root, '../home/npx'), 0o755);
    const path = `${join(made.root, '../home')}:${process.env['PATH']}`;
    made.stage(bad);
    const { code, stdout, stderr } = made.run('git', ['commit', '-m', 'x'], { env: { PATH: path } });
    expect([code, stdout + stderr]).toEqual([1, expect.stringContaining('no-drop-table')]);
  });
});

describe('goes through the manager that is there', () => {
  const own = (name: string) => `sh node_modules/farout-guard/hooks/${name}`;
  const yaml = (text: string) => defaultLoaders['.yaml']('', text) as unknown;

  const cases: [title: string, path: string, before: string, after: unknown][] = [
    [
      'lefthook, with commands',
      'lefthook.yml',
      'pre-commit:\n  parallel: true\n  commands:\n    lint:\n      run: npx eslint\n\npre-push:\n  commands: {}\n',
      {
        'pre-commit': {
          parallel: true,
          commands: { lint: { run: 'npx eslint' }, 'farout-guard': { run: own('pre-commit') } },
        },
        'pre-push': { commands: {} },
        'pre-merge-commit': { commands: { 'farout-guard': { run: own('pre-merge-commit') } } },
        assert_lefthook_installed: true,
        'commit-msg': { commands: { 'farout-guard': { run: `${own('commit-msg')} {1}` } } },
      },
    ],
    [
      'lefthook, with jobs',
      '.lefthook.yaml',
      '# hooks\npre-commit:\n    jobs:\n        - run: npx eslint\n          glob: "*.js"\n# the end\n',
      {
        'pre-commit': {
          jobs: [
            { run: 'npx eslint', glob: '*.js' },
            { name: 'farout-guard', run: own('pre-commit') },
          ],
        },
        'pre-merge-commit': { commands: { 'farout-guard': { run: own('pre-merge-commit') } } },
        assert_lefthook_installed: true,
        'commit-msg': { commands: { 'farout-guard': { run: `${own('commit-msg')} {1}` } } },
      },
    ],
    [
      'pre-commit, with lists that are not indented',
      '.pre-commit-config.yaml',
      'default_stages: [pre-commit]\nrepos:\n- repo: https://example.org/a\n  rev: v1\n  hooks:\n  - id: a\nfail_fast: true\n',
      {
        default_stages: ['pre-commit'],
        repos: [{ repo: 'https://example.org/a', rev: 'v1', hooks: [{ id: 'a' }] }, preCommitRepo()],
        fail_fast: true,
        default_install_hook_types: ['pre-commit', 'pre-merge-commit', 'commit-msg'],
      },
    ],
  ];

  function preCommitRepo() {
    const hook = (name: string, more: object) => ({
      id: `farout-guard-${name}`,
      name: `farout-guard ${name}`,
      entry: own(name),
      language: 'system',
      always_run: true,
      ...more,
    });
    const stages = ['pre-commit', 'pre-merge-commit'];
    return { repo: 'local', hooks: [hook('pre-commit', { pass_filenames: false, stages }), hook('commit-msg', { stages: ['commit-msg'] })] }; // prettier-ignore
  }

  it.each(cases)('%s', async (_, path, before, after) => {
    const made = shop({ ...manifest, [path]: before });
    await init(made);
    const text = read(made, path);
    expect(yaml(text)).toEqual(after);
    const kept = text.split('\n').filter((line) => before.split('\n').includes(line));
    expect(kept.join('\n')).toContain(before.split('\n')[0]);
    const there = everything(made.root);
    await init(made);
    expect(everything(made.root)).toEqual(there);
  });

  it.each([
    [
      'lefthook.yml',
      '# pre-commit: {commands: {g: {run: farout-guard hook pre-commit}}}\npre-commit:\n  commands:\n    a:\n      run: x\n',
    ],
    ['.pre-commit-config.yaml', 'repos:\n  # - repo: farout-guard\n  - repo: local\n    hooks: []\n'],
    ['.husky/pre-commit', '# sh node_modules/farout-guard/hooks/pre-commit\nnpx lint-staged # farout-guard lint\n'],
  ])('a comment in %s is no call: %j', async (path, text) => {
    const made = shop({ ...manifest, [path]: text });
    await init(made);
    expect(read(made, path).replaceAll(/#.*/g, '')).toContain('node_modules/farout-guard/hooks/pre-commit');
  });

  it('simple-git-hooks: ours comes first, and nothing after it can make it good', async () => {
    const before = '{\n\t"simple-git-hooks": {\n\t\t"pre-commit": "npx eslint || true"\n\t}\n}';
    const made = shop({ 'package.json': before });
    expect((await init(made)).code).toBe(1);
    expect(read(made, 'package.json')).toBe(
      `{\n\t"simple-git-hooks": {\n\t\t"pre-commit": "${own('pre-commit')} || exit 1; npx eslint || true",\n\t\t"pre-merge-commit": "${own('pre-merge-commit')}",\n\t\t"commit-msg": "${own('commit-msg')} \\"$1\\""\n\t}\n}`,
    );
  });

  it('simple-git-hooks: behind lint-staged', async () => {
    const made = shop({ 'package.json': '{"simple-git-hooks": {"pre-commit": "npx lint-staged"}}' });
    await init(made);
    expect(read(made, 'package.json')).toContain(`"pre-commit": "npx lint-staged && ${own('pre-commit')}"`);
  });

  it.each([
    [
      'lefthook.yml',
      'assert_lefthook_installed: false\npre-commit:\n  commands: {}\n',
      'assert_lefthook_installed: true',
    ],
    [
      '.pre-commit-config.yaml',
      'default_install_hook_types: [pre-push]\nrepos: []\n',
      'default_install_hook_types: [pre-commit',
    ],
  ])('what %s is set to stays', async (path, text, ours) => {
    const made = shop({ ...manifest, [path]: text });
    await init(made);
    expect(read(made, path)).not.toContain(ours);
  });

  it.each([
    ['lefthook.toml', '[pre-commit.commands.lint]\nrun = "npx eslint"\n'],
    ['lefthook.yml', '{pre-commit: {commands: {lint: {run: npx eslint}}}}\n'],
    ['.pre-commit-config.yaml', 'repos: &repos []\n'],
    ['.pre-commit-config.yaml', 'repos: [\n'],
    ['.simple-git-hooks.js', 'module.exports = { "pre-commit": "npx eslint" };\n'],
    ['.husky/pre-commit', '#!/usr/bin/env python3\nprint("hello")\n'],
    ['.husky/pre-commit', '#!/usr/bin/env fish\ntrue\n'],
    ['lefthook.toml', '# run = "sh node_modules/farout-guard/hooks/pre-commit"\n'],
    ['node_modules/husky/package.json', '{"version": "4.3.8"}'],
    ['package.json', '{"simple-git-hooks": {"pre-commit": ["a"], "pre-merge-commit": 2, "commit-msg": 1}}'],
  ])('%s that only a person can change gets ours beside it, and that is said: %j', async (path, text) => {
    const made = shop({ ...manifest, [path]: text });
    const target = path.startsWith('node_modules') ? 'package.json' : path;
    const before = read(made, target);
    const { code, stdout } = await init(made);
    expect(code).toBe(1);
    expect(stdout).toContain(`put what is in ${target}.new into ${target}`);
    expect([read(made, path), read(made, target)]).toEqual([text, before]);
    expect(read(made, `${target}.new`)).toContain('farout-guard');
    const there = everything(made.root);
    expect((await init(made)).code).toBe(1);
    expect(everything(made.root)).toEqual(there);
  });

  it("leaves the hooks of a person's own configuration alone, and says so", async () => {
    const made = shop();
    made.write({ '../home/settings': '[core]\n\thooksPath = /company/hooks\n' });
    const env = { GIT_CONFIG_GLOBAL: join(made.root, '../home/settings') };
    const { code, stdout } = await made.call(['init', '--yes'], { env });
    expect(code).toBe(1);
    expect(stdout).toContain('git takes its hooks from /company/hooks');
    expect(made.run('git', ['config', '--local', 'core.hooksPath']).code).toBe(1);
  });
});

describe('never overwrites', () => {
  it('leaves each file that is there, or merges, whatever its form', async () => {
    const theirs: Record<string, string> = {
      'package.json': '\ufeff{\r\n    "scripts" : { "prepare": "npm run build" },\r\n    "lint-staged": {}\r\n}',
      'INCIDENTS.md': 'none so far\n',
      'DATABASE_PREFLIGHT_CHECKLIST.md': 'caf\xe9',
      '.github/PULL_REQUEST_TEMPLATE.md': '# What\r\n\r\nand why',
      '.github/workflows/farout-guard.yml': 'on: push\n',
      '.husky/commit-msg': '#!/usr/bin/env sh\r\n. "$(dirname -- "$0")/_/husky.sh"\r\n\r\nnpx commitlint --edit "$1"',
    };
    const made = shop(Object.fromEntries(Object.entries(theirs).map(([path, text]) => [path, path.startsWith('DATABASE') ? Buffer.from(text, 'latin1') : text]))); // prettier-ignore
    const { code, stdout } = await init(made);
    expect([code, stdout]).toEqual([0, expect.stringContaining('INCIDENTS.md is there already')]);
    expect(read(made, 'package.json')).toBe(
      '\ufeff{\r\n    "scripts" : { "prepare": "npm run build && (husky || true)" },\r\n    "lint-staged": {}\r\n}',
    );
    expect(['INCIDENTS.md', '.github/workflows/farout-guard.yml'].map((path) => read(made, path))).toEqual(['none so far\n', 'on: push\n']); // prettier-ignore
    expect(readFileSync(join(made.root, 'DATABASE_PREFLIGHT_CHECKLIST.md'), 'latin1')).toBe('caf\xe9');
    const merged = read(made, '.github/PULL_REQUEST_TEMPLATE.md');
    expect([merged.startsWith('# What\r\n\r\nand why\r\n\r\n## Database migration\r\n'), /[^\r]\n/.test(merged)]).toEqual([true, false]); // prettier-ignore
    expect(read(made, '.husky/commit-msg').split('\n').map((line) => line.slice(0, 30))).toEqual([
      '#!/usr/bin/env sh\r',
      '. "$(dirname -- "$0")/_/husky.',
      expect.stringContaining('[ -f node_modules'),
      'sh node_modules/farout-guard/h',
      '\r',
      'npx commitlint --edit "$1"',
    ]); // prettier-ignore
    const news = Object.keys(everything(made.root)).filter((path) => path.endsWith('.new'));
    expect(news.sort()).toEqual(['.github/workflows/farout-guard.yml.new', 'DATABASE_PREFLIGHT_CHECKLIST.md.new', 'INCIDENTS.md.new']); // prettier-ignore
    const there = everything(made.root);
    await init(made);
    expect(everything(made.root)).toEqual(there);
  });

  it('writes through no link, wherever it leads; one that leads to us is left', async () => {
    const made = shop({ ...manifest, '.husky/pre-commit': 'true\n', '../outside/pre-merge-commit': 'true\n' });
    symlinkSync('../outside', join(made.root, '.github'));
    symlinkSync('nowhere', join(made.root, 'INCIDENTS.md'));
    symlinkSync('pre-commit', join(made.root, '.husky/commit-msg'));
    symlinkSync('../../outside/pre-merge-commit', join(made.root, '.husky/pre-merge-commit'));
    symlinkSync('../node_modules/farout-guard/hooks/prepare-commit-msg', join(made.root, '.husky/prepare-commit-msg'));
    const { code, stdout } = await init(made);
    expect(code).toBe(0);
    const told = stdout.split('\n').flatMap((line) => {
      const [, action = '', path = '', why = ''] =
        /^ {2}(leave|create) +(\S+).*?(is a link.*|is out of.*|is there)$/.exec(line) ?? [];
      return path === '' ? [] : [`${action} ${path}: ${why}`];
    });
    expect(told).toEqual([
      'create .husky/pre-merge-commit.new: is a link',
      'create .husky/commit-msg.new: is a link',
      'leave .husky/prepare-commit-msg: is there',
      'create INCIDENTS.md.new: is a link that leads nowhere (nowhere)',
      'leave .github/pull_request_template.md.new: is out of the repository, nothing is written',
      'leave .github/workflows/farout-guard.yml.new: is out of the repository, nothing is written',
    ]);
    expect(everything(join(made.root, '../outside'))).toEqual({ 'pre-merge-commit': '- true\n' });
    expect(everything(made.root)).toMatchObject({ 'INCIDENTS.md': 'x link', '.husky/commit-msg': 'x link' });
    expect(read(made, '.husky/pre-commit')).toContain('hooks/pre-commit "$@"');
    expect(verdicts(made)).toEqual(guarded);
  });

  it('leaves what is read-only, or a folder, and keeps the permissions of the rest', async () => {
    const made = shop({
      ...manifest,
      '.husky/pre-commit': 'true\n',
      '.husky/commit-msg': 'true\n',
      'INCIDENTS.md/a.md': '',
    });
    chmodSync(join(made.root, '.husky/commit-msg'), 0o444);
    chmodSync(join(made.root, 'package.json'), 0o600);
    const { code, stdout } = await init(made);
    expect([code, stdout]).toEqual([0, expect.stringContaining('.husky/commit-msg is read-only')]);
    expect(read(made, '.husky/commit-msg')).toBe('true\n');
    expect(lstatSync(join(made.root, 'package.json')).mode & 0o777).toBe(0o600);
    expect(lstatSync(join(made.root, '.husky/pre-commit')).mode & 0o111).toBe(0o111);
  });

  it('says which package.json is broken, and changes nothing', async () => {
    const made = shop({ 'package.json': '{"name": \n' });
    const before = everything(made.root);
    expect(await init(made)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^farout-guard: package\.json: is no JSON/) as string,
    });
    expect(everything(made.root)).toEqual(before);
  });
});

describe('asks', () => {
  async function answered(answer: string | null) {
    const made = shop();
    const before = everything(made.root);
    const written = { stdout: '', stderr: '' };
    const stdin = Object.assign(Readable.from(answer === null ? [] : [answer]), answer === null ? {} : { isTTY: true });
    const code = await run({
      argv: ['node', 'farout-guard', 'init'],
      cwd: () => made.root,
      version: process.version,
      env: made.env,
      stdin,
      stdout: { isTTY: true, columns: 80, write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
    });
    const isSame = JSON.stringify(before) === JSON.stringify(everything(made.root));
    return { code, isSame, asks: written.stdout.split('[y/N]').length - 1, stderr: written.stderr };
  }

  it.each([
    ['y\n', { code: 0, isSame: false, asks: 1, stderr: '' }],
    ['Yes\r\n', { code: 0, isSame: false, asks: 1, stderr: '' }],
    ['\n', { code: 0, isSame: true, asks: 1, stderr: '' }],
    ['no\n', { code: 0, isSame: true, asks: 1, stderr: '' }],
    ['', { code: 0, isSame: true, asks: 1, stderr: '' }],
    [null, { code: 2, isSame: true, asks: 0, stderr: expect.stringContaining('--yes') as string }],
  ])('once: %j', async (answer, expected) => {
    expect(await answered(answer)).toEqual(expected);
  });

  it('to run git init where there is no repository', async () => {
    const made = shop();
    const { code, stderr } = await made.call(['init', '--yes'], { cwd: join(made.root, '..') });
    expect([code, stderr]).toEqual([2, expect.stringContaining('is in no git repository. Run git init first.')]);
  });
});

describe('--dry-run', () => {
  it('is a patch of all that init writes', async () => {
    const files = {
      ...manifest,
      '.husky/pre-commit': '#!/bin/sh\nnpm test\nnpm run lint\nnpm run a\nnpm run b\nexit 0',
      'README.md': '',
      'INCIDENTS.md': 'none\n',
      '.gitlab-ci.yml': 'test:\r\n  script: [npm test]\r\n',
      'a/migrations/20260101_000000_a.sql': '',
    };
    const [made, other] = [shop(files), shop(files)];
    const before = everything(made.root);
    const { code, stdout } = await made.call(['init', '--dry-run', '--preset', 'protocol']);
    expect([code, everything(made.root)]).toEqual([0, before]);
    await init(made, '--preset', 'protocol');
    other.write({ '../a.patch': stdout });
    other.git('apply', '../a.patch');
    const plain = ({ root: at }: Repository) =>
      Object.entries(everything(at)).filter(([path]) => !path.startsWith('.git/'));
    expect(plain(other)).toEqual(plain(made));
  });
});

describe('writes what fits the project', () => {
  it.each([
    ['recommended', []],
    ['strict', ['--preset', 'strict']],
    ['protocol', ['--preset', 'protocol']],
  ])('the preset %s, and a configuration and templates that the linter agrees with', async (preset, args) => {
    const made = shop({
      ...manifest,
      'db/migrations/20260101_000000_a.sql': 'SELECT 1;\n',
      'db/migrate/20250101_000000_b.sql': 'SELECT 1;\n',
    });
    await init(made, ...args);
    expect(JSON.parse(read(made, '.farout-guardrc.json'))).toEqual({
      $schema: './node_modules/farout-guard/src/config/schema.json',
      extends: preset,
      migrations: ['db/migrate', 'db/migrations'],
    });
    const { stdout } = await made.call(['lint', '--format', 'json']);
    expect(
      (JSON.parse(stdout) as { filePath: string }[]).map(({ filePath }) => filePath.slice(made.root.length)),
    ).toEqual(['/db/migrate/20250101_000000_b.sql', '/db/migrations/20260101_000000_a.sql']);
    expect(read(made, 'db/TEMPLATE_migration.sql')).toMatch(/^-- Migration: </);
  });

  it('keeps a configuration that is there', async () => {
    const made = shop({ 'package.json': '{"farout-guard": {"extends": "strict"}}' });
    const { stdout } = await init(made, '--preset', 'protocol');
    expect(stdout).toContain(
      'package.json stays as it is: write "extends": "protocol" into it if that is what you want.',
    );
    expect(everything(made.root)['.farout-guardrc.json']).toBe(undefined);
  });

  it('TypeScript migrations get a template, too', async () => {
    const made = shop({
      'package.json': '{"devDependencies": {"knex": "3.0.0", "typescript": "5.0.0"}}',
      'src/migrations/20260101000000_a.ts':
        "import type { Knex } from 'knex';\nexport async function up(knex: Knex) {}\nexport async function down(knex: Knex) {}\n",
    });
    await init(made);
    expect([read(made, 'src/TEMPLATE_migration.ts'), read(made, 'src/TEMPLATE_migration.sql')]).toEqual([
      expect.stringContaining('Knex'),
      expect.stringContaining('UP: what changes'),
    ]);
  });

  const hosts: [remote: string, files: Contents, args: string[], written: string[]][] = [
    ['git@github.com:a/b.git', {}, [], ['.github/pull_request_template.md', '.github/workflows/farout-guard.yml']],
    [
      'https://gitlab.example.org/a/b',
      {},
      [],
      ['.gitlab-ci.yml', '.gitlab/farout-guard.gitlab-ci.yml', '.gitlab/merge_request_templates/Default.md'],
    ],
    [
      '',
      { '.gitlab-ci.yml': 'a: {script: x}\n' },
      [],
      ['.gitlab-ci.yml', '.gitlab/farout-guard.gitlab-ci.yml', '.gitlab/merge_request_templates/Default.md'],
    ],
    ['https://bitbucket.org/a/b', {}, [], []],
    ['git@github.com:a/b.git', {}, ['--ci', 'none'], ['.github/pull_request_template.md']],
    [
      'git@github.com:a/b.git',
      {},
      ['--ci', 'gitlab'],
      ['.gitlab-ci.yml', '.gitlab/farout-guard.gitlab-ci.yml', '.gitlab/merge_request_templates/Default.md'],
    ],
    [
      'git@github.com:a/b.git',
      { 'docs/PULL_REQUEST_TEMPLATE/bug.md': '' },
      [],
      [
        '.github/workflows/farout-guard.yml',
        'docs/PULL_REQUEST_TEMPLATE/bug.md',
        'docs/PULL_REQUEST_TEMPLATE/database_migration.md',
      ],
    ],
  ];

  it.each(hosts)('for the host of %j with %j and %j', async (remote, files, args, written) => {
    const made = shop({ ...manifest, ...files });
    if (remote !== '') made.git('remote', 'add', 'origin', remote);
    await init(made, ...args);
    const there = Object.keys(everything(made.root)).filter((path) => /^\.git(?:hub|lab)|^docs/.test(path));
    expect(there.sort()).toEqual(written);
  });

  it.each([
    ['include: a.yml\n', '.gitlab-ci.yml.new', null],
    [
      'include:\n  - local: a.yml\n\ntest:\n  script: x\n',
      '.gitlab-ci.yml',
      [{ local: 'a.yml' }, { local: '.gitlab/farout-guard.gitlab-ci.yml' }],
    ],
    ['test:\n  script: x', '.gitlab-ci.yml', [{ local: '.gitlab/farout-guard.gitlab-ci.yml' }]],
    ['x: !reference [a, b]\n', '.gitlab-ci.yml.new', null],
  ])('the pipeline %j of GitLab takes ours in', async (text, path, include) => {
    const made = shop({ ...manifest, '.gitlab-ci.yml': text });
    expect((await init(made)).code).toBe(0);
    expect(read(made, path)).toContain('.gitlab/farout-guard.gitlab-ci.yml');
    if (include) expect(defaultLoaders['.yaml']('', read(made, path))).toMatchObject({ include });
    else expect(read(made, '.gitlab-ci.yml')).toBe(text);
  });

  const pipelines: [title: string, files: Contents, install: string, run: string, add: string][] = [
    ['npm', { ...manifest, 'package-lock.json': '{}' }, 'npm ci', 'npx', 'npm install --save-dev farout-guard husky'],
    [
      'pnpm',
      { ...manifest, 'pnpm-lock.yaml': '' },
      'pnpm install --frozen-lockfile',
      'pnpm exec',
      'pnpm add --save-dev farout-guard husky',
    ],
    [
      'a workspace of pnpm',
      { ...manifest, 'pnpm-lock.yaml': '', 'pnpm-workspace.yaml': '' },
      'pnpm install --frozen-lockfile',
      'pnpm exec',
      'pnpm add --save-dev -w farout-guard husky',
    ],
    [
      'pnpm by package.json',
      { 'package.json': '{"packageManager": "pnpm@9.1.0+sha.1"}', 'package-lock.json': '{}' },
      'pnpm install --frozen-lockfile',
      'pnpm exec',
      'pnpm add --save-dev farout-guard husky',
    ],
    [
      'yarn 1',
      { ...manifest, 'yarn.lock': '# yarn lockfile v1\n' },
      'yarn install --frozen-lockfile',
      'yarn run -s',
      'yarn add --dev farout-guard husky',
    ],
    [
      'yarn 4',
      { ...manifest, 'yarn.lock': '__metadata:\n  version: 8\n', '.yarnrc.yml': 'nodeLinker: node-modules\n' },
      'yarn install --immutable',
      'yarn',
      'yarn add --dev farout-guard husky',
    ],
    [
      'bun',
      { ...manifest, 'bun.lock': '{}' },
      'bun install --frozen-lockfile',
      'bunx',
      'bun add --dev farout-guard husky',
    ],
  ];

  it.each(pipelines)('for %s', async (_, files, install, runner, add) => {
    const made = shop(files);
    const { stdout } = await init(made);
    const workflow = defaultLoaders['.yaml']('', read(made, '.github/workflows/farout-guard.yml')) as {
      jobs: { migrations: { steps: { run?: string }[] } };
    };
    const runs = workflow.jobs.migrations.steps.flatMap(({ run: line }) => line ?? []);
    expect(runs.filter((line) => !line.startsWith('corepack'))).toEqual([
      install,
      `${runner} farout-guard lint --diff "origin/$BASE...HEAD"`,
      `${runner} farout-guard lint --allow-empty`,
    ]);
    expect(stdout).toContain(`\n  ${add}\n`);
  });

  it("Yarn Plug'n'Play, where there is no node_modules", async () => {
    const made = shop({ ...manifest, 'yarn.lock': '__metadata:\n  version: 8\n', '.pnp.cjs': '' }, []);
    await init(made);
    expect(read(made, '.husky/pre-commit')).toBe('#!/bin/sh\nyarn farout-guard hook pre-commit "$@" || exit $?\n');
    expect(JSON.parse(read(made, 'package.json'))).toMatchObject({ scripts: { postinstall: 'husky || true' } });
  });

  const own = ['is not installed', 'hooks/pre-commit "$@" || exit $?'].map((words) => expect.stringContaining(words) as string); // prettier-ignore
  it.each([
    ['npx lint-staged', ['npx lint-staged', '[ $? -eq 0 ] || exit 1', ...own, '']],
    ['#!/bin/sh\nnpm test\nnpx --no -- lint-staged --quiet\nnpm run build\n', ['#!/bin/sh', 'npm test', 'npx --no -- lint-staged --quiet', ...own, 'npm run build', '']],
    ['./node_modules/.bin/lint-staged\n# done\n', ['./node_modules/.bin/lint-staged', '[ $? -eq 0 ] || exit 1', ...own, '# done', '']],
    ['cd web\nnpx lint-staged\n', [...own, 'cd web', 'npx lint-staged', '']],
    ['[ -n "$CI" ] && exit 0\nnpx lint-staged\n', [...own, '[ -n "$CI" ] && exit 0', 'npx lint-staged', '']],
    ['npx lint-staged || true\n', [...own, 'npx lint-staged || true', '']],
    ['exec npx lint-staged\n', [...own, 'exec npx lint-staged', '']],
  ])('what lint-staged stages is judged where that can be: %j', async (before, after) => {
    const made = shop({ ...manifest, '.husky/pre-commit': before, '.lintstagedrc': '{"*.ts": "eslint"}' });
    await init(made);
    expect(read(made, '.husky/pre-commit').split('\n')).toEqual(after);
    expect(read(made, '.lintstagedrc')).toBe('{"*.ts": "eslint"}');
  }); // prettier-ignore

  it.each([
    ['false', 'true'],
    ['true', 'false'],
  ])('lint-staged that says %s and a guard that says %s refuse, without set -e', (first, second) => {
    const text = addToScript('npx lint-staged', [`${second} || exit $?`]) ?? '';
    expect(shop({}).run('sh', ['-c', text.replace('npx lint-staged', first)]).code).toBe(1);
  });
});

describe('setInJson', () => {
  const cases: [text: string, keys: string[], result: string | null][] = [
    ['{}', ['a'], '{\n  "a": 1\n}'],
    ['{ }\n', ['a', 'b'], '{\n  "a": {\n    "b": 1\n  }\n}\n'],
    ['{"a": 2}', ['a'], '{"a": 1}'],
    ['{"b": "}", "c": [{"a": 0}]}', ['a'], '{"b": "}", "c": [{"a": 0}], "a": 1}'],
    [
      '{\n\t"b": "\\"{",\n\t"c": {\n\t\t"d": null\n\t}\n}',
      ['c', 'a'],
      '{\n\t"b": "\\"{",\n\t"c": {\n\t\t"d": null,\n\t\t"a": 1\n\t}\n}',
    ],
    ['{\n  "b": {} // here\n}', ['b', 'a'], '{\n  "b": {\n    "a": 1\n  } // here\n}'],
    ['{"a": "text"}', ['a', 'b'], null],
    ['{ /* nothing */ }', ['a'], null],
    ['[]', ['a'], null],
    ['{"a": }', ['a'], null],
    ['{"__proto__": {}}', ['__proto__', 'a'], '{"__proto__": {\n  "a": 1\n}}'],
    ['{\n  "b": 0 // zero\n}', ['a'], '{\n  "b": 0, // zero\n  "a": 1\n}'],
    ['{\r\n\t"b": 0, /* zero */\r\n}', ['a'], '{\r\n\t"b": 0, /* zero */\r\n\t"a": 1,\r\n}'],
    ['{\n  "b": 0,\n  // no more\n}', ['a'], '{\n  "b": 0,\n  "a": 1,\n  // no more\n}'],
  ];
  it.each(cases)('%j %j', (text, keys, result) => {
    expect(setInJson(text, keys, 1)).toBe(result);
  });
});

describe('addToJsonList', () => {
  const cases: [text: string, result: string | null][] = [
    ['{"a": []}', '{"a": [1]}'],
    ['{"a": [ /* none */ ]}', '{"a": [1 /* none */ ]}'],
    ['{"a": ["]", {"b": [2]}], "c": 3}', '{"a": ["]", {"b": [2]}, 1], "c": 3}'],
    ['{\n  "a": [\n    "b", // first\n    {"c": 2} // last\n  ]\n}', '{\n  "a": [\n    "b", // first\n    {"c": 2}, // last\n    1\n  ]\n}'],
    ['{"a": [\r\n\t2,\r\n]}', '{"a": [\r\n\t2,\r\n\t1,\r\n]}'],
    ['{"a": {}}', null],
    ['{"b": []}', null],
    ['{"a": [}', null],
  ]; // prettier-ignore
  it.each(cases)('%j', (text, result) => {
    expect(addToJsonList(text, ['a'], 1)).toBe(result);
  });
});
