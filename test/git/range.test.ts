import { symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository, type Repository } from './repository.ts';
import { bad, configuration, good, rc, verdict } from './verdict.ts';

const migrations = { migrations: ['**/*.sql'] };

describe('--diff finds what the hook found, byte for byte', () => {
  const base = {
    '.farout-guardrc': JSON.stringify({ extends: 'strict', ...migrations, schemaSources: ['schema.prisma'] }),
    'schema.prisma': '// 1\n',
    'db/20240101000000_users.sql': `${good}-- more\n`.repeat(5),
    'db/20240102000000_posts.up.sql': 'CREATE TABLE IF NOT EXISTS posts (id bigint);\n',
    'db/20240102000000_posts.down.sql': 'DROP TABLE IF EXISTS posts;\n',
  };
  const cases: [title: string, prepare: (repo: Repository) => void][] = [
    ['nothing', () => {}],
    [
      'new',
      (repo) =>
        repo.stage({
          'db/20240103000000_bad.sql': bad,
          'db/20230101000000_old.sql': good,
          'db/1.sql': 'DROP TABEL x;',
        }),
    ],
    [
      'edited',
      (repo) => repo.stage({ 'db/20240101000000_users.sql': bad, 'db/20240102000000_posts.down.sql': '-- nothing\n' }),
    ],
    ['renamed', (repo) => repo.git('mv', 'db/20240101000000_users.sql', 'db/20240105000000_users.sql')],
    [
      'renamed and edited',
      (repo) => {
        repo.git('mv', 'db/20240101000000_users.sql', 'x.sql');
        repo.stage({ 'x.sql': base['db/20240101000000_users.sql'] + bad });
      },
    ],
    [
      'deleted',
      (repo) => repo.stage({ 'db/20240101000000_users.sql': null, 'db/20240102000000_posts.down.sql': null }),
    ],
    [
      'replaced by a link',
      (repo) => {
        repo.write({ 'db/20240101000000_users.sql': null });
        symlinkSync('20240102000000_posts.up.sql', join(repo.root, 'db/20240101000000_users.sql'));
        repo.git('add', 'db');
      },
    ],
    [
      'unreadable',
      (repo) =>
        repo.stage({
          'db/20240103000000_x.sql': 'version https://git-lfs.github.com/spec/v1\n',
          'db/2.sql': new Uint8Array(999),
        }),
    ],
    ['a schema without a migration', (repo) => repo.stage({ 'schema.prisma': '// 2\n' })],
    ['names of all kinds', (repo) => repo.stage({ 'db/é \n"*.sql': bad, '-x.sql': bad, ':!y.sql': bad })],
    [
      'other line ends',
      (repo) =>
        repo.stage({ 'db/20240101000000_users.sql': base['db/20240101000000_users.sql'].replaceAll('\n', '\r\n') }),
    ],
  ];
  it.each(cases)('%s', async (_, prepare) => {
    const repo = repository(base);
    repo.git('switch', '--quiet', '--create', 'feature');
    prepare(repo);
    const json = ['--format', 'json'];
    const hook = await repo.call(['lint', '--staged', ...json]);
    repo.git('commit', '--quiet', '--no-verify', '--allow-empty', '--message', 'x');
    // What is on disk is nobody's concern.
    repo.write({ 'db/20240101000000_users.sql': bad, 'db/20240102000000_posts.up.sql': null, 'db/9.sql': bad });
    const range = await repo.call(['lint', '--diff', 'main...feature', ...json]);
    repo.git('checkout', '--quiet', '--force', 'feature');
    repo.git('clean', '--quiet', '--force');
    expect([hook.code === 2, range]).toEqual([false, hook]);
    const since = await repo.call(['lint', '--since', 'main', ...json]);
    expect(since).toEqual(hook);
  });
});

