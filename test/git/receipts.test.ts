import { describe, expect, it } from 'vitest';
import { contentHash, type Receipt } from '../../src/receipt/receipt.ts';
import { places, reports } from '../cli.ts';
import { allPassed, receiptFile } from '../receipt.ts';
import { repository, type Contents, type Repository } from './repository.ts';
import { configuration, good, verdict } from './verdict.ts';

const rule = 'require-test-receipt';
const path = 'db/2.sql';
const text = good.replace('users', 'orders');
const rc = { '.farout-guardrc': configuration({ migrations: ['db/**/*.sql'] }, rule), 'db/1.sql': good };
const receipt = (more?: Partial<Receipt>) => receiptFile(path, text, more);

/** What the rule says of staged changes, the beginning of each message. */
async function said(opened: Repository, args: readonly string[] = ['--staged']): Promise<readonly string[]> {
  const run = await opened.call(['lint', ...args, '--format', 'json']);
  const messages = reports(run).flatMap(({ messages }) => messages as unknown as { readonly message: string }[]);
  return [`exit ${run.code}`, ...messages.map(({ message }) => message.split('\n', 1)[0] ?? '')];
}

const missing =
  'Nothing shows that this migration was tried: there is no receipt at .farout-guard/receipts/db/2.sql.json. What ran nowhere runs on the real data first.';
const stale = (what: string) =>
  `The receipt .farout-guard/receipts/db/2.sql.json is not of this migration as it is now: ${what}.`;
const staleText = stale('its text has changed since it ran');

describe('what is staged', () => {
  const cases: [title: string, prepare: (opened: Repository) => void, said: readonly string[]][] = [
    ['with its receipt', (opened) => opened.stage({ [path]: text, ...receipt() }), ['exit 0']],
    [
      'with its receipt on the disk alone',
      (opened) => {
        opened.stage({ [path]: text });
        opened.write(receipt());
      },
      ['exit 1', missing],
    ],
    [
      'with a receipt that is taken from the disk',
      (opened) => {
        opened.stage({ [path]: text, ...receipt() });
        opened.write({ '.farout-guard/receipts/db/2.sql.json': null });
      },
      ['exit 0'],
    ],
    [
      'edited after it ran',
      (opened) => {
        opened.stage({ [path]: text, ...receipt() });
        opened.stage({ [path]: `${text}SELECT 1;\n` });
      },
      ['exit 1', staleText],
    ],
    [
      'edited on the disk alone',
      (opened) => {
        opened.stage({ [path]: text, ...receipt() });
        opened.write({ [path]: `${text}SELECT 1;\n` });
      },
      ['exit 0'],
    ],
    [
      'with other line ends than those that ran',
      (opened) => opened.stage({ [path]: text.replaceAll('\n', '\r\n'), ...receipt() }),
      ['exit 0'],
    ],
    [
      'with a way back that was edited after it ran',
      (opened) => {
        const undo = { path: 'db/2.down.sql', content: contentHash('DROP TABLE orders;\n') };
        opened.stage({ 'db/2.down.sql': '-- none\n', [path]: text, ...receipt({ undo }) });
      },
      ['exit 1', stale('its way back was another when it ran')],
    ],
    [
      'after a run that failed',
      (opened) => opened.stage({ [path]: text, ...receipt({ results: { ...allPassed, again: 'failed' } }) }),
      ['exit 1', 'The receipt says that this migration was tried and did not pass: a second run.'],
    ],
    [
      'with a receipt that is no text',
      (opened) => opened.stage({ [path]: text, '.farout-guard/receipts/db/2.sql.json': new Uint8Array(64) }),
      [
        'exit 1',
        'What stands at .farout-guard/receipts/db/2.sql.json is no receipt: a merge or an edit has broken it, or another version wrote it.',
      ],
    ],
    ['an old migration', (opened) => opened.stage({ 'db/1.sql': `${good}SELECT 1;\n` }), ['exit 0']],
    ['the receipt alone', (opened) => opened.stage(receipt()), ['exit 0']],
  ];
  it.each(cases)('%s', async (_, prepare, expected) => {
    const opened = repository(rc);
    prepare(opened);
    expect(await said(opened)).toEqual(expected);
  });

  it('says what to do', async () => {
    const opened = repository(rc);
    opened.stage({ 'db/2 $x.sql': text });
    const { stdout } = await opened.call(['lint', '--staged']);
    expect(stdout).toContain("npx farout-guard test 'db/2 $x.sql'");
    expect(stdout).toContain("git add -- '.farout-guard/receipts/db/2 $x.sql.json'");
  });

  it('under a name that it did not have when it ran', async () => {
    const settings = { migrations: ['db/**/*.sql'], baseBranch: 'main' };
    const opened = repository({ ...rc, '.farout-guardrc': configuration(settings, rule) });
    opened.git('checkout', '--quiet', '-b', 'topic');
    opened.commit({ [path]: text, ...receipt() });
    opened.stage({ [path]: null, 'db/3.sql': text });
    expect((await said(opened))[1]).toContain('there is no receipt at .farout-guard/receipts/db/3.sql.json');
    opened.stage({ '.farout-guard/receipts/db/3.sql.json': receipt()['.farout-guard/receipts/db/2.sql.json'] ?? '' });
    expect((await said(opened))[1]).toContain('it is that of another file');
    opened.stage(receiptFile('db/3.sql', text));
    expect(await said(opened)).toEqual(['exit 0']);
  });

  it('by the hook', () => {
    const opened = repository(rc);
    opened.hook();
    opened.stage({ [path]: text });
    opened.write(receipt());
    const commit = () => opened.run('git', ['commit', '--quiet', '--message', 'x']).code;
    expect(commit()).toBe(1);
    opened.git('add', '--', '.farout-guard');
    expect(commit()).toBe(0);
  });
});

