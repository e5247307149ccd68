import { describe, expect, test } from 'vitest';
import directive from '../rules/directive.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import { lint, type Rules } from '../src/lint.ts';
import type { FileConfig } from '../src/config/types.ts';
import { defineRule, type Rule } from '../src/rule.ts';
import type { Comment, Migration, Statement } from '../src/types.ts';

/** A rule that finds every match of a pattern in the file's text. */
const finder = (level: 1 | 2 | 3, pattern: RegExp): Rule =>
  defineRule({
    description: 'Disallow a pattern',
    level,
    messages: { found: 'found {{what}}' },
    schema: {},
    defaults: {},
    *check({ text, sections }) {
      for (const { range } of sections.flatMap(({ statements }) => statements))
        for (const { index, 0: what } of text.slice(...range).matchAll(pattern))
          yield { messageId: 'found', range: [range[0] + index, range[0] + index + what.length], data: { what } };
    },
  });

const rules: Rules = {
  directive,
  'no-drop-table': finder(3, /DROP TABLE \w+/g),
  'no-truncate': finder(3, /TRUNCATE \w+/g),
  'require-idempotent-guard': finder(2, /CREATE TABLE \w+/g),
  'no-ineffective-guard': finder(2, /CREATE \w+/g),
  'unused-elsewhere': finder(1, /NEVER/g),
};

/** Reads just enough SQL for these tests: no strings, statements end at semicolons. */
function read(text: string): Migration {
  const comments: Comment[] = [];
  const bare = text.replace(/(?:--|\/\/).*|\/\*[^]*?\*\//g, (whole, start: number) => {
    const block = whole.startsWith('/*');
    comments.push({
      range: [start, start + whole.length],
      text: whole.slice(2, block ? -2 : undefined),
      style: block ? 'block' : 'line',
    });
    return ' '.repeat(whole.length);
  });
  const statements = [...bare.matchAll(/[^\s;][^;]*/g)].map(({ index, 0: { length } }): Statement => ({
    range: [index, index + length],
    operations: [],
  }));
  return {
    path: 'a.sql',
    text,
    adapter: 'plain',
    sections: [{ direction: 'up', range: [0, text.length], transaction: true, statements }],
    undo: { kind: 'itself' },
    header: null,
    filename: { name: 'a', version: null, convention: null, valid: true, duplicates: [] },
    comments,
    words: (range) => text.slice(...range),
    rewrite: () => null,
    subject: 'migration',
    history: null,
    receipt: () => ({ kind: 'missing' }),
  };
}

const config = (unused: 'off' | 'warn' | 'error' = 'warn'): FileConfig => ({
  rules: Object.keys(rules).map((name) => ({
    name,
    severity: 'error',
    options: name === 'directive' ? { unused } : {},
  })),
  adapter: null,
  postgres: 15,
  approvals: defaultApprovals,
});

const findings = (text: string, unused?: 'off' | 'error') => lint(read(text), config(unused), rules);

/** One line a finding: `2:1 no-drop-table`, with the reason of an approval or the first words of a directive's message. */
const brief = (text: string) =>
  findings(text).map(({ line, column, rule, approval, message }) => {
    const note = approval ? ` approved: ${approval.reason}` : rule === 'directive' ? ` ${message.split('\n')[0]}` : '';
    return `${line}:${column} ${rule}${note}`;
  });

const nothing = (keyword: string, rule: string, verb = 'silence') =>
  `"${keyword}" has no effect: there is nothing from "${rule}" to ${verb}. Remove it, so that it cannot hide something later.`;

