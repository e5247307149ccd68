import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository, type Repository } from './git/repository.ts';
import { guarded, link, packageRoot, program, stateOf } from './hooks/guarded.ts';

/** A project with husky 9 and our hook, as `init` sets it up; husky was not called yet. */
function withHusky(): Repository {
  const made = guarded({
    'package.json': '{ "scripts": { "prepare": "husky" }, "devDependencies": { "husky": "9" } }',
    'a.sql': 'SELECT 1;\n',
    '.husky/pre-commit': 'sh node_modules/farout-guard/hooks/pre-commit "$@"\n',
    '.gitlab-ci.yml': 'check: { script: npx farout-guard lint }\n',
  });
  link(join(packageRoot, 'node_modules/husky'), join(made.root, 'node_modules/husky'));
  return made;
}

function activated(): Repository {
  const made = withHusky();
  made.run(process.execPath, [join(made.root, 'node_modules/husky/bin.js')]);
  return made;
}

/** The hook that git itself calls. */
function withPlainHook(lines: readonly string[], mode = 0o755): Repository {
  const made = guarded({ 'a.sql': 'SELECT 1;\n' });
  chmodSync(program(join(made.root, '.git/hooks/pre-commit'), lines), mode);
  return made;
}

/** A hook that is a link into this package, in a clone where nothing is installed. */
function withoutPackages(): Repository {
  const made = repository();
  made.write({ 'package.json': '{}', 'a.sql': 'SELECT 1;\n' });
  mkdirSync(join(made.root, '.git/hooks'), { recursive: true });
  symlinkSync('../../node_modules/farout-guard/hooks/pre-commit', join(made.root, '.git/hooks/pre-commit'));
  return made;
}

/** Each line's sign and title, then the words that a case is about. */
function examine(made: Repository, env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = made.guard(['doctor'], { env });
  const lines = stdout.trimEnd().split('\n');
  return { code, stderr, stdout, signs: lines.map((line) => line.slice(0, 17).trim()) };
}

describe('a repository that is guarded', () => {
  test('by husky: all is well, but for a new worktree, and nothing is changed', () => {
    const made = activated();
    made.write({ 'b.sql': 'DROP TABLE dirty;\n' });
    const before = [stateOf(made), made.git('for-each-ref'), made.git('worktree', 'list'), made.git('status', '-s')];
    const { code, stderr, stdout, signs } = examine(made);
    expect([code, stderr, signs]).toEqual([
      0,
      '',
      [
        '✔ versions',
        '✔ configuration',
        '✔ migrations',
        '✔ hook',
        '✔ pipeline',
        '- editor (ESLint)',
        '✔ proof',
        '✔ without PATH',
        '! new worktree',
      ],
    ]);
    expect(stdout).toContain(', by husky (core.hooksPath = .husky/_)\n');
    expect([stateOf(made), made.git('for-each-ref'), made.git('worktree', 'list'), made.git('status', '-s')]).toEqual(
      before,
    );
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('farout-guard-doctor-'))).toEqual([]);
  });

  test('by a plain hook, before the first commit', () => {
    const made = repository();
    made.write({ 'db/migrations/1_a.sql': 'SELECT 1;\n' });
    link(packageRoot, join(made.root, 'node_modules/farout-guard'));
    program(join(made.root, '.git/hooks/pre-commit'), ['exec sh node_modules/farout-guard/hooks/pre-commit "$@"']);
    const { code, signs } = examine(made);
    expect([code, signs.slice(3)]).toEqual([
      0,
      ['✔ hook', '! pipeline', '- editor (ESLint)', '✔ proof', '✔ without PATH', '! new worktree'],
    ]);
  });

  test.each([
    ['of no framework', {}],
    ['of another framework than that of the proof', { adapter: 'typeorm' }],
  ])('with migrations in TypeScript only, %s', (_, more) => {
    const made = repository();
    const path = 'src/migrations/1700000000000-A.ts';
    made.write({ '.farout-guardrc': JSON.stringify({ migrations: ['src/migrations/**/*.ts'], ...more }), [path]: '' });
    link(packageRoot, join(made.root, 'node_modules/farout-guard'));
    program(join(made.root, '.git/hooks/pre-commit'), ['exec sh node_modules/farout-guard/hooks/pre-commit "$@"']);
    const { code, signs } = examine(made);
    expect([code, signs.slice(6, 8)]).toEqual([0, ['✔ proof', '✔ without PATH']]);
  });

  test('by hooks that git takes from this package', () => {
    const made = guarded();
    made.git('config', 'core.hooksPath', join(packageRoot, 'hooks'));
    const { code, signs } = examine(made);
    expect([code, signs.slice(2)]).toEqual([
      0,
      ['! migrations', '✔ hook', '! pipeline', '- editor (ESLint)', '✔ proof', '✔ without PATH', '✔ new worktree'],
    ]);
  });
});

