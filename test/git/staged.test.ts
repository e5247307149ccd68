import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { places } from '../cli.ts';
import { repository, type Repository } from './repository.ts';
import { bad, configuration, good, rc, verdict, type Verdict } from './verdict.ts';

const silent = (files: readonly string[]): Verdict => ({
  code: files.some((file) => file.includes(':')) ? 1 : 0,
  files,
  stderr: '',
});

describe('what is judged is what is staged', () => {
  const cases: [title: string, prepare: (repo: Repository) => void, files: readonly string[]][] = [
    ['nothing is staged', () => {}, []],
    ['staged in capital letters', (repo) => repo.stage({ '2.SQL': bad }), ['2.SQL: no-drop-table']],
    [
      'staged and taken back on disk',
      (repo) => {
        repo.stage({ '2.sql': bad });
        repo.write({ '2.sql': good });
      },
      ['2.sql: no-drop-table'],
    ],
    [
      'staged and taken away from the disk',
      (repo) => {
        repo.stage({ '2.sql': bad });
        repo.write({ '2.sql': null });
      },
      ['2.sql: no-drop-table'],
    ],
    [
      'only on disk',
      (repo) => {
        repo.stage({ '2.sql': good });
        repo.write({ '2.sql': bad, '3.sql': bad });
      },
      ['2.sql'],
    ],
    ['changed on disk, nothing staged', (repo) => repo.write({ '1.sql': bad }), []],
    ['changed', (repo) => repo.stage({ '1.sql': bad }), ['1.sql: no-drop-table']],
    ['deleted', (repo) => repo.stage({ '1.sql': null }), ['1.sql']],
    ['renamed', (repo) => repo.git('mv', '1.sql', '2.sql'), ['2.sql']],
    [
      'renamed and changed',
      (repo) => {
        repo.git('mv', '1.sql', '2.sql');
        repo.stage({ '2.sql': good.repeat(9) + bad });
      },
      ['2.sql: no-drop-table'],
    ],
    ['renamed to what is no migration', (repo) => repo.git('mv', '1.sql', '1.txt'), ['1.sql']],
    [
      'what was no migration renamed to one',
      (repo) => repo.git('mv', 'dropped.txt', '2.sql'),
      ['2.sql: no-drop-table'],
    ],
    ['copied', (repo) => repo.stage({ '2.sql': good.repeat(9) }), ['2.sql']],
    ['made executable', (repo) => repo.git('update-index', '--chmod=+x', '1.sql'), ['1.sql']],
    [
      'only intended to be added',
      (repo) => {
        repo.write({ '2.sql': bad });
        repo.git('add', '--intent-to-add', '2.sql');
      },
      [],
    ],
    [
      'ignored by git, but added',
      (repo) => {
        repo.write({ '.gitignore': '*.sql' });
        repo.stage({ '2.sql': bad });
      },
      ['2.sql: no-drop-table'],
    ],
    [
      'assumed to be unchanged',
      (repo) => {
        repo.stage({ '2.sql': bad });
        repo.git('update-index', '--assume-unchanged', '2.sql');
        repo.write({ '2.sql': good });
      },
      ['2.sql: no-drop-table'],
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
    ['no migration', (repo) => repo.stage({ 'notes.md': bad }), []],
    [
      'a pointer of git-lfs',
      (repo) => repo.stage({ '2.sql': 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n' }),
      ['2.sql: unverifiable-sql'],
    ],
    [
      'a binary file',
      (repo) => repo.stage({ '2.sql': Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7) % 256)) }),
      ['2.sql: unverifiable-sql'],
    ],
    ['an empty file', (repo) => repo.stage({ '2.sql': '' }), ['2.sql']],
    [
      'UTF-16 with a byte order mark',
      (repo) => repo.stage({ '2.sql': Buffer.from(`\ufeff${bad}`, 'utf16le') }),
      ['2.sql: no-drop-table'],
    ],
  ];
  it.each(cases)('%s', async (_, prepare, files) => {
    const repo = repository({ ...rc, '1.sql': good.repeat(9), 'dropped.txt': bad.repeat(3) });
    prepare(repo);
    expect(await verdict(repo)).toEqual(silent(files));
  });

  it('the part of a file that git add --patch took', async () => {
    const repo = repository({ ...rc, '1.sql': `${good}${'--\n'.repeat(20)}${good}` });
    repo.write({ '1.sql': `${bad}${good}${'--\n'.repeat(20)}${good}TRUNCATE users;\n` });
    repo.run('git', ['add', '--patch'], { input: 'n\ny\n' });
    expect([repo.git('diff', '--cached', '--numstat'), await verdict(repo)]).toEqual([
      '1\t0\t1.sql',
      silent(['1.sql']),
    ]);
    repo.run('git', ['add', '--patch'], { input: 'y\n' });
    expect(await verdict(repo)).toEqual(silent(['1.sql: no-drop-table']));
  });

  it('before the first commit', async () => {
    const repo = repository();
    repo.stage({ ...rc, '1.sql': good, '2.sql': bad });
    expect(await verdict(repo)).toEqual(silent(['1.sql', '2.sql: no-drop-table']));
  });

  it('paths limit it', async () => {
    const repo = repository(rc);
    repo.stage({ 'a/1.sql': bad, 'b/1.sql': bad, 'b/[c].sql': bad });
    const found = [['a'], ['a/1.sql'], ['*/1.sql'], ['b/[c].sql'], ['c'], ['.']].map(async (paths) => {
      const { files } = await verdict(repo, ['--staged', ...paths]);
      return files.map((file) => file.replace(': no-drop-table', ''));
    });
    expect(await Promise.all(found)).toEqual([
      ['a/1.sql'],
      ['a/1.sql'],
      ['a/1.sql', 'b/1.sql'],
      ['b/[c].sql'],
      [],
      ['a/1.sql', 'b/1.sql', 'b/[c].sql'],
    ]);
  });
});