describe('disabling comments', () => {
  test.each<[what: string, text: string, expected: string[]]>([
    ['nothing said', 'CREATE VIEW a;', ['1:1 no-ineffective-guard']],
    ['next line', '-- farout-guard-disable-next-line no-ineffective-guard -- checked\nCREATE VIEW a;', []],
    ['next line, all rules', '-- farout-guard-disable-next-line -- checked\nCREATE TABLE a;', []],
    [
      'next line, one of two rules',
      '-- farout-guard-disable-next-line require-idempotent-guard -- checked\nCREATE TABLE a;',
      ['2:1 no-ineffective-guard'],
    ],
    [
      'next line, two rules, comma, prefix',
      '-- farout-guard-disable-next-line farout-guard/require-idempotent-guard, no-ineffective-guard -- checked\nCREATE TABLE a;',
      [],
    ],
    [
      'the whole next statement and no more',
      '-- farout-guard-disable-next-line no-ineffective-guard -- checked\n\nWITH\n  CREATE VIEW\n    a,\n  CREATE VIEW b;\nCREATE VIEW c;',
      ['7:1 no-ineffective-guard'],
    ],
    [
      'the second statement of the next line is another statement, but on the next line',
      '-- farout-guard-disable-next-line no-ineffective-guard -- checked\nCREATE VIEW a; CREATE VIEW b;\nCREATE VIEW c;',
      ['3:1 no-ineffective-guard'],
    ],
    [
      'inside a statement: the next line alone',
      'WITH x,\n-- farout-guard-disable-next-line no-ineffective-guard -- checked\nCREATE VIEW a,\nCREATE VIEW b;\nCREATE VIEW c;',
      ['4:1 no-ineffective-guard', '5:1 no-ineffective-guard'],
    ],
    [
      'a comment inside the statement does not end what the one above covers',
      '-- farout-guard-disable-next-line no-ineffective-guard -- one\nWITH x,\n-- farout-guard-disable-next-line no-ineffective-guard -- two\nCREATE VIEW a,\nCREATE VIEW b;',
      [],
    ],
    ['same line', 'CREATE VIEW a; -- farout-guard-disable-line no-ineffective-guard -- checked', []],
    [
      'same line, not the next',
      'CREATE VIEW a; -- farout-guard-disable-line no-ineffective-guard -- checked\nCREATE VIEW b;',
      ['2:1 no-ineffective-guard'],
    ],
    [
      'region',
      'CREATE VIEW a;\n-- farout-guard-disable no-ineffective-guard -- old\nCREATE VIEW b;\n-- farout-guard-enable no-ineffective-guard\nCREATE VIEW c;',
      ['1:1 no-ineffective-guard', '5:1 no-ineffective-guard'],
    ],
    ['region to the end', '-- farout-guard-disable -- old\nCREATE VIEW b;\nCREATE TABLE c;', []],
    [
      'region of all rules, one enabled again',
      '-- farout-guard-disable -- old\nCREATE TABLE b;\n-- farout-guard-enable no-ineffective-guard\nCREATE TABLE c;',
      ['4:1 no-ineffective-guard'],
    ],
    [
      'region of one rule, all enabled again',
      '-- farout-guard-disable no-ineffective-guard -- old\nCREATE VIEW b;\n-- farout-guard-enable\nCREATE VIEW c;',
      ['4:1 no-ineffective-guard'],
    ],
    [
      'file',
      '-- a header\n\n-- farout-guard-disable-file no-ineffective-guard -- old\nCREATE VIEW a;\nCREATE VIEW b;',
      [],
    ],
    ['in a block comment', '/* farout-guard-disable-next-line no-ineffective-guard -- checked */\nCREATE VIEW a;', []],
    [
      'in a documentation comment over lines',
      '/**\n * farout-guard-disable-next-line no-ineffective-guard\n * -- checked by hand,\n * twice\n */\nCREATE VIEW a;',
      [],
    ],
    ['CR LF', '-- farout-guard-disable-next-line no-ineffective-guard -- checked\r\nCREATE VIEW a;\r\n', []],
    [
      'CR',
      '/* farout-guard-disable-line no-ineffective-guard -- checked */ CREATE VIEW a;\rCREATE VIEW b;',
      ['2:1 no-ineffective-guard'],
    ],
    [
      'as ESLint says it',
      '-- eslint-disable-next-line farout-guard/no-ineffective-guard -- checked\nCREATE VIEW a;',
      [],
    ],
    [
      'as ESLint says it, among other rules',
      '/* eslint-disable no-console, farout-guard/no-ineffective-guard -- checked */\nCREATE VIEW a;\n/* eslint-enable */\n/* eslint-enable no-console */\nCREATE VIEW b;',
      ['5:1 no-ineffective-guard'],
    ],
    [
      'ESLint comments that name only other rules are not ours',
      '-- eslint-disable-next-line no-var\nCREATE VIEW a;\n-- eslint-disable-line no-console\nCREATE VIEW b;',
      ['2:1 no-ineffective-guard', '4:1 no-ineffective-guard'],
    ],
    [
      'ESLint comments for all rules silence with a reason, but not what destroys data',
      '/* eslint-disable -- generated */\nCREATE VIEW a;\nDROP TABLE b;\n/* eslint-enable */\nCREATE VIEW c;',
      ['3:1 no-drop-table', '5:1 no-ineffective-guard'],
    ],
    [
      'and without a reason they are findings',
      '-- eslint-disable-next-line\nCREATE VIEW a;\n/* eslint-disable */\nCREATE VIEW b;',
      [
        '1:1 directive "eslint-disable-next-line" gives no reason, so it has no effect. Say after two dashes why it is right here.',
        '2:1 no-ineffective-guard',
        '3:1 directive "eslint-disable" gives no reason, so it has no effect. Say after two dashes why it is right here.',
        '4:1 no-ineffective-guard',
      ],
    ],
    [
      'ESLint comments for all rules that silence nothing are told by ESLint',
      '/* eslint-disable -- seeds */\nX;\n/* eslint-enable */',
      [],
    ],
    ['talk about directives is none', '-- see farout-guard-disable-next-line\n-- farout-guarded\nX;', []],
  ])('%s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
  });
});

