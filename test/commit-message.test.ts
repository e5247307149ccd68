import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import rule from '../rules/commit-message.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import { cleanMessage } from '../src/commit-message/clean.ts';
import { expectedMessage, testedLine } from '../src/commit-message/expected.ts';
import { unnamed } from '../src/commit-message/named.ts';
import { unitsOf } from '../src/commit-message/units.ts';
import { lintSource } from '../src/lint.ts';
import { filesInMemory } from './fixture.ts';

const files = filesInMemory([]);

function messagesFor(text: string, migrations: readonly string[], options: object = {}): readonly string[] {
  const config = {
    rules: [{ name: 'commit-message', severity: 'error' as const, options: { ...rule.defaults, ...options } }],
    adapter: null,
    postgres: 15,
    approvals: defaultApprovals,
  };
  const changes = { base: files, of: () => null, migrations };
  return lintSource({ path: 'm', text, subject: 'commit message' }, files, config, { changes }).findings.map(
    ({ message }) => message,
  );
}

const filledIn = (message: string) => message.replace('<what changes>', 'x').replace(/<where.*>/, 'staging');

describe('the expected message', () => {
  const body = (...lines: string[]) => `${lines.map((line) => `Migration: ${line}`).join('\n')}\n`;
  const many = (folder: string, amount: number) =>
    Array.from({ length: amount }, (_, index) => `${folder}${index}_x.sql`);
  const cases: [title: string, migrations: string[], subject: string, lines: string][] = [
    [
      'a file',
      ['db/20240131_120000_add_rank_image_to_users.sql'],
      'add rank_image to users',
      body('20240131_120000_add_rank_image_to_users.sql'),
    ],
    ['none', [], '<what changes>', body('<file>')],
    ['several', ['db/1_add_a.sql', 'db/2_add_b.sql'], '<what changes>', body('1_add_a.sql', '2_add_b.sql')],
    [
      'both directions',
      ['db/1_drop_old_users.down.sql', 'db/1_drop_old_users.up.sql'],
      'drop old_users',
      body('1_drop_old_users.up.sql'),
    ],
    [
      'a folder',
      ['prisma/migrations/20240101_make_email_not_null/migration.sql'],
      'make email not null',
      body('20240101_make_email_not_null/migration.sql'),
    ],
    ['no words', ['db/0001.sql'], '<what changes>', body('0001.sql')],
    ['a number that is a word', ['db/0001_2fa_codes.sql'], '2fa_codes', body('0001_2fa_codes.sql')],
    [
      'a class of MikroORM',
      ['migrations/Migration20240131120000_add_rank_to_users.ts'],
      'add rank to users',
      body('Migration20240131120000_add_rank_to_users.ts'),
    ],
    [
      'a time of Umzug',
      ['migrations/2024.01.31T12.00.00.add-rank-to-users.ts'],
      'add rank to users',
      body('2024.01.31T12.00.00.add-rank-to-users.ts'),
    ],
    [
      'camel case',
      ['src/migrations/1700000000000-AddRankImageToUsers.ts'],
      'add rank_image to users',
      body('1700000000000-AddRankImageToUsers.ts'),
    ],
    [
      'flyway',
      ['sql/U1.2__create_users_table.sql', 'sql/V1.2__create_users_table.sql'],
      'create users table',
      body('V1.2__create_users_table.sql'),
    ],
    [
      'an index',
      ['db/7_add_index_on_users_email.sql'],
      'add index on users_email',
      body('7_add_index_on_users_email.sql'),
    ],
    ['no verb', ['db/7_users_email.sql'], 'users_email', body('7_users_email.sql')],
    ['equal names', ['a/1_x.sql', 'b/1_x.sql'], '<what changes>', body('a/1_x.sql', 'b/1_x.sql')],
    ['a comma and a line feed', ['db/1_a,b\nc.sql'], 'a_b_c', body('1_a?b?c.sql')],
    ['many', many('db/migrations/', 300), '<what changes>', body('db/migrations/*.sql')],
    [
      'many in many folders',
      Array.from({ length: 300 }, (_, index) => `services/s${index}/1_x.sql`),
      '<what changes>',
      body('services/*.sql'),
    ],
    ['many of several languages', [...many('db/', 10), 'db/y.ts'], '<what changes>', body('db/*')],
    ['many at the top', many('', 6), '<what changes>', body('0_x.sql, 1_x.sql, 2_x.sql, 3_x.sql, 4_x.sql, 5_x.sql')],
  ];
  test.each(cases)('for %s', (_, migrations, subject, lines) => {
    const message = expectedMessage(migrations, rule.defaults, testedLine);
    expect(message).toBe(
      `feat(db): ${subject}\n\n${lines}Tested: <where, such as staging with a copy of production>\n`,
    );
    expect(messagesFor(filledIn(message), migrations)).toEqual([]);
  });

  test('follows the options', () => {
    expect(expectedMessage(['a.sql'], { types: ['schema'], scopes: [] }, testedLine)).toMatch(/^schema: a\n/);
    expect(expectedMessage(['a.sql'], { types: ['schema'], scopes: ['shop', 'x'] }, testedLine)).toMatch(
      /^schema\(shop\): a\n/,
    );
  });

  test('satisfies the rule when it is filled in, whatever the files are called, and never before', () => {
    const part = fc
      .array(fc.constantFrom(...'aB1é,*? \n\t"\'`().;-_[]{}\\'), { maxLength: 6 })
      .map((letters) => `x${letters.join('')}y`);
    const folder = fc.array(fc.oneof(part, fc.constantFrom('up', 'down', '_')), { maxLength: 2 });
    const end = fc.constantFrom('.sql', '.sql', '.sql', '.up.sql', '.down.sql', '/migration.sql', '.ts', '');
    const paths = fc.array(folder, { minLength: 1, maxLength: 15 }).chain((folders) => {
      const path = fc.tuple(fc.constantFrom(...folders), part, end);
      const amount = { minLength: 1, maxLength: 40 };
      return fc.uniqueArray(
        path.map(([above, name, end]) => [...above, name + end].join('/')),
        amount,
      );
    });
    fc.assert(
      fc.property(paths, (migrations) => {
        const message = expectedMessage(migrations, rule.defaults, testedLine);
        expect(messagesFor(message, migrations)).not.toEqual([]);
        expect(messagesFor(filledIn(message), migrations)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is wrong', () => {
  test('is said with the lines to add', () => {
    expect(messagesFor('Add rank', ['db/1_a.sql', 'db/2_b.sql'])).toEqual([
      'The message does not name "1_a.sql" and "2_b.sql". Who undoes a migration, or asks why it is there, looks for the commit by that name. Add:\nMigration: 1_a.sql\nMigration: 2_b.sql',
      'The message does not say where "1_a.sql" and "2_b.sql" ran before. What was tested nowhere runs on the real data first. Add:\nTested: <where, such as staging with a copy of production>',
      'The commit changes migrations, and the first line of its message is not of the form feat(db): what changes. The history is searched by it, and release notes are made of it. Write:\nfeat(db): Add rank',
    ]);
  });

  const good = '\n\nMigration: a\nTested: staging\n';
  const lines: [subject: string, what: string, line: string][] = [
    ['docs(db)!: x', 'has the type "docs" instead of one of feat, fix, perf, refactor, revert, chore', 'feat(db)!: x'],
    ['fix: x', 'has no scope instead of db', 'fix(db): x'],
    ['fix(api): x', 'has the scope "api" instead of db', 'fix(db): x'],
    ['fix(db):x', 'is not of the form feat(db): what changes', 'feat(db): fix(db):x'],
    ['fix(db): ...', 'does not say what changes', 'fix(db): ...'],
    ['x'.repeat(5000), 'is not of the form feat(db): what changes', `feat(db): ${'x'.repeat(200)}…`],
  ];
  test.each(lines)('in first line %#', (subject, what, line) => {
    expect(messagesFor(subject + good, ['a.sql'])).toEqual([
      `The commit changes migrations, and the first line of its message ${what}. The history is searched by it, and release notes are made of it. Write:\n${line}`,
    ]);
  });

  test('stays bearable for hundreds of migrations', () => {
    const migrations = Array.from({ length: 500 }, (_, index) => `db/migrations/${index}_x.sql`);
    const lengths = messagesFor('feat(db): x', migrations).map((message) => message.length);
    expect(lengths.map((length) => length < 400)).toEqual([true, true]);
  });

  test('is found in bearable time', () => {
    const deep = 'a/'.repeat(2000);
    const migrations = [
      ...Array.from({ length: 5000 }, (_, index) => `db/${index}_x.sql`),
      ...Array.from({ length: 20 }, (_, index) => `${deep}${index}.sql`),
    ];
    const entries = [
      ...Array.from({ length: 5000 }, (_, index) => `db/${index}_y.sql`),
      ...Array.from({ length: 5000 }, () => `${'*a'.repeat(50)}b`),
      'a/a/',
    ];
    const started = performance.now();
    expect(unnamed(unitsOf(migrations), entries).length).toBe(5000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('what git takes out of the file', () => {
  const scissors = '------------------------ >8 ------------------------';
  const cases: [title: string, text: string, comment: string, isStripped: boolean, kept: string][] = [
    ['comments', 'a\n# b\n #c\n#\n', '#', true, 'a\n   \n #c\n \n'],
    ['no comments where they stay', 'a\n# b\n', '#', false, 'a\n# b\n'],
    ['another sign', '# a\n; b\n', ';', true, '# a\n   \n'],
    ['a longer sign', '# a\n// b\n/ c\n', '//', true, '# a\n    \n/ c\n'],
    ['line ends of Windows', 'a\r\n# b\r\nc\r\n', '#', true, 'a\r\n   \r\nc\r\n'],
    ['below the scissors', `a\n# ${scissors}\n# b\nc\n`, '#', false, `a\n${' '.repeat(54)}\n   \n \n`],
    ['from the start', `# ${scissors}\nc\n`, '#', true, `${' '.repeat(54)}\n \n`],
    ['scissors of Windows', `a\r\n# ${scissors}\r\nc`, '#', true, `a\r\n${' '.repeat(54)}\r\n `],
    ['no scissors inside a line', `a # ${scissors}\nc\n`, '#', true, `a # ${scissors}\nc\n`],
    ['no scissors with more behind', `a\n# ${scissors} x\nc\n`, '#', false, `a\n# ${scissors} x\nc\n`],
    ['no scissors of another sign', `a\n; ${scissors}\nc\n`, '#', true, `a\n; ${scissors}\nc\n`],
    ['the sign that git chose', '#1 a\n; b\n;\tc\n', 'auto', true, '#1 a\n   \n  \t\n'.replace('\t', ' ')],
    [
      'the sign of the scissors',
      `#1 a\n; b\n; ${scissors}\n# d\n`,
      'auto',
      true,
      `#1 a\n   \n${' '.repeat(54)}\n   \n`,
    ],
    ['no sign where none was chosen', '#1 a\nb\n', 'auto', true, '#1 a\nb\n'],
    ['nothing of an empty text', '', 'auto', true, ''],
  ];
  test.each(cases)('%s', (_, text, comment, isStripped, kept) => {
    const clean = cleanMessage(text, comment, isStripped);
    expect([clean, clean.length]).toEqual([kept, text.length]);
  });
});