describe('names', () => {
  const names = [
    ' leading and trailing .sql ',
    'a space.sql',
    'two\nlines.sql',
    'tab\there.sql',
    '"quoted".sql',
    "o'clock.sql",
    '-leading-hyphen.sql',
    '--output=x.sql',
    ':(exclude)x.sql',
    ':!x.sql',
    '*.sql',
    '[a].sql',
    '{a,b}.sql',
    '$(touch x).sql',
    'back\\slash.sql',
    'nfc-\u00e9.sql',
    'nfd-e\u0301.sql',
    '日本語/🐘.sql',
    '#.sql',
    '%41.sql',
    'constructor.sql',
    '__proto__.sql',
    '__proto__/toString.sql',
  ].filter((name) => name.endsWith('.sql'));

  it('are taken as they are', async () => {
    const repo = repository(rc);
    repo.stage(Object.fromEntries(names.map((name) => [name, bad])));
    expect(await verdict(repo)).toEqual(silent([...names].sort().map((name) => `${name}: no-drop-table`)));
  });

  it('that are no UTF-8 stay apart', async () => {
    const repo = repository(rc);
    const [dropped, kept] = [bad, good].map((text) =>
      repo.run('git', ['hash-object', '-w', '--stdin'], { input: text }).stdout.trim(),
    );
    const entries = [`100644 ${dropped}\t\xfe.sql\0`, `100644 ${kept}\t\xff.sql\0`, `100644 ${kept}\té.sql\0`];
    repo.run('git', ['update-index', '-z', '--index-info'], { input: Buffer.from(entries.join(''), 'latin1') });
    expect(await verdict(repo)).toEqual(silent(['\\351.sql', '\\376.sql: no-drop-table', '\\377.sql']));
  });
});