describe('level 3', () => {
  const needs = (rule: string) =>
    `"${rule}" guards against losing data and cannot be disabled by a comment. A person permits the one statement, on the line directly above it:`;
  const detached =
    '"farout-guard-approve" stands above no statement, so it has no effect. Put it on a line of its own directly above the statement it permits, without a blank line between.';
  test.each<[what: string, text: string, expected: string[]]>([
    [
      'blanket next line',
      '-- farout-guard-disable-next-line -- because\nDROP TABLE a;',
      [
        '1:1 directive "farout-guard-disable-next-line" has no effect: there is nothing from any rule to silence. Remove it, so that it cannot hide something later.',
        '2:1 no-drop-table',
      ],
    ],
    ['blanket file', '-- farout-guard-disable-file -- because\nDROP TABLE a;CREATE VIEW b;', ['2:1 no-drop-table']],
    ['blanket region', '-- farout-guard-disable -- because\nDROP TABLE a;CREATE VIEW b;', ['2:1 no-drop-table']],
    [
      'named',
      '-- farout-guard-disable-next-line no-drop-table -- because\nDROP TABLE a;',
      [`1:35 directive ${needs('no-drop-table')}`, '2:1 no-drop-table'],
    ],
    [
      'named as ESLint does',
      'DROP TABLE a; -- eslint-disable-line farout-guard/no-drop-table -- because',
      ['1:1 no-drop-table', `1:38 directive ${needs('no-drop-table')}`],
    ],
    [
      'named for the file',
      '-- farout-guard-disable-file no-drop-table -- because\nDROP TABLE a;',
      [`1:30 directive ${needs('no-drop-table')}`, '2:1 no-drop-table'],
    ],
    [
      'approved',
      '-- farout-guard-approve no-drop-table -- moved to b\nDROP TABLE a;',
      ['2:1 no-drop-table approved: moved to b'],
    ],
    [
      'approved, in a block comment',
      '/* farout-guard-approve no-drop-table -- moved\n   to b */\nDROP TABLE a;',
      ['3:1 no-drop-table approved: moved to b'],
    ],
    [
      'approved, other comments between',
      '-- farout-guard-approve no-drop-table -- gone\n-- the old one\n/* and */\nDROP TABLE a;',
      ['4:1 no-drop-table approved: gone'],
    ],
    [
      'approved by two comments',
      '-- farout-guard-approve no-drop-table -- one\n-- farout-guard-approve no-truncate -- two\nDROP TABLE a, TRUNCATE b;',
      ['3:1 no-drop-table approved: one', '3:15 no-truncate approved: two'],
    ],
    [
      'that statement alone',
      '-- farout-guard-approve no-drop-table -- gone\nDROP TABLE a; DROP TABLE b;\nDROP TABLE c;',
      ['2:1 no-drop-table approved: gone', '2:15 no-drop-table', '3:1 no-drop-table'],
    ],
    [
      'that rule alone',
      '-- farout-guard-approve no-truncate -- gone\nDROP TABLE a;',
      [`1:25 directive ${nothing('farout-guard-approve', 'no-truncate', 'permit')}`, '2:1 no-drop-table'],
    ],
    [
      'without a reason',
      '-- farout-guard-approve no-drop-table\nDROP TABLE a;',
      [
        '1:1 directive "farout-guard-approve" gives no reason, so it has no effect. Say after two dashes why it is right here.',
        '2:1 no-drop-table',
      ],
    ],
    [
      'the pasted reason',
      '-- farout-guard-approve no-drop-table -- <reason>\nDROP TABLE a;',
      [
        '1:1 directive "farout-guard-approve" gives no reason, so it has no effect. Say after two dashes why it is right here.',
        '2:1 no-drop-table',
      ],
    ],
    [
      'a reason without a word',
      '-- farout-guard-approve no-drop-table -- ...\nDROP TABLE a;',
      [
        '1:1 directive "farout-guard-approve" gives no reason, so it has no effect. Say after two dashes why it is right here.',
        '2:1 no-drop-table',
      ],
    ],
    [
      'without a rule',
      '-- farout-guard-approve -- gone\nDROP TABLE a;',
      [
        '1:1 directive "farout-guard-approve" names no rule, so it has no effect. An approval names what it permits.',
        '2:1 no-drop-table',
      ],
    ],
    [
      'a blank line between',
      '-- farout-guard-approve no-drop-table -- gone\n\nDROP TABLE a;',
      [`1:1 directive ${detached}`, '3:1 no-drop-table'],
    ],
    [
      'a blank line after another comment',
      '-- farout-guard-approve no-drop-table -- gone\n-- more\n  \n\nDROP TABLE a;',
      [`1:1 directive ${detached}`, '5:1 no-drop-table'],
    ],
    [
      'behind code',
      'X; -- farout-guard-approve no-drop-table -- gone\nDROP TABLE a;',
      [`1:4 directive ${detached}`, '2:1 no-drop-table'],
    ],
    [
      'behind the statement',
      'DROP TABLE a; -- farout-guard-approve no-drop-table -- gone',
      ['1:1 no-drop-table', `1:15 directive ${detached}`],
    ],
    [
      'inside the statement',
      'DROP TABLE a,\n-- farout-guard-approve no-drop-table -- gone\nb;',
      ['1:1 no-drop-table', `2:1 directive ${detached}`],
    ],
    [
      'another statement between',
      '-- farout-guard-approve no-drop-table -- gone\nBEGIN;\nDROP TABLE a;',
      [`1:25 directive ${nothing('farout-guard-approve', 'no-drop-table', 'permit')}`, '3:1 no-drop-table'],
    ],
    [
      'a rule that needs none',
      '-- farout-guard-approve no-ineffective-guard -- gone\nCREATE VIEW a;',
      [
        '1:25 directive "no-ineffective-guard" is not a rule that needs an approval, so this has no effect. Disable it for the statement instead:',
        '2:1 no-ineffective-guard',
      ],
    ],
    [
      'not with ESLint’s prefix',
      '-- eslint-approve farout-guard/no-drop-table -- gone\nDROP TABLE a;',
      ['2:1 no-drop-table'],
    ],
    [
      'misspelt',
      '-- farout-guard-aprove no-drop-table -- gone\nDROP TABLE a;',
      [
        '1:1 directive "farout-guard-aprove" has no effect: there is no such directive. Did you mean "farout-guard-approve"?',
        '2:1 no-drop-table',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
  });
});

describe('what is wrong with a directive', () => {
  test.each<[what: string, text: string, expected: string[]]>([
    [
      'no reason',
      '-- farout-guard-disable-next-line no-ineffective-guard because it is old\nCREATE VIEW a;',
      [
        '1:1 directive "farout-guard-disable-next-line" gives no reason, so it has no effect. Say after two dashes why it is right here.',
        '2:1 no-ineffective-guard',
      ],
    ],
    [
      'unknown rule',
      '-- farout-guard-disable-next-line no-inefective-guard, no-ineffective-guard -- old\nCREATE VIEW a;',
      [
        '1:35 directive "farout-guard-disable-next-line" has no effect: there is no rule "no-inefective-guard". Did you mean "no-ineffective-guard"?',
      ],
    ],
    [
      'a name that every object has',
      '-- farout-guard-disable-next-line constructor -- old\nX;',
      ['1:35 directive "farout-guard-disable-next-line" has no effect: there is no rule "constructor".'],
    ],
    [
      'silences nothing',
      '-- farout-guard-disable-next-line no-ineffective-guard -- old\nX;',
      [`1:35 directive ${nothing('farout-guard-disable-next-line', 'no-ineffective-guard')}`],
    ],
    [
      'silences nothing for one of two rules',
      '-- farout-guard-disable-next-line unused-elsewhere, no-ineffective-guard -- old\nCREATE VIEW a;',
      [`1:35 directive ${nothing('farout-guard-disable-next-line', 'unused-elsewhere')}`],
    ],
    [
      'said twice',
      '-- farout-guard-disable-next-line no-ineffective-guard -- old\n-- farout-guard-disable-next-line no-ineffective-guard -- old\nCREATE VIEW a;',
      [`1:35 directive ${nothing('farout-guard-disable-next-line', 'no-ineffective-guard')}`],
    ],
    [
      'enables what is not disabled',
      '-- farout-guard-enable no-ineffective-guard\nCREATE VIEW a;',
      [
        '1:24 directive "farout-guard-enable" has no effect: no comment above disables "no-ineffective-guard". Remove it, so that it cannot hide something later.',
        '2:1 no-ineffective-guard',
      ],
    ],
    [
      'for the file, too late',
      'X;\n-- farout-guard-disable-file no-ineffective-guard -- old\nCREATE VIEW a;',
      [
        '2:1 directive "farout-guard-disable-file" has no effect here: it must stand at the top of the file, before the first statement. From here on, write:',
        '3:1 no-ineffective-guard',
      ],
    ],
    [
      'slashes, as VS Code writes them',
      '// eslint-disable-next-line farout-guard/no-ineffective-guard -- old\nCREATE VIEW a;',
      ['1:1 directive PostgreSQL does not know "//" as a comment, so it would refuse this migration here. Write:'],
    ],
    [
      'directives about directives',
      '-- farout-guard-disable-next-line directive -- quiet\n-- farout-guard-disable-next-line -- nothing here\nX;',
      [
        `1:35 directive ${nothing('farout-guard-disable-next-line', 'directive')}`,
        '2:1 directive "farout-guard-disable-next-line" has no effect: there is nothing from any rule to silence. Remove it, so that it cannot hide something later.',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  test('shows the safe way with the names filled in', () => {
    const text =
      '-- eslint-disable-next-line farout-guard/no-drop-table\nX;\n-- farout-guard-disable-next-line no-truncate -- big\nX;';
    expect(findings(text).map(({ message }) => message.split('\n')[1])).toEqual([
      '-- eslint-disable-next-line farout-guard/no-drop-table -- <reason>',
      '-- farout-guard-approve no-truncate -- <reason>',
    ]);
  });

  test('weighs comments without an effect as the option says', () => {
    const text = '-- farout-guard-disable-next-line no-ineffective-guard -- old\nX;\n-- farout-guard-disable\nY;';
    const weights = (unused?: 'off' | 'error') =>
      findings(text, unused).map(({ line, level, severity }) => [line, level, severity]);
    expect(weights()).toEqual([
      [1, 1, 'warn'],
      [3, 2, 'error'],
    ]);
    expect(weights('error')).toEqual([
      [1, 1, 'error'],
      [3, 2, 'error'],
    ]);
    expect(weights('off')).toEqual([[3, 2, 'error']]);
  });

  test('says nothing when the rule is off, and still obeys', () => {
    const off = { ...config(), rules: config().rules.filter(({ name }) => name !== 'directive') };
    const text =
      '-- farout-guard-disable-next-line no-ineffective-guard -- old\nCREATE VIEW a;\n-- farout-guard-disable\nX;';
    expect(lint(read(text), off, rules)).toEqual([]);
  });
});

test('many directives and findings take time in proportion', () => {
  const time = (count: number) => {
    const migration = read(
      '-- farout-guard-disable-next-line no-ineffective-guard -- old\nCREATE VIEW a;\n-- farout-guard-approve no-drop-table -- old\nDROP TABLE a;\n'.repeat(
        count,
      ),
    );
    const start = performance.now();
    expect(lint(migration, config(), rules)).toHaveLength(count);
    return performance.now() - start;
  };
  time(1_000);
  expect(time(16_000)).toBeLessThan(Math.max(40 * time(1_000), 500));
});