describe('the ends of --diff', () => {
  /** `main` has gone on since `feature` left it. */
  function forked(): Repository {
    const repo = repository({ ...rc, '1.sql': good });
    repo.git('tag', '--annotate', 'v1', '--message', 'one');
    repo.git('switch', '--quiet', '--create', 'feature');
    repo.commit({ '2.sql': bad });
    repo.git('switch', '--quiet', 'main');
    repo.commit({ '3.sql': good.repeat(3) + bad });
    return repo;
  }
  const odd = [
    'odd/é',
    'a&b',
    "o'clock",
    '$(touch)',
    'x@y',
    '-'.padStart(2, 'a'),
    '{x}',
    'HEAD.lock~'.slice(0, 4) + '2',
    '日本',
  ];

  it('are commits by any of their names', async () => {
    const repo = forked();
    const id = repo.git('rev-parse', 'feature');
    for (const name of odd) repo.git('update-ref', `refs/heads/${name}`, id);
    const names = [
      'feature',
      'refs/heads/feature',
      'heads/feature',
      id,
      id.slice(0, 8),
      'feature~0',
      'feature^{commit}',
      ':/a commit',
      ...odd,
    ];
    const ranges = names.map((name) => (name === ':/a commit' ? 'v1...feature' : `main...${name}`));
    const found = await Promise.all(ranges.map(async (range) => (await verdict(repo, ['--diff', range])).files));
    expect(found).toEqual(ranges.map(() => ['2.sql: no-drop-table']));
  });

  it.each([
    ['main...feature', ['2.sql: no-drop-table']],
    ['main..feature', ['2.sql: no-drop-table', '3.sql']],
    ['feature...main', ['3.sql: no-drop-table']],
    ['feature', ['3.sql: no-drop-table']],
    ['feature...', ['3.sql: no-drop-table']],
    ['v1...feature', ['2.sql: no-drop-table']],
    ['v1..', ['3.sql: no-drop-table']],
    ['main...main', []],
    ['4b825dc642cb6eb9a060e54bf8d69288fbee4904..feature', ['1.sql', '2.sql: no-drop-table']],
  ])('%s', async (range, files) => {
    const code = files.some((file) => file.includes(':')) ? 1 : 0;
    expect(await verdict(forked(), ['--diff', range])).toEqual({ code, files, stderr: '' });
  });

  const fetch = 'Fetch it: git fetch origin; git branch --all lists what there is.';
  const unnamed = 'name the commit to compare with, such as origin/main...HEAD';
  it.each([
    ['...', unnamed],
    ['...HEAD', unnamed],
    ['nowhere...HEAD', `git knows no commit "nowhere". ${fetch}`],
    ['main...nowhere', `git knows no commit "nowhere". ${fetch}`],
    ['--output=x...HEAD', `git knows no commit "--output=x". ${fetch}`],
    ['main...--output=x', `git knows no commit "--output=x". ${fetch}`],
    ['main --output=x', `git knows no commit "main --output=x". ${fetch}`],
    ['main:1.sql...HEAD', `git knows no commit "main:1.sql". ${fetch}`],
    ['main...feature...main', `git knows no commit "feature...main". ${fetch}`],
    [
      `${'0'.repeat(40)}...main`,
      `git knows no commit "${'0'.repeat(40)}". Zeros stand for a branch that is new: name the branch that it is to be merged into.`,
    ],
  ])('that are no commits stop the run: %j', async (range, words) => {
    const repo = forked();
    const stderr = `farout-guard: --diff ${range}: ${words}\n`;
    expect([await verdict(repo, [`--diff=${range}`]), repo.git('status', '--porcelain')]).toEqual([
      { code: 2, files: [], stderr },
      '',
    ]);
  });

  it('must have a commit in common', async () => {
    const repo = forked();
    repo.git('switch', '--quiet', '--orphan', 'other');
    repo.commit({ '4.sql': bad });
    const stderr = 'farout-guard: --diff main...other: the two have no common commit. Name a branch of this history.\n';
    expect(await verdict(repo, ['--diff', 'main...other'])).toEqual({ code: 2, files: [], stderr });
  });

  it('are missing in a shallow clone, and it says what to fetch', async () => {
    const origin = forked();
    const path = join(origin.root, '../shallow');
    origin.git('clone', '--quiet', '--depth=1', '--no-single-branch', `file://${origin.root}`, path);
    const repo = origin.at(path);
    const help =
      'This clone is shallow: run git fetch --unshallow origin, or fetch all history (fetch-depth: 0 in actions/checkout, GIT_DEPTH: 0 in GitLab CI).';
    const before = [
      await verdict(repo, ['--diff', 'origin/main...origin/feature']),
      await verdict(repo, ['--diff', 'v0...HEAD']),
    ];
    repo.git('fetch', '--quiet', '--unshallow', 'origin');
    expect([...before, (await verdict(repo, ['--diff', 'origin/main...origin/feature'])).files]).toEqual([
      {
        code: 2,
        files: [],
        stderr: `farout-guard: --diff origin/main...origin/feature: the two have no common commit. ${help}\n`,
      },
      { code: 2, files: [], stderr: `farout-guard: --diff v0...HEAD: git knows no commit "v0". ${help}\n` },
      ['2.sql: no-drop-table'],
    ]);
  });

  it('need no working tree', async () => {
    const origin = forked();
    const path = join(origin.root, '../bare/migrations.git');
    origin.git('clone', '--quiet', '--bare', origin.root, path);
    const { code, files } = await verdict(origin.at(path), [
      '--diff',
      'main...feature',
      '--config',
      join(origin.root, '.farout-guardrc'),
    ]);
    expect([code, files]).toEqual([1, ['2.sql: no-drop-table']]);
  });
});

