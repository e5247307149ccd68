import { readFileSync } from 'node:fs';
import type { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { typeOfField } from '../../src/eslint/deep-types.ts';
import { readDocument } from '../../src/eslint/document.ts';
import { eslints, plugin } from './eslints.ts';

const entry = (more: Linter.Config): Linter.Config => ({
  files: ['**/*.sql'],
  plugins: { 'farout-guard': plugin },
  language: 'farout-guard/sql',
  ...more,
});

const text = `-- é 🙂
CREATE TABLE t (a json, b varchar(10) DEFAULT 'x');
DROP TABLE IF EXISTS ü.x, y CASCADE;
SELEC 1;
UPDATE t SET a = b + 1 WHERE c > (SELECT max(c) FROM t);
`;

/** The words that a selector finds. */
function found(selector: string, { Linter }: (typeof eslints)[number][1], deep = true): readonly string[] {
  const config = entry({ languageOptions: { deep }, rules: { 'no-restricted-syntax': ['error', selector] } });
  const messages = new Linter({ configType: 'flat' }).verify(text, config, { filename: 'a.sql' });
  const rows = text.split('\n');
  return messages.map(({ line, column, endLine, endColumn }) => {
    if (line !== endLine) return `${line}:${column}-${endLine}:${endColumn}`;
    return `${line}: ${rows[line - 1]?.slice(column - 1, endColumn! - 1)}`;
  });
}

describe.each(eslints)('ESLint %s', (_, api) => {
  test.each([
    ['ColumnDef > TypeName', ['2: json', '2: varchar(10)']],
    ['DropStmt[removeType="OBJECT_TABLE"][behavior="DROP_CASCADE"]', ['3: DROP TABLE IF EXISTS ü.x, y CASCADE']],
    ['ColumnDef String[sval="json"]', ['2: json']],
    ['SqlStatement > UpdateStmt A_Expr', ['5: b + 1', '5: c > (SELECT max(c) FROM t)']],
    ['SubLink SelectStmt RangeVar[relname="t"]', ['5: t']],
    ['A_Const > Integer', ['2: 10', '5: 1']],
    ['SqlStatement:has(DropStmt)', ['3: DROP TABLE IF EXISTS ü.x, y CASCADE']],
    ['SqlStatement[kind="sql"][tree=null]', ['4: SELEC 1']],
    ['SqlDocument', ['1:1-6:1']],
  ])('finds %s in the tree of PostgreSQL', (selector, words) => {
    expect(found(selector, api)).toEqual(words);
  });

  test('knows statements alone without `deep`', () => {
    expect(found('SqlStatement *', api, false)).toEqual([]);
    expect(found('SqlStatement', api, false)).toHaveLength(4);
  });

  test('refuses a `deep` that is none', () => {
    expect(() => found('SqlStatement', api, 'yes' as never)).toThrow(/deep: must be true or false, not "yes"/);
  });

  test('runs our rules in RuleTester, in SQL and in scripts', () => {
    const ran: string[] = [];
    const { RuleTester } = api as unknown as { RuleTester: typeof import('eslint').RuleTester };
    Object.assign(RuleTester, {
      describe: (_name: string, run: () => void) => run(),
      it: (name: string, run: () => void) => (run(), ran.push(name)),
      itOnly: () => undefined,
    });
    const rule = plugin.rules['no-drop-table'] as never;
    const sql = entry({ files: [], ignores: [] });
    new RuleTester({ plugins: sql.plugins, language: 'farout-guard/sql' } as never).run('no-drop-table', rule, {
      valid: [
        'SELECT 1;',
        { code: 'SELECT 2', languageOptions: { deep: true } },
        { code: 'DROP TABLE tmp_a;', options: [{ allow: ['tmp_*'] }] },
      ],
      invalid: [
        {
          code: 'DROP TABLE users;',
          errors: [{ messageId: 'drop', line: 1, column: 1, endColumn: 17, suggestions: 2 }],
        },
      ],
    });
    new RuleTester().run('no-drop-table', rule, {
      valid: ['exports.up = (knex) => knex.schema.createTable("users", () => {});'],
      invalid: [
        {
          filename: '1_a.js',
          code: 'exports.up = (knex) => knex.raw("DROP TABLE users");',
          errors: [{ messageId: 'drop', suggestions: 1 }],
        },
      ],
    });
    expect(ran).toHaveLength(6);
  });
});

test.each([
  ['', [0, 0], 0],
  ['SELECT 1', [0, 8], 1],
  ['SELECT 1;\r\nDROP TABLE a;\rDELETE FROM b', [0, 38], 3],
  ["SELECT 'open;\nDROP TABLE a;", [0, 27], 2],
])('reads %j as a tree', (sql, range, statements) => {
  const { range: whole, loc, body, comments, tokens } = readDocument(sql, false);
  expect([whole, loc.start, body.length, comments]).toEqual([range, { line: 1, column: 0 }, statements, []]);
  expect(body.map(({ range: [start, end] }) => sql.slice(start, end))).toEqual(
    sql.split(/;[\r\n]*|$/).filter((part) => part !== ''),
  );
  expect(tokens.map(({ value }) => value)).not.toContain('');
});

test('reads the tree of a statement with very many parts', () => {
  const values = Array.from({ length: 150_000 }, (_, index) => index).join();
  const [statement] = readDocument(`SELECT 1 WHERE 1 IN (${values});`, true).body;
  expect(statement?.tree).toMatchObject({ type: 'SelectStmt', range: statement?.range });
});

test('knows the types of the fields in which PostgreSQL leaves them out', () => {
  const types = readFileSync('node_modules/@pgsql/types/types.d.ts', 'utf8');
  const names = new Set(Array.from(types.matchAll(/^export interface (\w+)/gm), ([, name]) => name));
  // What the planner makes is in no tree of a parser, and the root is no node.
  const others = /^(?:Query|ParseResult|ScanResult|SummaryResult|RangeTblEntry|JsonTablePathScan|FromExpr|FuncExpr)$/;
  const fields = Array.from(types.matchAll(/^export interface (\w+) \{(.*?)^\}/gms)).flatMap(
    ([, parent = '', inner = '']) =>
      others.test(parent)
        ? []
        : Array.from(
            inner.matchAll(/^\s+(\w+)\??: (\w+);/gm),
            ([, field = '', type = '']) => [parent, field, type] as const,
          ),
  );
  const nodes = fields.filter(([, , type]) => names.has(type) && !others.test(type));
  expect(nodes.length).toBeGreaterThan(100);
  expect(nodes.filter(([parent, field, type]) => typeOfField(parent, field) !== type)).toEqual([]);
});