describe('a repository that is not guarded', () => {
  const cases: [title: string, make: () => Repository, env: Record<string, string>, signs: string[], words: string[]][] = [
    ['no hook at all', () => guarded({ 'a.sql': '' }), {},
      ['✖ hook', '! pipeline', '- editor (ESLint)', '✖ proof'],
      ['nothing is checked. Set it up: npx farout-guard init', 'a commit that drops a table went through']],
    ['husky that was never called', withHusky, {},
      ['✖ hook', '✔ pipeline', '- editor (ESLint)', '✖ proof'],
      ['Make it active: npx husky']],
    ['husky switched off', activated, { HUSKY: '0' },
      ['✔ hook', '✔ pipeline', '- editor (ESLint)', '✖ proof'],
      ['went through', 'HUSKY is set in the environment: unset it.']],
    ['a hook that checks nothing', () => withPlainHook(['exit 0']), {},
      ['✔ hook', '! pipeline', '- editor (ESLint)', '✖ proof'],
      ['a commit that drops a table went through']],
    ['a hook that refuses whatever comes', () => withPlainHook(['echo "no such program: eslint" >&2', 'exit 1']), {},
      ['✔ hook', '! pipeline', '- editor (ESLint)', '✖ proof'],
      ['a commit was refused, but not by farout-guard: no such program: eslint']],
    ['a hook that git may not run', () => withPlainHook(['exit 1'], 0o644), {},
      ['✖ hook', '! pipeline', '- editor (ESLint)', '✖ proof'],
      ['is not executable, so git leaves it out. Run: chmod +x "']],
    ['a hook that leads into packages that are not installed', withoutPackages, {},
      ['✖ hook', '! pipeline', '- editor (ESLint)', '✖ proof'],
      ['is a link that leads nowhere (../../node_modules/farout-guard/hooks/pre-commit): nothing is checked. Install the packages: npm install',
        'a commit that drops a table went through']],
  ]; // prettier-ignore
  test.each(cases)('%s', (_, make, env, signs, words) => {
    const found = examine(make(), env);
    expect([found.code, found.signs.slice(3)]).toEqual([1, signs]);
    expect(words.filter((each) => !found.stdout.includes(each))).toEqual([]);
  });

  test('nothing is proved where no copy can be made', () => {
    const { code, stdout } = examine(activated(), { TMPDIR: '/nowhere/at/all' });
    expect([code, stdout]).toEqual([1, expect.stringContaining('✖ proof           nothing is proved: a copy of the')]);
  });

  test('two managers of hooks, of which git calls one', () => {
    const made = activated();
    made.write({ 'lefthook.yml': 'pre-commit:\n  commands: {}\n' });
    const { code, stdout } = examine(made);
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('! managers        husky runs; git does not call lefthook.'),
    ]);
  });

  test('a configuration that does not load', () => {
    const made = activated();
    made.write({ '.farout-guardrc': '{ "rulez": {} }' });
    const { code, stdout, signs } = examine(made);
    expect([code, signs]).toEqual([1, ['✔ versions', '✖ configuration', '✔ hook', '✔ pipeline']]);
    expect(stdout).toContain('rulez: unknown key');
  });
});

test('without a repository it cannot run', () => {
  const made = repository();
  const { code, stdout, stderr } = made.guard(['doctor'], { cwd: join(made.root, '..') });
  expect([code, stdout, stderr]).toEqual([
    2,
    '',
    expect.stringMatching(/is in no git repository\. Run git init first\.\n$/),
  ]);
});
