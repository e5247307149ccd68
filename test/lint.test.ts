import { describe, expect, test } from 'vitest';
import { defaultApprovals } from '../src/approval/settings.ts';
import { lines } from '../src/lines.ts';
import { lint, type Rules } from '../src/lint.ts';
import { fillMessage } from '../src/message.ts';
import { defineRule, type Problem } from '../src/rule.ts';
import type { Migration } from '../src/types.ts';

const text = 'DROP TABLE users;\r\nDROP TABLE orders;\n';

const migration: Migration = {
  path: 'db/V1__x.sql',
  text,
  adapter: 'flyway',
  sections: [],
  undo: { kind: 'itself' },
  header: null,
  filename: { name: 'V1__x', version: '1', convention: null, valid: true, duplicates: [] },
  comments: [],
  words: (range) => text.slice(...range),
  rewrite: () => null,
  subject: 'migration',
  history: null,
  receipt: () => ({ kind: 'missing' }),
};

const rule = (level: 1 | 2 | 3, check: () => Iterable<Problem<'found'>>) =>
  defineRule({
    description: 'Disallow it',
    level,
    messages: { found: 'Dropping {{table}} is final.' },
    schema: {},
    defaults: {},
    check,
  });

const rules: Rules = {
  drop: rule(3, () => [
    { messageId: 'found', range: [19, 36], data: { table: '"orders"' } },
    { messageId: 'found', range: [0, 16], data: { table: '"users"' } },
    { messageId: 'found', range: [0, 16], data: { table: '"users"' } },
  ]),
  another: rule(1, () => [{ messageId: 'found', range: [19, 36] }]),
  broken: rule(2, () => {
    throw new RangeError('no such table');
  }),
};

const run = (...names: readonly string[]) =>
  lint(
    migration,
    {
      rules: names.map((name) => ({ name, severity: name === 'another' ? 'warn' : 'error', options: {} })),
      adapter: null,
      postgres: 15,
      approvals: defaultApprovals,
    },
    rules,
  );

describe('lint', () => {
  test('gives findings a place, a weight, a message and an address, in order and once', () => {
    const url = (name: string) => `https://github.com/farout-guard/farout-guard/blob/main/rules/${name}.md`;
    const statement = [0, 0];
    const drop = { statement, rule: 'drop', level: 3, severity: 'error', url: url('drop'), approval: null };
    expect(run('drop', 'another')).toEqual([
      {
        ...drop,
        message: 'Dropping "users" is final.',
        messageId: 'found',
        data: { table: '"users"' },
        range: [0, 16],
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 17,
      },
      {
        statement,
        rule: 'another',
        level: 1,
        severity: 'warn',
        message: 'Dropping {{table}} is final.',
        messageId: 'found',
        data: {},
        range: [19, 36],
        line: 2,
        column: 1,
        endLine: 2,
        endColumn: 18,
        url: url('another'),
        approval: null,
      },
      {
        ...drop,
        message: 'Dropping "orders" is final.',
        messageId: 'found',
        data: { table: '"orders"' },
        range: [19, 36],
        line: 2,
        column: 1,
        endLine: 2,
        endColumn: 18,
      },
    ]);
  });

  test('names the rule and the file when a rule fails', () => {
    expect(() => run('drop', 'broken')).toThrow('rule broken failed on db/V1__x.sql: no such table');
  });

  test('refuses a rule that does not exist', () => {
    expect(() => run('dorp')).toThrow('no rule has the name dorp');
  });
});

test.each<[offset: number, line: number, column: number]>([
  [0, 1, 1],
  [1, 1, 2],
  [2, 2, 1],
  [3, 2, 2],
  [5, 3, 1],
  [6, 4, 1],
  [7, 4, 2],
  [99, 4, 2],
  [-1, 1, 1],
])('offset %i of mixed line endings is line %i, column %i', (offset, line, column) => {
  expect(lines('a\nb\r\n\rc').locate(offset)).toEqual({ line, column });
});

test.each<[template: string, expected: string]>([
  ['{{table}}', 'users'],
  ['{{ table }} and {{table}}', 'users and users'],
  ['{{trap}}', '{{table}} $& $1'],
  ['{{unknown}} {{constructor}} {table}', '{{unknown}} {{constructor}} {table}'],
])('%s is filled in as %s', (template, expected) => {
  expect(fillMessage(template, { table: 'users', trap: '{{table}} $& $1' })).toBe(expected);
});
