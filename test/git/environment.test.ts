import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, repository, type Repository } from './repository.ts';
import { bad, good, rc, verdict } from './verdict.ts';

/** A repository with a bit of everything staged and on disk, in a folder below. */
function mixed(): Repository {
  const text = `${good}-- more\n`.repeat(9);
  const repo = repository({
    ...Object.fromEntries(Object.entries(rc).map(([name, value]) => [`shop/${name}`, value])),
    'shop/1.sql': text,
    'shop/2.sql': text,
    'shop/é 3.sql': text,
  });
  repo.git('mv', 'shop/1.sql', 'shop/4.sql');
  repo.stage({ 'shop/2.sql': null, 'shop/é 3.sql': text + bad, 'shop/db/5.sql': bad, 'other/6.sql': bad });
  repo.write({ 'shop/7.sql': bad });
  return repo;
}

const staged = ['2.sql', '4.sql', 'db/5.sql: no-drop-table', 'é 3.sql: no-drop-table'].map((file) => `shop/${file}`);
const since = [...staged.slice(0, 2), 'shop/7.sql: no-drop-table', ...staged.slice(2)];

/** The verdicts of all that asks git, on the same changes. */
async function verdicts(repo: Repository, env: Readonly<Record<string, string>> = {}) {
  const start = { cwd: join(repo.root, 'shop'), env };
  return [await verdict(repo, ['--staged'], start), await verdict(repo, ['--since', 'HEAD'], start)];
}

const expected = [staged, since].map((files) => ({ code: 1, files, stderr: '' }));

describe('what a person has told git changes nothing', () => {
  it.each([
    ['color.ui', 'always'],
    ['color.diff', 'always'],
    ['core.quotePath', 'true'],
    ['core.fsmonitor', 'touch watched; false'],
    ['core.ignoreCase', 'true'],
    ['core.pager', 'false'],
    ['core.precomposeUnicode', 'true'],
    ['core.untrackedCache', 'true'],
    ['core.splitIndex', 'true'],
    ['diff.autoRefreshIndex', 'true'],
    ['diff.external', 'false'],
    ['diff.ignoreSubmodules', 'all'],
    ['diff.mnemonicPrefix', 'true'],
    ['diff.noprefix', 'true'],
    ['diff.orderFile', '/dev/null'],
    ['diff.relative', 'true'],
    ['diff.renameLimit', '1'],
    ['diff.renames', 'false'],
    ['diff.renames', 'copies'],
    ['diff.submodule', 'log'],
    ['diff.suppressBlankEmpty', 'true'],
    ['diff.wordRegex', '.'],
    ['pager.diff', 'false'],
    ['status.relativePaths', 'false'],
    ['status.renames', 'false'],
    ['status.showUntrackedFiles', 'no'],
  ])('%s = %s', async (name, value) => {
    const repo = mixed();
    repo.git('config', name, value);
    expect([await verdicts(repo), existsSync(join(repo.root, 'watched'))]).toEqual([expected, false]);
  });

  it.each([
    ['GIT_LITERAL_PATHSPECS', '1'],
    ['GIT_GLOB_PATHSPECS', '1'],
    ['GIT_NOGLOB_PATHSPECS', '1'],
    ['GIT_ICASE_PATHSPECS', '1'],
    ['GIT_TRACE', '1'],
    ['GIT_TRACE_SETUP', '1'],
    ['GIT_EXTERNAL_DIFF', 'false'],
    ['GIT_DIFF_OPTS', '--unified=0'],
    ['GIT_PAGER', 'false'],
    ['GIT_PREFIX', 'other/'],
    ['GIT_OPTIONAL_LOCKS', '1'],
    ['GIT_CONFIG_PARAMETERS', "'diff.renames'='false'"],
    ['LC_ALL', 'de_DE.UTF-8'],
    ['TZ', 'Asia/Tokyo'],
  ])('%s=%s', async (name, value) => {
    expect(await verdicts(mixed(), { [name]: value })).toEqual(expected);
  });

  it('an attribute for text conversion', async () => {
    const repo = mixed();
    repo.git('config', 'diff.x.textconv', 'false');
    repo.git('config', 'diff.x.command', 'false');
    repo.stage({ '.gitattributes': '*.sql diff=x -text\n' });
    expect(await verdicts(repo)).toEqual(expected);
  });

  it('an object that is replaced by another', async () => {
    const repo = repository(rc);
    repo.stage({ '1.sql': bad, 'good.txt': good });
    repo.git('replace', repo.git('rev-parse', ':1.sql'), repo.git('rev-parse', ':good.txt'));
    expect([repo.git('cat-file', 'blob', ':1.sql'), (await verdict(repo)).files]).toEqual([
      good.trim(),
      ['1.sql: no-drop-table'],
    ]);
  });
});