describe('what is no file', () => {
  it('is left out, which --verbose says', async () => {
    const repo = repository({ ...rc, '1.sql': good, '2.sql': good });
    for (const name of ['1.sql', '3.sql']) {
      repo.write({ [name]: null });
      symlinkSync('2.sql', `${repo.root}/${name}`);
    }
    repo.git('add', '--all');
    repo.git('update-index', '--add', '--cacheinfo', `160000,${repo.git('rev-parse', 'HEAD')},module.sql`);
    expect([await verdict(repo), await verdict(repo, ['--staged', '--verbose'])]).toEqual([
      silent(['1.sql']),
      {
        ...silent(['1.sql']),
        stderr: ['1.sql (symbolic link)', '3.sql (symbolic link)', 'module.sql (submodule)']
          .map((what) => `farout-guard: ${what} is not judged\n`)
          .join(''),
      },
    ]);
  });

  it('becomes a migration when a file takes its place', async () => {
    const repo = repository(rc);
    symlinkSync('elsewhere', `${repo.root}/1.sql`);
    repo.commit();
    repo.stage({ '1.sql': bad });
    expect(await verdict(repo)).toEqual(silent(['1.sql: no-drop-table']));
  });

  it('is a finding while it is in conflict', async () => {
    const repo = repository({ ...rc, '1.sql': good });
    repo.git('switch', '--quiet', '--create', 'other');
    repo.commit({ '1.sql': `${good}-- theirs\n` });
    repo.git('switch', '--quiet', 'main');
    repo.commit({ '1.sql': `${good}-- ours\n` });
    repo.run('git', ['merge', 'other']);
    expect(await verdict(repo)).toEqual(silent(['1.sql: unverifiable-sql']));
  });
});

describe('line ends and encodings', () => {
  it('are those that git holds', async () => {
    const repo = repository(rc);
    repo.git('config', 'core.autocrlf', 'true');
    repo.stage({ '1.sql': `${good}${bad}`.replaceAll('\n', '\r\n') });
    repo.git('config', 'core.autocrlf', 'false');
    repo.stage({ '2.sql': `${good}${bad}`.replaceAll('\n', '\r\n') });
    const run = await repo.call(['lint', '--staged', '--format', 'json']);
    expect(places(run, repo.root)).toEqual(['1.sql:2:1 no-drop-table', '2.sql:2:1 no-drop-table']);
  });

  it('are turned into UTF-8 by git where it is told so', async () => {
    const repo = repository({ ...rc, '.gitattributes': '*.sql working-tree-encoding=UTF-16LE-BOM eol=crlf\n' });
    repo.stage({ '1.sql': Buffer.from(`\ufeff-- é\r\n${bad}`, 'utf16le') });
    expect([repo.git('cat-file', 'blob', ':1.sql'), await verdict(repo)]).toEqual([
      `-- é\n${bad.trimEnd()}`,
      silent(['1.sql: no-drop-table']),
    ]);
  });
});

describe('the files around', () => {
  const settings = configuration({ migrations: ['**/*.sql'] }, 'require-down-migration');
  const pair = { '1_a.up.sql': good, '1_a.down.sql': 'DROP TABLE IF EXISTS users;\n' };
  const cases: [title: string, prepare: (repo: Repository) => void, files: readonly string[]][] = [
    ['both staged', (repo) => repo.stage(pair), ['1_a.down.sql', '1_a.up.sql']],
    [
      'one staged, one on disk',
      (repo) => {
        repo.write(pair);
        repo.git('add', '1_a.up.sql');
      },
      ['1_a.up.sql: require-down-migration'],
    ],
    [
      'one staged, one only intended to be added',
      (repo) => {
        repo.write(pair);
        repo.git('add', '1_a.up.sql');
        repo.git('add', '--intent-to-add', '1_a.down.sql');
      },
      ['1_a.up.sql: require-down-migration'],
    ],
    [
      'both staged, one gone from the disk',
      (repo) => {
        repo.stage(pair);
        repo.write({ '1_a.down.sql': null });
      },
      ['1_a.down.sql', '1_a.up.sql'],
    ],
    [
      'one staged, one committed',
      (repo) => {
        repo.commit({ '1_a.down.sql': pair['1_a.down.sql'] });
        repo.stage(pair);
        repo.write({ '1_a.down.sql': null });
      },
      ['1_a.up.sql'],
    ],
    [
      'one staged, one deleted',
      (repo) => {
        repo.commit(pair);
        repo.stage({ '1_a.up.sql': `${good}--`, '1_a.down.sql': null });
        repo.write(pair);
      },
      ['1_a.down.sql', '1_a.up.sql: require-down-migration'],
    ],
  ];
  it.each(cases)('are those of the index: %s', async (_, prepare, files) => {
    const repo = repository({ '.farout-guardrc': settings, 'empty.txt': '' });
    prepare(repo);
    expect(await verdict(repo)).toEqual(silent(files));
  });

  it('do not have what is only intended to be added', async () => {
    const repo = repository({ '.farout-guardrc': settings });
    repo.write(pair);
    repo.git('add', '1_a.up.sql');
    repo.git('add', '--intent-to-add', '1_a.down.sql');
    expect((await repo.call(['lint', '--staged'])).stdout).toContain('`1_a.down.sql` is missing');
  });
});