describe('--since judges the working tree', () => {
  const cases: [title: string, prepare: (repo: Repository) => void, files: readonly string[]][] = [
    ['nothing', () => {}, []],
    ['changed', (repo) => repo.write({ '1.sql': bad }), ['1.sql: no-drop-table']],
    [
      'staged, and changed again',
      (repo) => {
        repo.stage({ '1.sql': bad });
        repo.write({ '1.sql': `${good}--\n` });
      },
      ['1.sql'],
    ],
    [
      'staged, and put back',
      (repo) => {
        repo.stage({ '1.sql': bad });
        repo.write({ '1.sql': good });
      },
      [],
    ],
    ['untracked', (repo) => repo.write({ 'new folder/é.sql': bad }), ['new folder/é.sql: no-drop-table']],
    ['untracked and ignored', (repo) => repo.write({ '2.sql': bad, '.gitignore': '*.sql' }), []],
    [
      'only intended to be added',
      (repo) => {
        repo.write({ '2.sql': bad });
        repo.git('add', '--intent-to-add', '2.sql');
      },
      ['2.sql: no-drop-table'],
    ],
    ['an untracked link', (repo) => symlinkSync('1.sql', join(repo.root, '2.sql')), []],
    ['a link to nowhere', (repo) => symlinkSync('nowhere', join(repo.root, '2.sql')), []],
    ['deleted on disk', (repo) => repo.write({ '1.sql': null }), ['1.sql']],
    ['deleted in the index alone', (repo) => repo.git('rm', '--quiet', '--cached', '1.sql'), []],
    [
      'deleted in the index, changed on disk',
      (repo) => {
        repo.git('rm', '--quiet', '--cached', '1.sql');
        repo.write({ '1.sql': bad });
      },
      ['1.sql: no-drop-table'],
    ],
    [
      'staged and deleted on disk',
      (repo) => {
        repo.stage({ '2.sql': bad });
        repo.write({ '2.sql': null });
      },
      [],
    ],
    [
      'replaced by a link',
      (repo) => {
        repo.write({ '1.sql': null });
        symlinkSync('0.sql', join(repo.root, '1.sql'));
      },
      ['1.sql'],
    ],
    ['only its time is new', (repo) => utimesSync(join(repo.root, '1.sql'), 1e9, 1e9), []],
    ['committed', (repo) => repo.commit({ '2.sql': bad }), ['2.sql: no-drop-table']],
    [
      'committed, deleted on disk',
      (repo) => {
        repo.commit({ '2.sql': bad });
        repo.write({ '2.sql': null });
      },
      [],
    ],
    [
      'other line ends as git writes them',
      (repo) => {
        repo.git('config', 'core.autocrlf', 'true');
        repo.write({ '1.sql': good.replace('\n', '\r\n'), '2.sql': `${good}${bad}`.replaceAll('\n', '\r\n') });
      },
      ['2.sql: no-drop-table'],
    ],
    [
      'in conflict',
      (repo) => {
        repo.git('switch', '--quiet', '--create', 'other');
        repo.commit({ '1.sql': `${good}-- theirs\n` });
        repo.git('switch', '--quiet', 'main');
        repo.commit({ '1.sql': `${good}-- ours\n` });
        repo.run('git', ['merge', 'other']);
      },
      ['1.sql'],
    ],
    [
      'left out of the working tree',
      (repo) => {
        repo.stage({ '2.sql': bad });
        repo.git('update-index', '--skip-worktree', '2.sql');
        repo.write({ '2.sql': null });
      },
      ['2.sql: no-drop-table'],
    ],
  ];
  it.each(cases)('%s', async (_, prepare, files) => {
    const repo = repository({ ...rc, '0.sql': good, '1.sql': good });
    repo.git('tag', 'start');
    prepare(repo);
    const code = files.some((file) => file.includes(':')) ? 1 : 0;
    expect(await verdict(repo, ['--since', 'start'])).toEqual({ code, files, stderr: '' });
  });

  it('from where the two parted', async () => {
    const repo = repository({ ...rc, '1.sql': good });
    repo.git('branch', 'feature');
    repo.commit({ '2.sql': bad });
    repo.git('switch', '--quiet', 'feature');
    repo.write({ '3.sql': bad });
    expect((await verdict(repo, ['--since', 'main'])).files).toEqual(['3.sql: no-drop-table']);
  });
});

