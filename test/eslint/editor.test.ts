import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CommentStyle,
  type Diagnostic,
  type LanguageServer,
  type OpenFile,
  startServer,
} from './language-server.ts';
import { command, pack } from './packed.ts';

const root = mkdtempSync(join(realpathSync(tmpdir()), 'farout-guard-editor-'));
let server: LanguageServer | undefined;

const committed = 'CREATE TABLE IF NOT EXISTS orders (id bigint);\n';
const files = {
  'package.json': '{ "private": true }\n',
  'eslint.config.mjs': `import farout from 'farout-guard/eslint';
import tseslint from 'typescript-eslint';

export default [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, ...farout.project()];
`,
  '.farout-guardrc.json': JSON.stringify({
    migrations: ['db/migrations'],
    rules: { 'template-header': 'off', 'require-down-migration': 'off', 'require-idempotent-guard': 'warn' },
  }),
  '.gitignore': 'node_modules\n',
  'db/migrations/20260131120000_orders.sql': committed,
};

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const git = (...args: readonly string[]) =>
  command('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], root);

beforeAll(async () => {
  for (const [path, text] of Object.entries(files)) write(path, text);
  const packed = pack();
  packed.install(root, ['eslint', 'typescript-eslint', 'typescript']);
  packed.remove();
  git('init', '--quiet', '--template=', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
  server = await startServer(root);
}, 60_000);

afterAll(async () => {
  await server?.stop();
  rmSync(root, { recursive: true, force: true });
}, 60_000);

let number = 0;

/** Opens a new migration, as it is on the disk. */
function open(extension: 'sql' | 'ts', text: string, style?: CommentStyle): OpenFile {
  number += 1;
  const path = `db/migrations/202602011200${String(number).padStart(2, '0')}_x.${extension}`;
  write(path, text);
  return server!.open(path, text, style);
}

/** A diagnostic as it is compared: places as editors count, the first line of the message. */
function row({ range: { start, end }, severity, code, message }: Diagnostic): string {
  const place = `${start.line}:${start.character}-${end.line}:${end.character}`;
  return `${place} ${['', 'error', 'warning'][severity]} ${code.replace('farout-guard/', '')}: ${message.split('\n')[0]}`;
}

const rows = async (file: OpenFile) => (await file.diagnostics()).map(row);
const knex = (...lines: readonly string[]) =>
  ["import type { Knex } from 'knex';", '', 'export async function up(knex: Knex): Promise<void> {', ...lines.map((line) => `  ${line}`), '}', ''].join('\n'); // prettier-ignore

/** Chooses the action with such a title for the first diagnostic of a rule. */
async function choose(file: OpenFile, rule: string, title: RegExp): Promise<void> {
  const diagnostic = (await file.diagnostics()).find(({ code }) => code === `farout-guard/${rule}`)!;
  const actions = await file.actions(diagnostic);
  const chosen = actions.find((action) => title.test(action.title));
  if (!chosen) throw new Error(`no action ${title}, only: ${actions.map((action) => action.title).join('; ')}`);
  await file.choose(chosen);
}

const page = (rule: string) => `https://github.com/farout-guard/farout-guard/blob/main/rules/${rule}.md`;
const unreadable = (why: string) =>
  `error unparseable-sql: PostgreSQL cannot parse this statement: ${why}. What cannot be read cannot be judged.`;
const dropped = 'Dropping table "orders" destroys every row for good.';
const again = 'A second run fails here: table "orders" is no longer there.';
const guarded = `${dropped} IF EXISTS protects nothing: where the table exists, it is gone.`;
const noReason =
  '"eslint-disable-next-line" gives no reason, so it has no effect. Say after two dashes why it is right here.';
const needsApproval =
  '"no-drop-table" guards against losing data and cannot be disabled by a comment. A person permits the one statement, on the line directly above it:';
const slashes = 'PostgreSQL does not know "//" as a comment, so it would refuse this migration here. Write:';

describe('what is wrong stands at its words, with a link to the page of its rule', () => {
  it('in SQL: a statement that is broken hides no other', async () => {
    const file = open('sql', 'CREATE TABEL users (id bigint);\n\nDROP TABLE orders;\n');
    const found = await file.diagnostics();
    expect(found.map(({ codeDescription, ...diagnostic }) => [row(diagnostic), codeDescription?.href])).toEqual([
      [`0:7-0:12 ${unreadable('syntax error at or near "TABEL"')}`, page('unparseable-sql')],
      [`2:0-2:17 error no-drop-table: ${dropped}`, page('no-drop-table')],
      [`2:0-2:17 warning require-idempotent-guard: ${again}`, page('require-idempotent-guard')],
    ]);
  });

  it('in TypeScript: SQL in a template with an escape, and calls of a builder', async () => {
    const text = knex(
      'await knex.raw(`DROP TABLE IF EXISTS "ord\\u0065rs"`);',
      "await knex.schema.dropTableIfExists('users');",
    );
    const found = await open('ts', text).diagnostics();
    expect(found.map(({ codeDescription, ...diagnostic }) => [row(diagnostic), codeDescription?.href])).toEqual([
      [`3:18-3:52 error no-drop-table: ${guarded}`, page('no-drop-table')],
      [`4:20-4:46 error no-drop-table: ${guarded.replace('orders', 'users')}`, page('no-drop-table')],
    ]);
  });

  it('after letters that take two units', async () => {
    expect(await rows(open('sql', '/* 🦉 */ DROP TABLE IF EXISTS orders;\n'))).toEqual([
      `0:9-0:36 error no-drop-table: ${guarded}`,
    ]);
  });
});

describe('what is typed is judged, not what is on the disk', () => {
  it('letter by letter', async () => {
    const file = open('sql', '');
    const told: string[][] = [];
    for (const text of ['DROP', 'DROP TABLE', 'DROP TABLE IF EXISTS orders', 'DROP VIEW IF EXISTS orders;\n']) {
      file.type(text);
      told.push(await rows(file));
    }
    expect(told).toEqual([
      [`0:0-0:4 ${unreadable('syntax error at end of input')}`],
      [
        '0:0-0:10 error no-drop-table: Dropping table "…" destroys every row for good.',
        '0:0-0:10 warning require-idempotent-guard: A second run fails here: table "…" is no longer there.',
        `0:5-0:10 ${unreadable('syntax error at end of input')}`,
      ],
      [`0:0-0:27 error no-drop-table: ${guarded}`],
      [],
    ]);
  });

  it('in a script', async () => {
    const file = open('ts', knex("await knex.schema.dropTableIfExists('orders');"));
    expect(await rows(file)).toEqual([`3:20-3:47 error no-drop-table: ${guarded}`]);
    file.type(knex("await knex.raw('TRUNCATE orders');"));
    expect(await rows(file)).toEqual([
      '3:18-3:33 error no-truncate: TRUNCATE removes every row of "orders" and fires no DELETE trigger.',
    ]);
    file.type(knex());
    expect(await rows(file)).toEqual([]);
  });

  it('in a file that is committed, against what is committed', async () => {
    const file = server!.open('db/migrations/20260131120000_orders.sql', committed);
    expect(await rows(file)).toEqual([]);
    file.type(committed.replace('bigint', 'int'));
    expect(await rows(file)).toEqual([expect.stringMatching(/^0:0-0:42 error no-edit-migration: /)]);
    file.type(committed);
    expect(await rows(file)).toEqual([]);
  });
});

describe('actions', () => {
  it.each([
    [
      'no-drop-table',
      'DROP TABLE IF EXISTS orders;\n',
      [
        'Rename the table instead of dropping (farout-guard/no-drop-table)',
        'Permit this statement; a person fills in the reason (farout-guard/no-drop-table)',
        'Disable farout-guard/no-drop-table for this line',
        'Disable farout-guard/no-drop-table for the entire file',
        'Show documentation for farout-guard/no-drop-table',
      ],
    ],
    [
      'require-idempotent-guard',
      'CREATE TABLE a (id bigint);\n',
      [
        'Fix this farout-guard/require-idempotent-guard problem',
        'Disable require-idempotent-guard for this statement; fill in the reason (farout-guard/require-idempotent-guard)',
        'Disable farout-guard/require-idempotent-guard for this line',
        'Disable farout-guard/require-idempotent-guard for the entire file',
        'Show documentation for farout-guard/require-idempotent-guard',
        'Fix all auto-fixable problems',
      ],
    ],
  ])('for %s', async (rule, text, titles) => {
    const file = open('sql', text);
    const [diagnostic] = await file.diagnostics();
    expect(diagnostic!.code).toBe(`farout-guard/${rule}`);
    const offered = (await file.actions(diagnostic!)).map(({ kind, title }) => `${kind}: ${title}`);
    expect(offered).toEqual(titles.map((title) => `quickfix: ${title}`));
  });

  it('a fix mends the text', async () => {
    const file = open('sql', 'CREATE TABLE a (id bigint);\n');
    await choose(file, 'require-idempotent-guard', /^Fix this /);
    expect([file.text, await rows(file)]).toEqual(['CREATE TABLE IF NOT EXISTS a (id bigint);\n', []]);
  });

  it('a permission holds when a person has filled in the reason', async () => {
    const file = open('sql', 'DROP TABLE IF EXISTS orders;\n');
    await choose(file, 'no-drop-table', /^Permit /);
    expect(file.text).toBe('-- farout-guard-approve no-drop-table -- <reason>\nDROP TABLE IF EXISTS orders;\n');
    expect(await rows(file)).toEqual([
      `0:0-0:49 error directive: ${noReason.replace('eslint-disable-next-line', 'farout-guard-approve')}`,
      `1:0-1:27 error no-drop-table: ${guarded}`,
    ]);
    file.type(file.text.replace('<reason>', 'copied to the archive'));
    expect(await rows(file)).toEqual([]);
  });

  it.each([
    ['sql', 'DROP TABLE IF EXISTS orders;\n'],
    ['ts', knex("await knex.raw('DROP TABLE IF EXISTS orders');")],
  ] as const)('a suggestion mends the text: .%s', async (extension, text) => {
    const file = open(extension, text);
    await choose(file, 'no-drop-table', /rename/i);
    expect(file.text).toMatch(/ALTER TABLE (?:IF EXISTS )?orders RENAME TO orders_deprecated/);
    expect(file.text).not.toContain('DROP');
    expect(await rows(file)).toEqual([]);
  });
});

describe('"Disable … for this line"', () => {
  const again = 'A second run fails here: table "a" is there already.';

  it('as a block in SQL: of no effect without a reason', async () => {
    const file = open('sql', 'CREATE TABLE a (id bigint);\n', 'block');
    await choose(file, 'require-idempotent-guard', /^Disable .* for this line$/);
    expect(file.text).toBe(
      '/** eslint-disable-next-line farout-guard/require-idempotent-guard */\nCREATE TABLE a (id bigint);\n',
    );
    expect(await rows(file)).toEqual([
      `0:0-0:69 error directive: ${noReason}`,
      `1:0-1:14 warning require-idempotent-guard: ${again}`,
    ]);
    file.type(file.text.replace(' */', ' -- runs once */'));
    expect(await rows(file)).toEqual([]);
  });

  it('as a line in SQL: PostgreSQL refuses it', async () => {
    const file = open('sql', 'CREATE TABLE a (id bigint);\n', 'line');
    await choose(file, 'require-idempotent-guard', /^Disable .* for this line$/);
    expect(file.text).toBe(
      '// eslint-disable-next-line farout-guard/require-idempotent-guard\nCREATE TABLE a (id bigint);\n',
    );
    expect(await rows(file)).toEqual([
      `0:0-0:65 error directive: ${noReason}`,
      `0:0-0:65 error directive: ${slashes}`,
      `1:0-1:14 warning require-idempotent-guard: ${again}`,
    ]);
    file.type(file.text.replace('guard\n', 'guard -- runs once\n'));
    expect(await rows(file)).toEqual([`0:0-0:78 error directive: ${slashes}`]);
  });

  it.each([
    ['line', ['1:0-1:54', '1:0-1:66', '1:28-1:54'], [slashes]],
    ['block', ['1:0-1:58', '1:0-1:70', '1:29-1:55'], []],
  ] as const)('as a %s: never silences what destroys data', async (style, [bare, reasoned, name], besides) => {
    const file = open('sql', 'SELECT 1;\nDROP TABLE IF EXISTS orders;\n', style);
    await choose(file, 'no-drop-table', /^Disable .* for this line$/);
    const drop = `2:0-2:27 error no-drop-table: ${guarded}`;
    expect(await rows(file)).toEqual([...[noReason, ...besides].map((why) => `${bare} error directive: ${why}`), drop]);
    file.type(file.text.replace(/( \*\/)?\nDROP/, ' -- not used$&'));
    const slashed = besides.map((why) => `${reasoned} error directive: ${why}`);
    expect(await rows(file)).toEqual([...slashed, `${name} error directive: ${needsApproval}`, drop]);
  });

  it('inside the SQL of a script', async () => {
    const file = open('ts', knex('await knex.raw(`', '  DROP TABLE IF EXISTS orders', '`);'));
    await choose(file, 'no-drop-table', /^Disable .* for this line$/);
    expect(await rows(file)).toEqual([
      `4:4-4:58 error directive: ${noReason}`,
      `4:4-4:58 error directive: ${slashes}`,
      `5:4-5:31 error no-drop-table: ${guarded}`,
    ]);
  });
});