describe('the configuration', () => {
  const note = 'farout-guard: .farout-guardrc is used as it is on disk, which is not how it is staged\n';
  const cases: [title: string, prepare: (repo: Repository) => void, stderr: string][] = [
    ['as it is committed', () => {}, ''],
    ['changed on disk', (repo) => repo.write({ '.farout-guardrc': ` ${rc['.farout-guardrc']}` }), note],
    ['changed and staged', (repo) => repo.stage({ '.farout-guardrc': ` ${rc['.farout-guardrc']}` }), ''],
    [
      'with other line ends',
      (repo) => repo.write({ '.farout-guardrc': rc['.farout-guardrc'].replace('\n', '\r\n') }),
      '',
    ],
    ['not committed', (repo) => repo.git('rm', '--cached', '--quiet', '.farout-guardrc'), note],
  ];
  it.each(cases)('is the one on disk: %s', async (_, prepare, stderr) => {
    const repo = repository(rc);
    prepare(repo);
    repo.stage({ '1.sql': bad });
    expect(await verdict(repo)).toEqual({ ...silent(['1.sql: no-drop-table']), stderr });
  });

  it('may stand in a folder of a larger repository', async () => {
    const settings = configuration({ migrations: ['db/*.sql'] });
    const repo = repository({ 'packages/shop/.farout-guardrc': settings });
    repo.stage({ 'packages/shop/db/1.sql': bad, 'packages/cart/db/1.sql': bad, 'db/1.sql': bad });
    const shop = `${repo.root}/packages/shop`;
    const found = [verdict(repo, ['--staged'], { cwd: shop }), verdict(repo, ['--staged', 'db'], { cwd: shop })];
    expect(await Promise.all(found)).toEqual(Array(2).fill(silent(['packages/shop/db/1.sql: no-drop-table'])));
  });

  it('has nothing to say about files outside its folder', async () => {
    const settings = configuration({ migrations: ['**/*.sql', '../**/*.sql'] });
    const repo = repository({ 'packages/shop/.farout-guardrc': settings });
    repo.stage({ 'packages/shop/1.sql': good, 'packages/1.sql': bad, 'shop/1.sql': bad });
    expect(await verdict(repo, ['--staged'], { cwd: `${repo.root}/packages/shop` })).toEqual(
      silent(['packages/shop/1.sql']),
    );
  });

  it('may be given from above the repository', async () => {
    const repo = repository();
    const above = repo.root.replace(/\/repository$/, '');
    repo.at(above).write({ 'guard.json': configuration({ migrations: ['repository/db/*.sql'] }) });
    repo.stage({ 'db/1.sql': bad });
    expect(await verdict(repo, ['--staged', '--config', `${above}/guard.json`])).toEqual(
      silent(['db/1.sql: no-drop-table']),
    );
  });
});