describe('what cannot be asked of git stops the run', () => {
  const staged = ['--staged'];
  const since = ['--since', 'HEAD'];
  const nowhere = 'is in no git repository, so nothing is staged and nothing has changed. git init?';
  const missing = 'git was not found in PATH: install git, or add it to PATH';
  const none = () => {};
  const withoutGit = (repo: Repository) => rmSync(join(repo.root, '.git'), { recursive: true });
  type Environment = Readonly<Record<string, string>>;
  const cases: [
    title: string,
    args: readonly string[],
    prepare: (repo: Repository) => void,
    env: Environment,
    words: string,
  ][] = [
    ['git is not in PATH', staged, none, { PATH: '/nowhere' }, missing],
    ['git is not in PATH, --diff', ['--diff', 'main'], none, { PATH: '/nowhere' }, missing],
    ['no repository', staged, withoutGit, {}, `ROOT: ${nowhere}`],
    ['no repository, --since', since, withoutGit, {}, `ROOT: ${nowhere}`],
    [
      'GIT_DIR leads nowhere',
      staged,
      none,
      { GIT_DIR: 'nowhere' },
      "git rev-parse: fatal: not a git repository: 'nowhere'",
    ],
    [
      'a bare repository',
      staged,
      (repo) => repo.git('config', 'core.bare', 'true'),
      {},
      'ROOT: is in no working tree of git; go to one, or set GIT_WORK_TREE',
    ],
    [
      'a broken index',
      staged,
      (repo) => writeFileSync(join(repo.root, '.git/index'), 'x'.repeat(99)),
      {},
      'git diff: error: bad signature 0x78787878 fatal: index file corrupt',
    ],
    [
      'an index that is elsewhere',
      staged,
      none,
      { GIT_INDEX_FILE: '.git/HEAD/index' },
      'git diff: fatal: .git/HEAD/index: index file open failed: Not a directory',
    ],
    [
      'a folder that belongs to somebody else',
      staged,
      none,
      { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' },
      "git rev-parse: fatal: detected dubious ownership in repository at 'ROOT' To add an exception for this directory, call: git config --global --add safe.directory ROOT",
    ],
  ];
  it.each(cases)('%s', async (_, args, prepare, env, words) => {
    const repo = repository({ ...rc, '1.sql': good });
    repo.stage({ '1.sql': bad });
    prepare(repo);
    const stderr = `farout-guard: ${words.replaceAll('ROOT', repo.root)}\n`;
    expect(await verdict(repo, args, { env })).toEqual({ code: 2, files: [], stderr });
  });

  it('an object that is lost is a finding', async () => {
    const repo = repository(rc);
    repo.stage({ '1.sql': bad, '2.sql': good });
    const id = repo.git('rev-parse', ':1.sql');
    rmSync(join(repo.root, '.git/objects', id.slice(0, 2), id.slice(2)));
    expect(await verdict(repo)).toEqual({ code: 1, files: ['1.sql: unverifiable-sql', '2.sql'], stderr: '' });
  });

  it('a git folder that moved is found where a hook is told', async () => {
    const repo = repository({ ...rc, 'db/1.sql': good });
    repo.stage({ 'db/1.sql': bad });
    const store = join(folder(), 'store.git');
    renameSync(join(repo.root, '.git'), store);
    const env = { GIT_DIR: store, GIT_WORK_TREE: repo.root };
    const found = [repo.root, join(repo.root, 'db')].map((cwd) => verdict(repo, ['--staged'], { cwd, env }));
    expect((await Promise.all(found)).map(({ files }) => files)).toEqual(Array(2).fill(['db/1.sql: no-drop-table']));
  });
});
