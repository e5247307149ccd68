import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import type { FileConfig } from '../src/config/types.ts';
import { encodeLike } from '../src/files/encode.ts';
import { applyEdits, asOne, compatible } from '../src/fix/apply.ts';
import { fixSource } from '../src/fix/fix-source.ts';
import { lineEndOf, withLineEndsOf } from '../src/line-ends.ts';
import { lintSource } from '../src/lint.ts';
import { read } from '../src/migration/read.ts';
import { parse } from '../src/script/parse.ts';
import { scriptReader } from '../src/script/read-script.ts';
import { changesBetween } from '../src/sql/changes.ts';
import type { Changes, Edit } from '../src/types.ts';
import { readFixtures } from './fixture-case.ts';
import { filesInMemory } from './fixture.ts';

const scripts = scriptReader(parse);

const configOf = (...names: readonly string[]): FileConfig => ({
  rules: names.map((name) => ({ name, severity: 'error', options: rules[name]!.defaults })),
  adapter: null,
  postgres: 15,
  approvals: defaultApprovals,
});

describe('the smallest edits between two texts', () => {
  test.each<[string, string, readonly Edit[]]>([
    ['DROP TABLE a', 'DROP TABLE a', []],
    ['DROP TABLE a', 'DROP TABLE IF EXISTS a', [{ range: [11, 11], text: 'IF EXISTS ' }]],
    ['CREATE INDEX IX', 'CREATE INDEX IF NOT EXISTS IX', [{ range: [13, 13], text: 'IF NOT EXISTS ' }]],
    ['DROP a CASCADE', 'DROP a', [{ range: [6, 14], text: '' }]],
    [
      'a',
      'DO $$ a; $$',
      [
        { range: [0, 0], text: 'DO $$ ' },
        { range: [1, 1], text: '; $$' },
      ],
    ],
    ['x😀y', 'x😁y', [{ range: [1, 3], text: '😁' }]],
    ['', 'a', [{ range: [0, 0], text: 'a' }]],
    ['aaa', 'aa', [{ range: [2, 3], text: '' }]],
  ])('%j to %j', (old, wanted, edits) => {
    expect(changesBetween(old, wanted)).toEqual(edits);
    expect(applyEdits(old, edits)).toBe(wanted);
  });

  test('make the one of the other, whatever the texts', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '😀', '😁'), maxLength: 12 });
    fc.assert(
      fc.property(word, word, (old, wanted) => {
        expect(applyEdits(old, changesBetween(old, wanted))).toBe(wanted);
      }),
      { seed: 20261129, numRuns: 2000 },
    );
  });
});

test('of fixes that touch, the first is made', () => {
  const fix = (...edits: readonly Edit[]) => ({ edits });
  const [late, first, touching] = [
    fix({ range: [8, 9], text: '' }),
    fix({ range: [0, 0], text: 'x' }, { range: [4, 6], text: '' }),
    fix({ range: [6, 7], text: 'y' }),
  ];
  expect(compatible([late, touching, first])).toEqual([first, late]);
  expect(asOne('0123456789', first.edits)).toEqual({ range: [0, 6], text: 'x0123' });
});

test.each([
  ['a', '\n'],
  ['a\nb\r\nc\nd', '\n'],
  ['a\r\nb\r\nc\nd', '\r\n'],
] as const)('most lines of %j end in %j', (text, end) => {
  expect([lineEndOf(text), withLineEndsOf(text, 'x\ny\r\nz')]).toEqual([end, `x${end}y${end}z`]);
});

describe('a text in the encoding of a file', () => {
  const marked = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  test.each<[string, Uint8Array, Uint8Array | null]>([
    ['UTF-8', Buffer.from('ü'), Buffer.from('ü€')],
    ['UTF-8 with a mark', Buffer.from('\ufeffü'), Buffer.from('\ufeffü€')],
    ['UTF-16', marked('ü'), marked('ü€')],
    ['UTF-16 the other way round', marked('ü').swap16(), marked('ü€').swap16()],
    ['UTF-16 without a mark', Buffer.from('SELECT ü;', 'utf16le'), Buffer.from('ü€', 'utf16le')],
    ['Windows-1252', Buffer.from([0xfc, 0x80, 0x41]), Buffer.from([0xfc, 0x80])],
    ['bytes that are no UTF-8 behind a mark', Buffer.from([0xef, 0xbb, 0xbf, 0xfc]), null],
    ['half a sign of UTF-16', Buffer.concat([marked('ab'), Buffer.from([0x41])]), null],
    ['no text', Buffer.alloc(64), null],
  ])('%s', (_, bytes, expected) => {
    const found = encodeLike(bytes, 'ü€');
    expect(found && Buffer.from(found).toString('hex')).toBe(expected && Buffer.from(expected).toString('hex'));
  });

  test('is refused where that has no such sign', () => {
    expect(encodeLike(Buffer.from([0xfc, 0x41]), 'ű')).toBeNull();
  });
});