describe('the base branch', () => {
  const published = (settings: object) => configuration({ ...migrations, ...settings }, 'no-edit-migration');

  /** A clone of a repository whose branches `main` and `develop` each have a migration of their own. */
  function clone(settings: object = {}): Repository {
    const origin = repository({ '.farout-guardrc': published(settings), '0.sql': good });
    origin.git('switch', '--quiet', '--create', 'develop');
    origin.commit({ '1.sql': good, '2.sql': good });
    origin.git('switch', '--quiet', 'main');
    origin.commit({ '1.sql': good });
    const path = join(origin.root, '../clone');
    origin.git('clone', '--quiet', origin.root, path);
    return origin.at(path);
  }

  /** Which of the migrations that are edited are told to be published. */
  async function edited(repo: Repository): Promise<readonly string[]> {
    const text = `${good}ALTER TABLE users ADD COLUMN IF NOT EXISTS name text;\n`;
    repo.commit({ '2.sql': good, '3.sql': good });
    repo.stage({ '1.sql': text, '2.sql': text, '3.sql': text });
    const { files, stderr } = await verdict(repo);
    return stderr === '' ? files.filter((file) => file.includes(':')).map((file) => file.slice(0, 1)) : [stderr];
  }

  const cases: [title: string, settings: object, prepare: (repo: Repository) => void, published: readonly string[]][] =
    [
      ["the remote's default branch", {}, () => {}, ['1']],
      [
        "another remote's default branch",
        {},
        (repo) => repo.git('remote', 'set-head', 'origin', 'develop'),
        ['1', '2'],
      ],
      [
        'main where the default branch is not known',
        {},
        (repo) => repo.git('remote', 'set-head', 'origin', '--delete'),
        ['1'],
      ],
      ['the remote that is called upstream', {}, (repo) => repo.git('remote', 'rename', 'origin', 'upstream'), ['1']],
      ['HEAD without a remote', {}, (repo) => repo.git('remote', 'remove', 'origin'), ['1', '2', '3']],
      ['as the remote has it', { baseBranch: 'main' }, () => {}, ['1']],
      ['that is only on the remote', { baseBranch: 'develop' }, () => {}, ['1', '2']],
      ['with the name of the remote', { baseBranch: 'origin/develop' }, () => {}, ['1', '2']],
      ['that is only here', { baseBranch: 'mine' }, (repo) => repo.git('branch', 'mine', 'origin/develop'), ['1', '2']],
      ['that is a commit', { baseBranch: 'HEAD~1' }, () => {}, ['1']],
      [
        'that is not there',
        { baseBranch: 'gone' },
        () => {},
        [
          'farout-guard: baseBranch: git knows no commit "gone". Fetch it: git fetch origin; git branch --all lists what there is.\n',
        ],
      ],
      [
        'whose name is no name',
        { baseBranch: 'a\nb' },
        () => {},
        [
          'farout-guard: baseBranch: git knows no commit "a\nb". Fetch it: git fetch origin; git branch --all lists what there is.\n',
        ],
      ],
    ];
  it.each(cases)('is %s', async (_, settings, prepare, expected) => {
    const repo = clone(settings);
    prepare(repo);
    expect(await edited(repo)).toEqual(expected);
  });

  it('is not asked for what a merge brings along', async () => {
    const repo = repository({
      '.farout-guardrc': published({}),
      '1.sql': good,
      '2.sql': good,
      '3.sql': good,
      'x.txt': '',
    });
    const text = `${good}ALTER TABLE users ADD COLUMN IF NOT EXISTS name text;\n`;
    repo.git('switch', '--quiet', '--create', 'other');
    repo.commit({ '1.sql': text, '2.sql': null, '3.sql': text, 'x.txt': 'theirs' });
    repo.git('switch', '--quiet', 'main');
    repo.commit({ 'x.txt': 'ours' });
    repo.run('git', ['merge', 'other']);
    repo.stage({ 'x.txt': 'both', '3.sql': `${text}${text}` });
    expect((await verdict(repo)).files).toEqual(['1.sql', '2.sql', '3.sql: no-edit-migration']);
  });

  it('is not asked for it in the hook of a clean merge either, where git has not yet written what it merges', () => {
    const repo = repository({ '.farout-guardrc': published({}), '1.sql': good, '2.sql': good });
    repo.git('switch', '--quiet', '--create', 'other');
    repo.commit({ '1.sql': `${good}${good}`, '2.sql': null });
    repo.git('switch', '--quiet', 'main');
    repo.commit({ 'x.txt': '' });
    repo.hook('pre-merge-commit');
    expect(repo.run('git', ['merge', '--quiet', '--no-edit', 'other'])).toMatchObject({ code: 0 });
  });
});
