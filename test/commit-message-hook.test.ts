import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { prepareCommitMessage } from '../src/commit-message/prepare.ts';
import { contentHash } from '../src/receipt/receipt.ts';
import { bin, call, type Run } from './cli.ts';
import { project } from './project.ts';
import { allPassed, receiptFile } from './receipt.ts';

/** The environment without what a hook around these tests would have put there. */
const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
const isolated = {
  ...clean,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Jo',
  GIT_AUTHOR_EMAIL: 'jo@example.org',
  GIT_COMMITTER_NAME: 'Jo',
  GIT_COMMITTER_EMAIL: 'jo@example.org',
};

type Variables = Readonly<Record<string, string>>;

function run(cwd: string, args: readonly string[], more: Variables = {}): Run {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, env: { ...isolated, ...more }, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

/** Runs git and demands success. */
function git(cwd: string, args: readonly string[], more: Variables = {}): string {
  const { code, stdout, stderr } = run(cwd, args, more);
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

const migration = 'db/migrations/1_add_rank_image_to_users.sql';
const sql = 'CREATE TABLE IF NOT EXISTS a (id bigint);\n';
const strict = { '.farout-guardrc': '{ "extends": "strict" }' };
const good = 'feat(db): add rank_image to users\n\nMigration: 1_add_rank_image_to_users.sql\nTested: staging\n';

function write(root: string, files: Variables): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** A repository with our hooks, one old commit and a staged migration. */
function repository(files: Variables = strict, staged: Variables = { [migration]: sql }): string {
  const root = project(files);
  git(root, ['init', '--quiet', '--initial-branch=main']);
  git(root, ['add', '.']);
  git(root, ['commit', '--quiet', '-m', 'start', '--allow-empty', '--date=2020-01-01T00:00:00Z']);
  hook(root, 'commit-msg', `exec "${process.execPath}" "${bin}" commit-msg "$@"`);
  write(root, staged);
  git(root, ['add', '.']);
  return root;
}

function hook(root: string, name: string, script: string): void {
  const path = join(root, '.git/hooks', name);
  write(root, { [`.git/hooks/${name}`]: `#!/bin/sh\n${script}\n` });
  chmodSync(path, 0o755);
}

/** An editor that puts a text above what the file holds. */
function editor(text: string): Variables {
  const folder = project({ text, 'edit.sh': 'cat "${0%/*}/text" "$1" > "${0%/*}/new" && cat "${0%/*}/new" > "$1"\n' });
  return { GIT_EDITOR: `sh '${folder}/edit.sh'` };
}

const log = (root: string) => git(root, ['log', '-1', '--format=%B']).trim();

/** The rules and places of a report on standard error. */
const found = ({ stderr }: Run) =>
  [...stderr.matchAll(/^(\S+:\d+:\d+) {2}(error|warning) {2}commit-message/gm)].map(
    ([, place, weight]) => `${place} ${weight}`,
  );

const blocked = ['.git/COMMIT_EDITMSG:1:1 error', '.git/COMMIT_EDITMSG:1:1 error', '.git/COMMIT_EDITMSG:1:1 error'];

describe('git commit', () => {
  test('-m with a message that says nothing is refused, and the message kept', () => {
    const root = repository();
    const refused = run(root, ['commit', '-m', 'Add rank']);
    expect([refused.code, found(refused), log(root)]).toEqual([1, blocked, 'start']);
    expect(refused.stderr).toContain('    Migration: 1_add_rank_image_to_users.sql\n');
    expect(refused.stderr).toContain('its message is kept');
    expect(readFileSync(join(root, '.git/COMMIT_EDITMSG'), 'utf8')).toBe('Add rank\n');
    const [, command = ''] = /^ {2}git (commit --edit .*)$/m.exec(refused.stderr) ?? [];
    const again = run(root, command.split(' '), editor(good));
    expect([again.code, log(root)]).toEqual([0, `${good}Add rank`]);
  });

  test('with a message that follows the protocol passes without a word', () => {
    const root = repository();
    const { code, stderr } = run(root, ['commit', '--quiet', '-m', good]);
    expect([code, stderr, log(root)]).toEqual([0, '', good.trim()]);
  });

  test('under recommended only warns', () => {
    const root = repository({});
    const passed = run(root, ['commit', '-m', 'Add rank']);
    expect([passed.code, found(passed), log(root)]).toEqual([
      0,
      blocked.map((line) => line.replace('error', 'warning')),
      'Add rank',
    ]);
  });

  test.each([
    ['where no migration is staged', strict, { 'readme.txt': 'x' }],
    ['where the rule is off', { '.farout-guardrc': '{ "rules": { "commit-message": "off" } }' }, { [migration]: sql }],
    [
      'where the migration is ignored',
      { '.farout-guardrc': '{ "extends": "strict", "ignore": ["db"] }' },
      { [migration]: sql },
    ],
  ])('%s takes any message', (_, files, staged) => {
    const root = repository(files, staged);
    const { code, stderr } = run(root, ['commit', '--quiet', '-m', 'x']);
    expect([code, stderr, log(root)]).toEqual([0, '', 'x']);
  });

  test('with a configuration that is wrong is refused, and the message kept', () => {
    const root = repository({ '.farout-guardrc': '{ "extends": "strct" }' });
    const { code, stderr } = run(root, ['commit', '-m', good]);
    expect([code, log(root)]).toEqual([1, 'start']);
    expect(stderr).toMatch(/--file=\.git\/COMMIT_EDITMSG\n\nfarout-guard: \.farout-guardrc/);
  });

  test('in an editor, with comments, the diff and another sign', () => {
    const root = repository();
    git(root, ['config', 'core.commentChar', ';']);
    const wrong = run(root, ['commit', '-v'], editor(`; note\n${good.replace('Tested', '; Tested')}`));
    expect([wrong.code, found(wrong), log(root)]).toEqual([1, ['.git/COMMIT_EDITMSG:1:1 error'], 'start']);
    const right = run(root, ['commit', '-v', '--quiet'], editor(`; note\n${good}`));
    expect([right.code, right.stderr, log(root)]).toEqual([0, '', good.trim()]);
  });

  test('in an editor points at the line of the file', () => {
    const root = repository();
    const { code, stderr } = run(root, ['commit'], editor(`# note\n\n${good.replace('feat', 'docs')}`));
    expect([code, /COMMIT_EDITMSG:3:1 .*\n\n.*3 │ docs\(db\)/.test(stderr)]).toEqual([1, true]);
  });

  test('with core.commentChar=auto takes the sign that git chose', () => {
    const root = repository();
    git(root, ['config', 'core.commentChar', 'auto']);
    const { code, stderr } = run(root, ['commit', '--quiet', '--edit', '-m', `${good}\n#1 is done`], {
      GIT_EDITOR: 'true',
    });
    expect([code, stderr, log(root)]).toEqual([0, '', `${good}\n#1 is done`]);
  });

  test('judges lines that look like comments where git keeps them', () => {
    const root = repository();
    const kept = run(root, ['commit', '-m', `# ${good}`]);
    expect([kept.code, found(kept)]).toEqual([1, ['.git/COMMIT_EDITMSG:1:1 error']]);
    git(root, ['config', 'commit.cleanup', 'verbatim']);
    const verbatim = run(root, ['commit'], editor(`# note\n${good}`));
    expect([verbatim.code, found(verbatim)]).toEqual([
      1,
      ['.git/COMMIT_EDITMSG:1:1 error', '.git/COMMIT_EDITMSG:2:1 error'],
    ]);
    const right = run(root, ['commit', '--quiet'], editor(good));
    expect([right.code, right.stderr, log(root).startsWith(good)]).toEqual([0, '', true]);
  });

  test('with the scissors of commit.cleanup=scissors', () => {
    const root = repository();
    git(root, ['config', 'commit.cleanup', 'scissors']);
    const wrong = run(root, ['commit'], editor('wip\n\n# kept\n'));
    expect([wrong.code, found(wrong)]).toEqual([1, blocked]);
    const right = run(root, ['commit', '--quiet'], editor(good));
    expect([right.code, right.stderr, log(root)]).toEqual([0, '', good.trim()]);
  });

  test('with line ends of Windows and in another encoding', () => {
    const root = repository(strict, { 'db/migrations/1_größe.sql': sql });
    git(root, ['config', 'i18n.commitEncoding', 'iso-8859-1']);
    const text = 'feat(db): größe\r\n\r\nMigration: 1_größe.sql\r\nTested: staging\r\n';
    writeFileSync(join(root, '.git/text'), Buffer.from(text, 'latin1'));
    const { code, stderr } = run(root, ['commit', '--quiet', '--file=.git/text']);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('-a and paths say what else to give', () => {
    const root = repository(strict, { [migration]: sql, 'b.txt': 'x' });
    const refused = run(root, ['commit', '-m', 'wip', '--', migration]);
    expect([refused.code, found(refused)]).toEqual([1, blocked]);
    expect(refused.stderr).toContain('(and with -a or the paths that you gave)');
    const other = run(root, ['commit', '--quiet', '-m', 'wip', '--', 'b.txt']);
    expect([other.code, other.stderr, log(root)]).toEqual([0, '', 'wip']);
  });

  test('of a deleted and of a renamed migration is asked for their names', () => {
    const root = repository(strict, { 'db/migrations/1_a.sql': sql, 'db/migrations/2_b.sql': 'SELECT 1;\n' });
    git(root, ['commit', '--quiet', '--no-verify', '-m', 'x', '--date=2020-01-02T00:00:00Z']);
    git(root, ['rm', '--quiet', 'db/migrations/2_b.sql']);
    git(root, ['mv', 'db/migrations/1_a.sql', 'db/migrations/3_a.sql']);
    const { code, stderr } = run(root, ['commit', '-m', 'fix(db): order\n\nTested: staging']);
    expect([code, [...stderr.matchAll(/^ {4}(Migration: .*)$/gm)].map(([, line]) => line)]).toEqual([
      1,
      ['Migration: 1_a.sql', 'Migration: 2_b.sql', 'Migration: 3_a.sql'],
    ]);
  });

  test('from a subfolder shows the way from there', () => {
    const root = repository();
    mkdirSync(join(root, 'sub folder'));
    const refused = run(join(root, 'sub folder'), ['commit', '-m', 'wip']);
    expect([refused.code, found(refused)]).toEqual([1, blocked]);
    expect(refused.stderr).toContain('git commit --edit --file=../.git/COMMIT_EDITMSG\n');
  });

  test('in a linked worktree, whose message file is elsewhere', () => {
    const root = repository(strict, {});
    const tree = join(project(), 'tree');
    git(root, ['worktree', 'add', '--quiet', tree]);
    write(tree, { [migration]: sql });
    git(tree, ['add', '.']);
    const refused = run(tree, ['commit', '-m', 'wip']);
    const file = join(realpathSync(root), '.git/worktrees/tree/COMMIT_EDITMSG');
    expect([refused.code, found(refused)]).toEqual([1, blocked.map(() => `${file}:1:1 error`)]);
    expect(refused.stderr).toMatch(/git commit --edit --file=\S*\.git\/worktrees\/tree\/COMMIT_EDITMSG\n/);
    const { code, stderr } = run(tree, ['commit', '--quiet', '-m', good]);
    expect([code, stderr, log(tree)]).toEqual([0, '', good.trim()]);
  });

  test.each(['fixup! start', 'squash! start', 'Revert "start"'])('passes %j', (message) => {
    const root = repository();
    const { code, stderr } = run(root, ['commit', '--quiet', '-m', message]);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('leaves an empty message to git', () => {
    const { code, stderr } = run(repository(), ['commit'], { GIT_EDITOR: 'true' });
    expect([code, stderr]).toEqual([1, 'Aborting commit due to empty commit message.\n']);
  });
});

describe('what git does to other commits', () => {
  function withMigrationCommitted(): string {
    const root = repository();
    git(root, ['commit', '--quiet', '--no-verify', '-m', good, '--date=2020-01-02T00:00:00Z']);
    return root;
  }

  test('--amend judges the whole commit that comes of it', () => {
    const root = withMigrationCommitted();
    const reworded = run(root, ['commit', '--amend', '-m', 'wip']);
    expect([reworded.code, found(reworded), log(root)]).toEqual([1, blocked, good.trim()]);
    expect(reworded.stderr).toContain('git commit --amend --edit --file=.git/COMMIT_EDITMSG\n');
    write(root, { 'b.txt': 'x', 'db/migrations/2_b.sql': sql });
    git(root, ['add', '.']);
    const added = run(root, ['commit', '--amend', '--no-edit']);
    expect([added.code, added.stderr.includes('does not name "2_b.sql".')]).toEqual([1, true]);
    const right = run(root, ['commit', '--amend', '--quiet', '-m', `${good}Migration: 2_b.sql\n`]);
    expect([right.code, right.stderr]).toEqual([0, '']);
  });

  test('--amend of the first commit, and of one without migrations', () => {
    const root = repository(strict, {});
    expect(run(root, ['commit', '--amend', '--quiet', '-m', 'other']).stderr).toBe('');
    write(root, { [migration]: sql });
    git(root, ['add', '.']);
    const first = run(root, ['commit', '--amend', '-m', 'wip']);
    expect([first.code, found(first)]).toEqual([1, blocked]);
  });

  test('a commit after one with migrations need not name those', () => {
    const root = withMigrationCommitted();
    const empty = run(root, ['commit', '--quiet', '--allow-empty', '-m', 'wip']);
    const soon = run(root, ['commit', '--quiet', '--allow-empty', '-m', 'again']);
    expect([empty.code, empty.stderr, soon.code, soon.stderr]).toEqual([0, '', 0, '']);
  });

  test('merges pass, clean and with conflicts, and when they are amended', () => {
    const root = withMigrationCommitted();
    git(root, ['checkout', '--quiet', '-b', 'side', 'HEAD~']);
    write(root, { 'db/migrations/2_b.sql': sql, 'c.txt': 'side' });
    git(root, ['add', '.']);
    git(root, ['commit', '--quiet', '--no-verify', '-m', 'side', '--date=2020-01-03T00:00:00Z']);
    git(root, ['checkout', '--quiet', 'main']);
    const merged = run(root, ['merge', '--quiet', '--no-ff', '-m', 'take side', 'side']);
    expect([merged.code, merged.stderr, log(root)]).toEqual([0, '', 'take side']);
    git(root, ['commit', '--amend', '--quiet', '--no-verify', '--no-edit', '--date=2020-01-04T00:00:00Z']);
    const amended = run(root, ['commit', '--amend', '--quiet', '-m', 'took side']);
    expect([amended.code, amended.stderr, log(root)]).toEqual([0, '', 'took side']);
    git(root, ['reset', '--quiet', '--hard', 'HEAD^']);
    write(root, { 'c.txt': 'main' });
    git(root, ['add', '.']);
    git(root, ['commit', '--quiet', '--no-verify', '-m', 'main']);
    expect(run(root, ['merge', 'side']).code).toBe(1);
    git(root, ['add', '.']);
    const { code, stderr } = run(root, ['commit', '--quiet', '-m', 'both']);
    expect([code, stderr, log(root)]).toEqual([0, '', 'both']);
  });

  test('a revert passes, a squashed merge does not', () => {
    const root = withMigrationCommitted();
    git(root, ['revert', '--no-commit', 'HEAD']);
    const reverted = run(root, ['commit', '--quiet', '--no-edit']);
    expect([reverted.code, reverted.stderr, log(root).startsWith('Revert "feat(db)')]).toEqual([0, '', true]);
    git(root, ['checkout', '--quiet', '-b', 'other', 'HEAD~2']);
    git(root, ['merge', '--quiet', '--squash', 'main~']);
    const squashed = run(root, ['commit', '--no-edit']);
    expect([squashed.code, found(squashed).length > 0]).toEqual([1, true]);
  });
});

describe('prepare-commit-msg', () => {
  const offer = [
    '# This commit changes migrations. A message that follows the protocol:',
    '',
    '# feat(db): add rank_image to users',
    '',
    '# Migration: 1_add_rank_image_to_users.sql',
    '# Tested: <where, such as staging with a copy of production>',
    '',
  ];
  /** Runs the hook as git does; answers the exit code, what was said, and the file. */
  async function prepare(root: string, text: string, source?: string, env: Variables = {}) {
    write(root, { '.git/COMMIT_EDITMSG': text });
    let said = '';
    const output = { write: (more: string) => (said += more) };
    const process = {
      argv: [],
      cwd: () => root,
      version: '',
      env: { ...isolated, ...env },
      stdin: [] as never,
      stdout: output,
      stderr: output,
    };
    const code = await prepareCommitMessage(
      ['.git/COMMIT_EDITMSG', ...(source === undefined ? [] : [source])],
      process,
    );
    return [code, said, readFileSync(join(root, '.git/COMMIT_EDITMSG'), 'utf8')];
  }

  test('offers the message as comments', async () => {
    const root = repository();
    const expected = `\n${offer.join('\n')}\n# Please\n`;
    expect(await prepare(root, '\n# Please\n')).toEqual([0, '', expected]);
    expect(await prepare(root, '# Please\n', 'template')).toEqual([0, '', expected]);
  });

  test('offers it with the sign of the configuration', async () => {
    const root = repository();
    git(root, ['config', 'core.commentChar', ';']);
    const [, , text] = await prepare(root, '\n; Please\n');
    expect(text).toBe(`\n${offer.join('\n').replaceAll(/^#/gm, ';')}\n; Please\n`);
  });

  const silent: [title: string, text: string, source: string | undefined, env: Variables, settings: string[]][] = [
    ...['message', 'merge', 'squash', 'commit'].map((source): (typeof silent)[number] => [
      `for the source ${source}`,
      '',
      source,
      {},
      [],
    ]),
    ['for a template with a text', 'feat:\n', 'template', {}, []],
    ['where no editor will be opened', '', undefined, { GIT_EDITOR: ':' }, []],
    ['where comments stay in the message', '', undefined, {}, ['commit.cleanup', 'whitespace']],
    ['in another encoding', '', undefined, {}, ['i18n.commitEncoding', 'latin1']],
  ];
  test.each(silent)('offers nothing %s', async (_, text, source, env, settings) => {
    const root = repository();
    if (settings.length > 0) git(root, ['config', ...settings]);
    expect(await prepare(root, text, source, env)).toEqual([0, '', text]);
  });

  test('offers nothing where no migration is staged', async () => {
    expect(await prepare(repository(strict, {}), '')).toEqual([0, '', '']);
  });

  test('says why it cannot offer one, and lets the commit go on', async () => {
    const root = repository({ '.farout-guardrc': '{ "extends": "strct" }' });
    const [code, said, text] = await prepare(root, '');
    expect([code, text]).toEqual([0, '']);
    expect(said).toMatch(/^farout-guard: no message is offered: \.farout-guardrc/);
  });

  test('an editor that is closed at once means no commit; one that takes the offer makes it', () => {
    const root = repository();
    hook(root, 'prepare-commit-msg', `exec "${process.execPath}" "${bin}" hook prepare-commit-msg "$@"`);
    const closed = run(root, ['commit', '-v'], { GIT_EDITOR: 'true' });
    expect([closed.code, closed.stderr]).toEqual([1, 'Aborting commit due to empty commit message.\n']);
    const taken = (more: string) => ({
      GIT_EDITOR: `sed -i.old -e 's/^# \\(feat\\|Migration\\|Tested\\)/\\1/' ${more}`,
    });
    const left = run(root, ['commit'], taken(''));
    expect([left.code, found(left).length]).toEqual([1, 1]);
    const right = run(root, ['commit', '--quiet'], taken("-e 's/<where.*>/staging/'"));
    expect([right.code, right.stderr, log(root)]).toEqual([0, '', good.trim()]);
  });
});

describe('where migrations were tested', () => {
  const env = isolated;
  const fill = '<where, such as staging with a copy of production>';
  /** The line that the template has after a change of what is staged. */
  async function tested(staged: Variables, more: (root: string) => void = () => {}): Promise<string> {
    const root = repository(strict, staged);
    more(root);
    const { code, stdout, stderr } = await call(['commit-msg', '--fix-template'], { cwd: root, env });
    expect([code, stderr]).toEqual([0, '']);
    return /^Tested: (.*)$/m.exec(stdout)?.[1] ?? '';
  }
  const second = 'db/migrations/2_b.ts';
  const knex = 'export const up = (knex) => knex.schema.dropTable("a");\nexport const down = () => null;\n';
  const down = 'db/migrations/1_add_rank_image_to_users.down.sql';
  const one = { [migration]: sql };

  test('is said by the receipt', async () => {
    expect(await tested({ ...one, ...receiptFile(migration, sql) })).toBe(
      'farout-guard test on pglite 18.7, 2026-11-29: up, data, again, down, up',
    );
  });

  test('is said by all receipts: each engine once, the oldest day, the steps that all have passed', async () => {
    const results = { ...allPassed, down: 'none', upAgain: 'none' } as const;
    const receipts = {
      ...receiptFile(migration, sql, { when: '2026-11-30T01:00:00.000Z' }),
      ...receiptFile(second, knex, { when: '2026-11-28T23:00:00.000Z' }),
      ...receiptFile('db/migrations/3_c.sql', sql, { engine: 'postgres 17.2', results }),
    };
    expect(await tested({ ...one, [second]: knex, 'db/migrations/3_c.sql': sql, ...receipts })).toBe(
      'farout-guard test on pglite 18.7, postgres 17.2, 2026-11-28: up, data, again',
    );
  });

  test('is said for the way back with its migration', async () => {
    const undo = { path: down, content: contentHash('DROP TABLE a;\n') };
    const receipt = receiptFile(migration, sql, { undo });
    expect(await tested({ ...one, [down]: 'DROP TABLE a;\n', ...receipt })).toMatch(/^farout-guard test on/);
    expect(await tested({ ...one, [down]: 'DROP TABLE b;\n', ...receipt })).toBe(fill);
    expect(await tested({ ...one, [down]: 'DROP TABLE a;\n', ...receiptFile(migration, sql) })).toBe(fill);
  });

  const others: [title: string, staged: Variables, more?: (root: string) => void][] = [
    ['without a receipt', one],
    ['with that of another only', { ...one, ...receiptFile(second, knex) }],
    ['where one has none', { ...one, [second]: knex, ...receiptFile(migration, sql) }],
    ['of another text', { ...one, ...receiptFile(migration, 'SELECT 1;\n') }],
    [
      'in which a step failed',
      { ...one, ...receiptFile(migration, sql, { results: { ...allPassed, again: 'failed' } }) },
    ],
    ['that says more than a line', { ...one, ...receiptFile(migration, sql, { engine: 'pglite\n\nMigration: *' }) }],
    [
      'that is not staged',
      { ...one, ...receiptFile(migration, sql) },
      (root) => git(root, ['rm', '--quiet', '-r', '--cached', '.farout-guard']),
    ],
    [
      'of a text that is on the disk alone',
      { ...one, ...receiptFile(migration, `${sql}SELECT 1;\n`) },
      (root) => write(root, { [migration]: `${sql}SELECT 1;\n` }),
    ],
    [
      'of what is no text',
      { [migration]: 'version https://git-lfs.github.com/spec/v1\n', ...receiptFile(migration, '') },
    ],
  ];
  test.each(others)('is for a person to say: %s', async (_, staged, more) => {
    expect(await tested(staged, more)).toBe(fill);
  });

  test('is for a person to say where a migration is deleted, and not where one has a new name', async () => {
    const old = { 'db/migrations/0_old.sql': `${sql}-- ${'old '.repeat(20)}\n` };
    const root = repository({ ...strict, ...old }, { ...one, ...receiptFile(migration, sql) });
    const line = async () =>
      (await call(['commit-msg', '--fix-template'], { cwd: root, env })).stdout.split('\n').find((each) => each.startsWith('Tested:')); // prettier-ignore
    git(root, ['mv', 'db/migrations/0_old.sql', 'db/migrations/2_old.sql']);
    write(root, receiptFile('db/migrations/2_old.sql', old['db/migrations/0_old.sql']));
    git(root, ['add', '.']);
    expect(await line()).toMatch(/^Tested: farout-guard test on/);
    git(root, ['rm', '--quiet', '-f', 'db/migrations/2_old.sql']);
    expect(await line()).toBe(`Tested: ${fill}`);
  });

  test('is in the message that the editor offers, which may be committed as it is', () => {
    const root = repository(strict, { ...one, ...receiptFile(migration, sql) });
    hook(root, 'prepare-commit-msg', `exec "${process.execPath}" "${bin}" hook prepare-commit-msg "$@"`);
    const editor = { GIT_EDITOR: "sed -i.old -e 's/^# \\(feat\\|Migration\\|Tested\\)/\\1/'" };
    const { code, stderr } = run(root, ['commit', '--quiet'], editor);
    const where = 'farout-guard test on pglite 18.7, 2026-11-29: up, data, again, down, up';
    expect([code, stderr, log(root)]).toEqual([0, '', good.trim().replace('staging', where)]);
  });
});

describe('the command', () => {
  const env = isolated;
  test('reports in every format, and prints the template', async () => {
    const root = repository();
    write(root, { '.git/COMMIT_EDITMSG': 'wip\n' });
    const json = await call(['commit-msg', '.git/COMMIT_EDITMSG', '--format', 'json'], { cwd: root, env });
    const [report] = JSON.parse(json.stdout) as { filePath: string; messages: unknown[]; source: string }[];
    expect([json.code, report?.filePath, report?.messages.length, report?.source]).toEqual([
      1,
      join(root, '.git/COMMIT_EDITMSG'),
      3,
      'wip\n',
    ]);
    write(root, { '.git/COMMIT_EDITMSG': good });
    const right = await call(['commit-msg', '.git/COMMIT_EDITMSG', '--format', 'compact'], { cwd: root, env });
    expect(right).toEqual({ code: 0, stdout: '', stderr: '' });
    const template = await call(['commit-msg', '--fix-template'], { cwd: root, env });
    expect(template).toEqual({
      code: 0,
      stdout: good.replace('staging', '<where, such as staging with a copy of production>'),
      stderr: '',
    });
  });

  test('takes a severity and a limit from the command line', async () => {
    const root = repository({});
    write(root, { '.git/COMMIT_EDITMSG': 'wip\n' });
    const codeOf = async (...args: string[]) =>
      (await call(['commit-msg', '.git/COMMIT_EDITMSG', ...args], { cwd: root, env })).code;
    expect(await codeOf()).toBe(0);
    expect(await codeOf('--rule', 'commit-message:error')).toBe(1);
    expect(await codeOf('--max-warnings', '2')).toBe(1);
    expect(await codeOf('--max-warnings', '3')).toBe(0);
  });

  test('says what is missing', async () => {
    const root = repository();
    const none = await call(['commit-msg'], { cwd: root, env });
    expect([none.code, none.stderr]).toEqual([
      2,
      'farout-guard: commit-msg needs the file with the message: farout-guard commit-msg .git/COMMIT_EDITMSG\n',
    ]);
    const lost = await call(['commit-msg', '.git/LOST'], { cwd: root, env });
    expect([lost.code, lost.stderr.endsWith('farout-guard: .git/LOST: no such file\n')]).toEqual([2, true]);
    git(root, ['reset', '--quiet']);
    const nothing = await call(['commit-msg', '--fix-template'], { cwd: root, env });
    expect([nothing.code, nothing.stderr, nothing.stdout.split('\n')[2]]).toEqual([
      0,
      'farout-guard: no migration is staged\n',
      'Migration: <file>',
    ]);
    const outside = await call(['commit-msg', 'm'], { cwd: project(strict), env });
    expect([outside.code, outside.stderr.includes('is in no git repository')]).toEqual([2, true]);
  });
});