/** The edits that `rewrite` gives for the words of the first statement. */
function rewritten(text: string, path: string, change: (sql: string) => string, index = 0) {
  const file = { path, text };
  const migration = read(file, filesInMemory([file]), { adapter: null, postgres: 15, scripts });
  const statements = migration.sections.flatMap((section) => section.statements);
  const { range } = statements[index]!;
  return { edits: migration.rewrite(range, change(migration.words(range))), migration, range };
}

describe('SQL of a script is rewritten where it is written', () => {
  const script = (...lines: readonly string[]) => `exports.up = async (knex) => {\n${lines.join('\n')}\n};\n`;
  const once = (sql: string) => sql.replace(/^DROP TABLE /, 'DROP TABLE IF EXISTS ');
  test.each<[string, string, (sql: string) => string, string | null]>([
    ['before a hole', 'await knex.raw(`DROP TABLE ${process.env.T}`);', once, 'await knex.raw(`DROP TABLE IF EXISTS ${process.env.T}`);'],
    ['never a hole', 'await knex.raw(`DROP TABLE ${process.env.T}`);', () => 'DROP TABLE a', null],
    ['never a hole put in', 'await knex.raw(`DROP TABLE a`);', (sql) => sql.replace('a', '${b}'), null],
    ['never a parameter', "await knex.raw('DROP TABLE a');", (sql) => `${sql} WHERE ?`, null],
    ['with a quote', "await knex.raw('DROP TABLE a');", (sql) => `${sql} 'x'`, "await knex.raw('DROP TABLE a \\'x\\'');"],
    ['with a line break', 'await knex.raw("DROP TABLE a");', (sql) => `${sql}\nb`, 'await knex.raw("DROP TABLE a\\nb");'],
    ['never a builder', "await knex.schema.dropTable('a');", (sql) => `${sql} CASCADE`, null],
    ['never across two literals', "await knex.raw('DROP TAB' + 'LE a');", () => 'TRUNCATE a', null],
    ['never a place of several texts', "for (const t of ['a', 'b']) await knex.raw('DROP TABLE ' + t);", once, null],
    ['a constant that is sent twice', "const s = 'DROP TABLE a'; await knex.raw(s); await knex.raw(s);", once, "const s = 'DROP TABLE IF EXISTS a'; await knex.raw(s); await knex.raw(s);"],
    ['never half of an escape', "await knex.raw('DROP TABLE \\x61b');", () => 'DROP TABLE xb', "await knex.raw('DROP TABLE xb');"],
  ])('%s', (_, line, change, expected) => {
    const text = script(line);
    const { edits } = rewritten(text, 'migrations/20240101000000_a.js', change);
    expect(edits && applyEdits(text, edits)).toBe(expected === null ? null : script(expected));
  }); // prettier-ignore

  test('only by the range itself', () => {
    const { migration, range } = rewritten(script("await knex.raw('DROP TABLE a');"), 'migrations/20240101000000_a.js', once);
    expect(migration.rewrite([range[0], range[1]], 'DROP TABLE b')).toBeNull();
  }); // prettier-ignore
});

test('SQL in a comment of Liquibase gets no second line', () => {
  const text = '--liquibase formatted sql\n--changeset jo:1\nSELECT 1;\n--rollback DROP TABLE a;\n';
  const change = (more: string) => rewritten(text, 'a.sql', (sql) => sql + more, 1).edits;
  expect([change('\nb'), change(' b')]).toEqual([null, [{ range: [text.length - 2, text.length - 2], text: ' b' }]]);
});