describe('a range of commits', () => {
  it('counts what the newer one holds', async () => {
    const opened = repository(rc);
    opened.git('checkout', '--quiet', '-b', 'topic');
    opened.commit({ [path]: text });
    opened.write(receipt());
    expect(await said(opened, ['--diff', 'main...HEAD'])).toEqual(['exit 1', missing]);
    opened.commit(receipt());
    expect(await said(opened, ['--diff', 'main...HEAD'])).toEqual(['exit 0']);
    opened.commit({ [path]: `${text}SELECT 1;\n` });
    expect(await said(opened, ['--diff', 'main...HEAD'])).toEqual(['exit 1', staleText]);
    expect(await said(opened, ['--diff', 'main...HEAD~'])).toEqual(['exit 0']);
  });

  it('counts the disk under --since, and nothing without a change', async () => {
    const opened = repository(rc);
    opened.write({ [path]: text });
    expect(await said(opened, ['--since', 'HEAD'])).toEqual(['exit 1', missing]);
    expect(await said(opened, [])).toEqual(['exit 0']);
    opened.write(receipt());
    expect(await said(opened, ['--since', 'HEAD'])).toEqual(['exit 0']);
  });
});

describe('receipts themselves', () => {
  it.each([[['**/*.*']], [['db/**', '.farout-guard/**']], [['**/*.json']]])(
    'are no migrations of %j',
    async (migrations) => {
      const files: Contents = { ...rc, '.farout-guardrc': configuration({ migrations }, 'unparseable-sql') };
      const opened = repository(files);
      opened.stage({ [path]: text, ...receipt() });
      const { files: judged } = await verdict(opened);
      expect(judged.filter((file) => file.includes('.farout-guard/'))).toEqual([]);
      const all = await opened.call(['lint', '--format', 'json']);
      expect(all.stdout).not.toContain('.farout-guard/receipts');
      const named = await opened.call(['lint', '.farout-guard/receipts/db/2.sql.json', '--format', 'json']);
      expect(named.stdout === '' ? [] : places(named, opened.root)).toEqual([]);
    },
  );

  it('are in a folder of the project below the top of the repository', async () => {
    const opened = repository({ 'x.txt': 'x' });
    const below = (files: Contents) =>
      Object.fromEntries(Object.entries(files).map(([each, content]) => [`shop/${each}`, content]));
    opened.commit(below(rc));
    opened.stage(below({ [path]: text }));
    const codeOf = async () => (await opened.call(['lint', '--staged'], { cwd: `${opened.root}/shop` })).code;
    opened.stage(receipt());
    expect(await codeOf()).toBe(1);
    opened.stage(below(receipt()));
    expect(await codeOf()).toBe(0);
  });
});
