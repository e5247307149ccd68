import type { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { defaultApprovals } from '../../src/approval/settings.ts';
import { lintSource } from '../../src/lint.ts';
import { parse } from '../../src/script/parse.ts';
import { scriptReader } from '../../src/script/read-script.ts';
import { filesInMemory } from '../fixture.ts';
import { eslints, plugin } from './eslints.ts';

const active = ['directive', 'no-drop-table', 'no-truncate', 'require-idempotent-guard'];
const scripts = scriptReader(parse);

interface Case {
  /** What both find, as `line rule`. */
  readonly both: readonly string[];
  /** What ESLint's comments silence, with the reason. */
  readonly silenced?: readonly string[];
  /** The lines of comments that ESLint says silence nothing. */
  readonly unused?: readonly number[];
  /** In scripts: what ESLint puts above the first line, because its own comment would hide it. */
  readonly above?: readonly string[];
}

const sql: Readonly<Record<string, Case>> = {
  'CREATE TABLE a (b int);': { both: ['1 require-idempotent-guard'] },
  '-- eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once\nCREATE TABLE a (b int);': {
    both: [],
    silenced: ['2 require-idempotent-guard: runs once'],
  },
  '-- eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once\nCREATE\n  TABLE\n    a (b int);\nCREATE TABLE c ();':
    {
      both: ['5 require-idempotent-guard'],
      silenced: ['2 require-idempotent-guard: runs once'],
    },
  // The finding begins in a later line of the statement.
  '-- eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once\nALTER TABLE a\n  ADD COLUMN IF NOT EXISTS b int,\n  ADD COLUMN c int;':
    {
      both: [],
      silenced: ['4 require-idempotent-guard: runs once'],
    },
  'CREATE TABLE a (b int); -- eslint-disable-line farout-guard/require-idempotent-guard -- runs once\nCREATE TABLE c ();':
    {
      both: ['2 require-idempotent-guard'],
      silenced: ['1 require-idempotent-guard: runs once'],
    },
  '/* eslint-disable farout-guard/require-idempotent-guard -- seeds */\nCREATE TABLE a ();\n/* eslint-enable farout-guard/require-idempotent-guard */\nCREATE TABLE c ();':
    {
      both: ['4 require-idempotent-guard'],
      silenced: ['2 require-idempotent-guard: seeds'],
    },
  '/** eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once */\nCREATE TABLE a ();': {
    both: [],
    silenced: ['2 require-idempotent-guard: runs once'],
  },
  // ESLint takes quotes around a rule's name.
  '-- eslint-disable-next-line "farout-guard/require-idempotent-guard" -- runs once\nCREATE TABLE a ();': {
    both: [],
    silenced: ['2 require-idempotent-guard: runs once'],
  },
  // ESLint does not know this one; it means the same everywhere.
  '-- ESLint-disable-next-line farout-guard/require-idempotent-guard -- runs once\nCREATE TABLE a ();': { both: [] },
  // Inside a region a comment for one line must not end it.
  '/* eslint-disable farout-guard/require-idempotent-guard -- seeds */\n-- eslint-disable-next-line farout-guard/require-idempotent-guard -- twice\nCREATE TABLE a ();\nCREATE TABLE c ();':
    {
      both: [],
      silenced: ['3 require-idempotent-guard: seeds', '4 require-idempotent-guard: seeds'],
      unused: [2],
    },
  // Without a reason nothing is silenced, and the comment is a finding.
  '-- eslint-disable-next-line farout-guard/require-idempotent-guard\nCREATE TABLE a ();': {
    both: ['1 directive', '2 require-idempotent-guard'],
  },
  '/* eslint-disable */\nCREATE TABLE a ();': { both: ['1 directive', '2 require-idempotent-guard'], unused: [1] },
  '/* eslint-disable -- generated */\nCREATE TABLE a ();\nDROP TABLE IF EXISTS b;': {
    both: ['3 no-drop-table'],
    silenced: ['2 require-idempotent-guard: generated'],
  },
  '-- eslint-disable-next-line -- generated\nDROP TABLE b;': {
    both: ['2 no-drop-table'],
    silenced: ['2 require-idempotent-guard: generated'],
  },
  // What destroys data needs an approval.
  '-- eslint-disable-next-line farout-guard/no-drop-table -- nobody uses it\nDROP TABLE IF EXISTS b;': {
    both: ['1 directive', '2 no-drop-table'],
  },
  '-- eslint-disable-next-line farout-guard/no-drop-table, farout-guard/require-idempotent-guard -- nobody uses it\nDROP TABLE b;':
    {
      both: ['1 directive', '2 no-drop-table'],
      silenced: ['2 require-idempotent-guard: nobody uses it'],
    },
  '-- farout-guard-approve no-drop-table -- empty since May\nDROP TABLE IF EXISTS b;': { both: [] },
  '/* eslint farout-guard/no-drop-table: "off" */\nDROP TABLE IF EXISTS b;': {
    both: ['1 directive', '2 no-drop-table'],
  },
  // One that silences nothing is told once, by ESLint.
  '-- eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once\nCREATE TABLE IF NOT EXISTS a ();': {
    both: [],
    unused: [1],
  },
  '-- farout-guard-disable-next-line require-idempotent-guard -- runs once\nCREATE TABLE IF NOT EXISTS a ();': {
    both: ['1 directive'],
  },
  '-- eslint-disable-next-line farout-guard/no-such-rule -- why not\nSELECT 1;': { both: ['1 directive'] },
  // What VS Code writes.
  '// eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once\nCREATE TABLE a ();': {
    both: ['1 directive'],
    silenced: ['2 require-idempotent-guard: runs once'],
  },
  '// eslint-disable-next-line farout-guard/no-drop-table\nDROP TABLE IF EXISTS a;': {
    both: ['1 directive', '1 directive', '2 no-drop-table'],
  },
};

test('what ESLint takes out leaves what stands above in its place', () => {
  const [, { Linter }] = eslints.at(-1)!;
  const text = `-- farout-guard-approve no-drop-table -- empty since May
-- eslint-disable-next-line farout-guard/unparseable-sql -- why not
DROP TABLE IF EXISTS q; -- eslint-disable-line farout-guard/unparseable-sql -- why not
`;
  const entry: Linter.Config = {
    files: ['**/*.sql'],
    plugins: { 'farout-guard': plugin },
    language: 'farout-guard/sql',
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: Object.fromEntries(active.map((name) => [`farout-guard/${name}`, 'error'])),
  };
  const { output, messages } = new Linter({ configType: 'flat' }).verifyAndFix(text, entry, { filename: 'a.sql' });
  expect([output, messages]).toEqual([
    '-- farout-guard-approve no-drop-table -- empty since May\n DROP TABLE IF EXISTS q;  \n',
    [],
  ]);
});

const up = (body: string) => `export async function up(knex) {\n${body}\n}\n`;

const script: Readonly<Record<string, Case>> = {
  [up(
    '  // eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once\n  await knex.raw(`\n    CREATE TABLE a (\n      b int\n    )`);',
  )]: {
    both: [],
    silenced: ['3 require-idempotent-guard: runs once'],
  },
  [up(
    '  /* eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once */\n  await knex.raw("CREATE TABLE a ()");',
  )]: {
    both: [],
    silenced: ['3 require-idempotent-guard: runs once'],
  },
  // Comments of SQL inside a string are none of ESLint's.
  [up(
    '  await knex.raw(`\n    -- eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once\n    CREATE TABLE a ()`);',
  )]: { both: [] },
  [up(
    '  await knex.raw(`\n    // eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once\n    CREATE TABLE a ()`);',
  )]: {
    both: ['3 directive'],
  },
  [up('  // eslint-disable-next-line farout-guard/require-idempotent-guard\n  await knex.raw("CREATE TABLE a ()");')]: {
    both: ['2 directive', '3 require-idempotent-guard'],
    above: ['require-idempotent-guard'],
    unused: [2],
  },
  [`/* eslint-disable */\n${up('  await knex.raw("CREATE TABLE a ()");\n  await knex.schema.dropTableIfExists("b");')}`]:
    {
      both: ['3 require-idempotent-guard', '4 no-drop-table'],
      above: ['no-drop-table', 'require-idempotent-guard'],
      unused: [1],
    },
  [`/* eslint-disable -- generated */\n${up('  await knex.raw("CREATE TABLE a ()");\n  await knex.schema.dropTableIfExists("b");')}`]:
    {
      both: ['4 no-drop-table'],
      above: ['no-drop-table'],
      silenced: ['3 require-idempotent-guard: generated'],
    },
  [up(
    '  // eslint-disable-next-line farout-guard/no-drop-table -- nobody uses it\n  await knex.schema.dropTableIfExists("b");',
  )]: {
    both: ['2 directive', '3 no-drop-table'],
    above: ['no-drop-table'],
    unused: [2],
  },
  [up('  // farout-guard-approve no-drop-table -- empty since May\n  await knex.schema.dropTableIfExists("b");')]: {
    both: [],
  },
  [up(
    '  // eslint-disable-next-line farout-guard/require-idempotent-guard -- runs once\n  await knex.raw("SELECT 1");',
  )]: {
    both: [],
    unused: [2],
  },
};

const ruleOf = ({ ruleId }: Linter.LintMessage) => ruleId?.slice('farout-guard/'.length);
const rows = (those: readonly string[]) => [...those].sort();

describe.each([
  ['1_a.sql', sql],
  ['1_a.js', script],
])('%s', (path, cases) => {
  test.each(Object.entries(cases))('%s', (text, { both, silenced = [], unused = [], above = [] }) => {
    const config = {
      rules: active.map((name) => ({ name, severity: 'error' as const, options: rules[name]!.defaults })),
      adapter: null,
      postgres: 15,
      approvals: defaultApprovals,
    };
    const { findings } = lintSource({ path, text }, filesInMemory([]), config, { scripts });
    const blocking = findings.filter(({ approval }) => approval === null);
    const toldByEslint = (line: number, messageId: string) => messageId === 'unused' && unused.includes(line);
    const told = blocking.filter(({ line, messageId }) => !toldByEslint(line, messageId));
    expect(rows(told.map(({ line, rule }) => `${line} ${rule}`))).toEqual(rows(both));
    for (const [version, { Linter }] of eslints) {
      const entry: Linter.Config = {
        files: ['**/*.sql', '**/*.js'],
        plugins: { 'farout-guard': plugin },
        ...(path.endsWith('.sql') ? { language: 'farout-guard/sql' } : {}),
        linterOptions: { reportUnusedDisableDirectives: 'warn' },
        rules: Object.fromEntries(active.map((name) => [`farout-guard/${name}`, 'error'])),
      };
      const linter = new Linter({ configType: 'flat' }) as Linter & {
        getSuppressedMessages(): Linter.SuppressedLintMessage[];
      };
      const messages = linter.verify(text, entry, { filename: path });
      const ours = messages
        .filter(({ ruleId, line }) => ruleId !== null && line > 0)
        .map((message) => `${message.line} ${ruleOf(message)}`);
      const hidden = messages.filter(({ ruleId, line }) => ruleId !== null && line === 0).map(ruleOf);
      const suppressed = linter
        .getSuppressedMessages()
        .map((message) => `${message.line} ${ruleOf(message)}: ${message.suppressions[0]?.justification}`);
      const idle = messages.filter(({ ruleId }) => ruleId === null).map(({ line }) => line);
      const shown = both.filter((row) => !above.includes(row.replace(/^\d+ /, '')));
      expect({
        version,
        ours: rows(ours),
        hidden: rows(hidden as string[]),
        suppressed: rows(suppressed),
        idle,
      }).toEqual({ version, ours: rows(shown), hidden: rows(above), suppressed: rows(silenced), idle: unused });
    }
  });
});