describe('the comment that silences or permits', () => {
  const offered = (
    text: string,
    path = 'a.sql',
    names = ['no-drop-table', 'require-idempotent-guard', 'directive'],
  ) => {
    const file = { path, text };
    const { findings } = lintSource(file, filesInMemory([file]), configOf(...names), { scripts, mends: true });
    return findings.map(({ rule, suggestions }) => {
      const last = suggestions?.at(-1);
      return `${rule}: ${last && /^(?:Disable|Permit)/.test(last.message) ? applyEdits(text, last.edits) : '-'}`;
    });
  };
  const approve = 'farout-guard-approve no-drop-table -- <reason>';
  const disable = 'farout-guard-disable-next-line require-idempotent-guard -- <reason>';
  test.each<[string, string, readonly string[]]>([
    ['stands above', '  DROP TABLE IF EXISTS a;', [`no-drop-table:   -- ${approve}\n  DROP TABLE IF EXISTS a;`]],
    ['on a line of its own between two', "SELECT 1; CREATE TYPE b AS ENUM ('x');", [`require-idempotent-guard: SELECT 1; \n-- ${disable}\nCREATE TYPE b AS ENUM ('x');`]],
    ['with the line ends of the file', 'SELECT 1;\r\nDROP TABLE IF EXISTS a;\r\n', [`no-drop-table: SELECT 1;\r\n-- ${approve}\r\nDROP TABLE IF EXISTS a;\r\n`]],
    ['above the whole block', 'DO $$ BEGIN\n  DROP TABLE IF EXISTS a;\nEND $$;', [`no-drop-table: -- ${approve}\nDO $$ BEGIN\n  DROP TABLE IF EXISTS a;\nEND $$;`]],
    ['not for the rule directive', '-- farout-guard-disable-next-line\nSELECT 1;', ['directive: -']],
  ])('%s', (_, text, expected) => {
    expect(offered(text)).toEqual(expected);
  }); // prettier-ignore

  test.each<[string, string, string | null]>([
    ['stands above the statement that sends it', "exports.up = async (knex) => {\n  await knex.schema.dropTableIfExists('a');\n};", `exports.up = async (knex) => {\n  // ${approve}\n  await knex.schema.dropTableIfExists('a');\n};`],
    ['needs a statement that begins its line', "exports.up = async (knex) => { await knex.schema.dropTableIfExists('a'); };", null],
  ])('in a script %s', (_, text, expected) => {
    expect(offered(text, 'migrations/20240101000000_a.js', ['no-drop-table'])).toEqual([`no-drop-table: ${expected ?? '-'}`]);
  }); // prettier-ignore
});

describe('what the base branch has', () => {
  const text = 'CREATE TABLE a (id int);\n';
  const lintOn = (base: readonly string[]) => {
    const file = { path: 'db/1.sql', text };
    const changes: Changes = { base: filesInMemory(base.map((path) => ({ path, text }))), of: () => null, migrations: [] };
    const { findings } = lintSource(file, filesInMemory([file]), configOf('require-idempotent-guard'), { changes, mends: true });
    return findings.map(({ fix, suggestions = [] }) => [fix !== undefined, suggestions.map(({ message }) => message.split(' ')[0])]);
  }; // prettier-ignore
  test('has suggestions and no fix', () => {
    expect([lintOn([]), lintOn(['db/1.sql'])]).toEqual([[[true, ['Disable']]], [[false, ['Disable']]]]);
  });
});

test('without being asked for, findings bring nothing', () => {
  const file = { path: 'a.sql', text: 'DROP TABLE a;' };
  const { findings } = lintSource(file, filesInMemory([file]), configOf('no-drop-table', 'require-idempotent-guard'));
  expect(findings.map((finding) => [finding.rule, 'fix' in finding, 'suggestions' in finding])).toEqual([
    ['no-drop-table', false, false],
    ['require-idempotent-guard', false, false],
  ]);
});

test('all fixes of a file with the line ends of Windows keep them', () => {
  const text = 'CREATE TABLE a (id int);\r\nALTER TABLE b\r\n  ADD c int,\r\n  DROP d;\r\n';
  const file = { path: 'a.sql', text };
  const { text: fixed, amount } = fixSource(file, filesInMemory([file]), configOf('require-idempotent-guard'), {});
  expect([amount, fixed]).toEqual([3, 'CREATE TABLE IF NOT EXISTS a (id int);\r\nALTER TABLE b\r\n  ADD COLUMN IF NOT EXISTS c int,\r\n  DROP COLUMN IF EXISTS d;\r\n']); // prettier-ignore
});

describe('whatever the text', () => {
  const sources = readdirSync('fixtures/rules').flatMap((rule) =>
    readFixtures(`fixtures/rules/${rule}`).flatMap(({ sources }) => sources.map(({ source }) => source)),
  );
  const migrations = sources.filter(({ subject = 'migration' }) => subject === 'migration');
  const config = configOf(...Object.keys(rules));

  test('nothing throws, and nothing changes but what the edits say', () => {
    const cut = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    const random = fc.record({ source: fc.constantFrom(...migrations), cut, windows: fc.boolean() });
    fc.assert(
      fc.property(random, ({ source, cut: [from, length], windows }) => {
        const start = Math.floor(from * source.text.length);
        const broken = source.text.slice(0, start) + source.text.slice(start + Math.floor(length * 40));
        const text = windows ? broken.replace(/\r?\n/g, '\r\n') : broken;
        const file = { ...source, text };
        const { findings } = lintSource(file, filesInMemory([file]), config, { scripts, mends: true });
        for (const { fix, suggestions = [] } of findings)
          for (const edits of [...(fix ? [fix] : []), ...suggestions.map((each) => each.edits)]) {
            const { range, text: written } = asOne(text, edits);
            const result = applyEdits(text, edits);
            expect(result).toBe(text.slice(0, range[0]) + written + text.slice(range[1]));
            expect(windows && /(?<!\r)\n/.test(result) && !/(?<!\r)\n/.test(text)).toBe(false);
          }
      }),
      { seed: 20261129, numRuns: 150 },
    );
  });
});
