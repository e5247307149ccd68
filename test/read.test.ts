import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../src/errors.ts';
import { adapters } from '../src/migration/adapters/index.ts';
import { readHeader } from '../src/migration/header.ts';
import { read } from '../src/migration/read.ts';
import { split } from '../src/sql/split.ts';
import type { Files, Migration } from '../src/types.ts';
import { filesInMemory } from './fixture.ts';

const noFiles = filesInMemory([]);

function readText(text: string, adapter: string | null = null, path = 'db/1_x.sql', files: Files = noFiles): Migration {
  return read({ path, text }, files, { adapter, postgres: 15 });
}

/** The statements of a migration as text, by direction. */
function statementsOf({ text, sections }: Migration, direction: 'up' | 'down'): readonly string[] {
  const found = sections.filter((section) => section.direction === direction);
  return found.flatMap(({ statements }) => statements.map(({ range }) => text.slice(...range)));
}

describe('header', () => {
  const cases: readonly (readonly [title: string, text: string, fields: readonly (readonly string[])[] | null])[] = [
    ['line comments', '-- Name: x\n-- Author: y\nSELECT 1;', [['Name', 'x'], ['Author', 'y']]],
    ['a block comment', '/*\n * Name: x\n * Author: y\n */\nSELECT 1;', [['Name', 'x'], ['Author', 'y']]],
    ['a block comment without stars', '/* Name: x\n   Author: y */', [['Name', 'x'], ['Author', 'y']]],
    ['line comments, then a block comment', '-- Name: x\n/* Author: y */', [['Name', 'x'], ['Author', 'y']]],
    ['decoration', '-- =====\n--- Name : x\n---------\n-- Author:y\n-- Date:\tz\n-- =====\n', [['Name', 'x'], ['Date', 'z']]],
    ['values over several lines', '-- Rollback: DROP TABLE a;\n--           DROP TABLE b: c;\n--\n--   and d\n-- Author: y', [['Rollback', 'DROP TABLE a;\nDROP TABLE b: c;\nand d'], ['Author', 'y']]],
    ['a value that begins on the next line', '-- Description:\n--   all of it\n-- no more of it', [['Description', 'all of it']]],
    ['an empty value', '-- Author:\n-- Date: today', [['Author', ''], ['Date', 'today']]],
    ['a time of day, an address', '-- Date: 2024-01-31 12:00\n-- See: https://example.org', [['Date', '2024-01-31 12:00'], ['See', 'https://example.org']]],
    ['names of several words and letters', '-- Überblick: x\n-- Affected tables: y', [['Überblick', 'x'], ['Affected tables', 'y']]],
    ['CRLF', '-- Name: x\r\n-- Author: y\r\n\r\nSELECT 1;', [['Name', 'x'], ['Author', 'y']]],
    ['blank lines before it', '\n\n-- Name: x\n', [['Name', 'x']]],
    ['a blank line ends it', '-- Name: x\n\n-- Author: y\n', [['Name', 'x']]],
    ['SQL ends it', '-- Name: x\nSELECT 1; -- Author: y\n', [['Name', 'x']]],
    ['prose', '-- This adds the index that we need\nSELECT 1;', []],
    ['what speaks to this tool', '-- farout-guard: irreversible -- gone\n-- farout-guard-disable-file no-x -- y\n\n-- eslint-disable: z\n-- Name: x', [['Name', 'x']]],
    ['what speaks to the framework', '-- +tool: a\n-- Name: x\n-- +tool: b\n-- Author: y', [['Name', 'x'], ['Author', 'y']]],
    ['SQL at the top', 'SELECT 1;\n-- Name: x', null],
    ['nothing', '', null],
    ['only what speaks to tools', '-- +tool: a\nSELECT 1', null],
  ]; // prettier-ignore

  test.each(cases)('%s', (_, text, fields) => {
    const header = readHeader(text, split(text).comments, /^ \+tool/);
    expect(header?.fields.map(({ name, value }) => [name, value]) ?? null).toEqual(fields);
  });

  test('has ranges in the file', () => {
    const text = '-- +goose Up\n--  Name: x\n--   y \n/* Author: z */ SELECT 1;';
    const { header } = readText(text, 'goose');
    expect(header && text.slice(...header.range)).toBe('--  Name: x\n--   y \n/* Author: z */');
    expect(header?.fields.map(({ range }) => text.slice(...range))).toEqual(['Name: x\n--   y', 'Author: z']);
  });
});

describe('irreversible', () => {
  const reasonOf = (text: string) => {
    const { undo } = readText(text, 'plain');
    return undo.kind === 'irreversible' ? [undo.reason, text.slice(...undo.range)] : undo.kind;
  };
  const cases = [
    ['-- farout-guard: irreversible -- law', ['law', '-- farout-guard: irreversible -- law']],
    [
      'SELECT 1; --farout-guard:  irreversible  --  a -- b  ',
      ['a -- b', '--farout-guard:  irreversible  --  a -- b  '],
    ],
    ['/* x\n * farout-guard: irreversible -- law\n */', ['law', '/* x\n * farout-guard: irreversible -- law\n */']],
    ['-- farout-guard: irreversible', 'missing'],
    ['-- farout-guard: irreversible -- ', 'missing'],
    ['-- farout-guard: irreversible -- <reason>', 'missing'],
    ['-- not farout-guard: irreversible -- law', 'missing'],
    ["SELECT '-- farout-guard: irreversible -- law'", 'missing'],
    ['SELECT $$\n-- farout-guard: irreversible -- law\n$$', 'missing'],
  ] as const;
  test.each(cases)('%s', (text, expected) => expect(reasonOf(text)).toEqual(expected));

  test('yields to nothing but being a way back itself', () => {
    const text = '-- +goose Up\n-- farout-guard: irreversible -- law\nSELECT 1;\n-- +goose Down\nSELECT 2;';
    expect(readText(text).undo.kind).toBe('irreversible');
    expect(readText(text, null, 'db/1_x.down.sql').undo).toEqual({ kind: 'itself' });
  });
});

test('SQL that stands in comments keeps its place in the file', () => {
  const text = '--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n--rollback DROP TABLE\n--rollback   "Äpfel";';
  const migration = readText(text);
  expect(statementsOf(migration, 'down')).toEqual(['DROP TABLE\n--rollback   "Äpfel"']);
  const [operation] = migration.sections[1]?.statements[0]?.operations ?? [];
  expect(operation && [operation.kind, text.slice(...operation.range)]).toEqual([
    'drop',
    'DROP TABLE\n--rollback   "Äpfel"',
  ]);
  expect(migration.comments.map(({ range }) => text.slice(...range))).toEqual([
    '--liquibase formatted sql',
    '--changeset a:1',
    '--rollback DROP TABLE',
    '--rollback   "Äpfel";',
  ]);
});

test('a part that runs both ways has its comments once', () => {
  const { comments, sections } = readText('SELECT 1;\n-- Down Migration\nSELECT 2; -- x', 'node-pg-migrate');
  expect(comments.map(({ text }) => text)).toEqual([' Down Migration', ' x']);
  expect(sections.map(({ direction, statements }) => [direction, statements.length])).toEqual([['up', 2], ['down', 1]]); // prettier-ignore
});

test('a function that one part creates is run by the call in another', () => {
  const body = 'CREATE FUNCTION wipe() RETURNS void LANGUAGE sql AS $$ DELETE FROM users $$';
  const text = `-- +goose Up\n-- +goose StatementBegin\n${body}\n-- +goose StatementEnd\nSELECT wipe();\n`;
  const kinds = readText(text).sections.map(({ statements }) =>
    statements.map(({ operations }) => operations.map(({ kind }) => kind)),
  );
  expect(kinds).toEqual([[['create'], ['delete']]]);
});

test('a line that runs another file cannot be verified', () => {
  const text = '--! Previous: -\n\n--!include fixtures/a.sql  \nSELECT 1;';
  const [include] = readText(text).sections[0]?.statements ?? [];
  expect(include).toEqual({
    range: [17, 42],
    operations: [
      {
        kind: 'unverifiable',
        what: '--!include',
        range: [17, 42],
        guard: 'unneeded',
        context: { place: 'plain', dynamic: false, conditions: [], handlers: [] },
      },
    ],
  });
});

test.each([
  ['goose', '-- +goose Up', '-- +goose Down'],
  ['dbmate', '-- migrate:up', '-- migrate:down'],
  ['sql-migrate', '-- +migrate Up', '-- +migrate Down'],
  ['node-pg-migrate', '-- Up Migration', '-- Down Migration'],
  ['tern', '-- up', '---- create above / drop below ----'],
  ['mybatis', '-- // up', '-- //@UNDO'],
])('%s reads its markers with Windows line ends', (adapter, up, down) => {
  const migration = readText(`${up}\r\nCREATE TABLE a ();\r\n${down}\r\nDROP TABLE a;\r\n`);
  expect([migration.adapter, statementsOf(migration, 'up'), statementsOf(migration, 'down')]).toEqual([
    adapter,
    ['CREATE TABLE a ()'],
    ['DROP TABLE a'],
  ]);
});

describe('no way back begins where only we see a line begin', () => {
  // To the tools a line ends with LF, and white space is what their language takes for it.
  const traps = [
    ['goose', '-- +goose Up\n-- x\u2028-- +goose Down\nDROP TABLE a;'],
    ['goose', '-- +goose Up\n-- x\r-- +goose Down\nDROP TABLE a;'],
    ['dbmate', '-- migrate:up\n-- x\u2028-- migrate:down\nDROP TABLE a;'],
    ['dbmate', '-- migrate:up\n--\u00a0migrate:down\nDROP TABLE a;'],
    ['sql-migrate', '-- +migrate Up\n-- +migrate Down\ufeff\nDROP TABLE a;'],
    ['sql-migrate', '-- +migrate Up\n-- +migrate Down\n-- +migrate \u0085Up\nDROP TABLE a;'],
    ['node-pg-migrate', '-- Up Migration\n-- x\n--x down migration\nDROP TABLE a;'],
    ['mybatis', '-- // x\n-- x\u2028-- //@UNDO\nDROP TABLE a;'],
  ] as const;
  test.each(traps)('%s: %j', (adapter, text) => {
    expect(statementsOf(readText(text, adapter), 'up')).toEqual(['DROP TABLE a']);
  });
});

test('the settings name the adapter', () => {
  const text = '-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;';
  expect([readText(text).adapter, readText(text, 'atlas').adapter]).toEqual(['goose', 'atlas']);
  expect(statementsOf(readText(text, 'atlas'), 'up')).toEqual(['SELECT 1', 'SELECT 2']);
  expect(() => readText(text, 'toString')).toThrow(UserError);
});

test('the positions of a way back in another file are in that file', () => {
  const way = '-- back\nDROP TABLE a;';
  const files = filesInMemory([{ path: 'db/1_x.down.sql', text: way }]);
  const { undo } = readText('CREATE TABLE a (id int)', null, 'db/1_x.up.sql', files);
  const ranges = undo.kind === 'file' ? undo.statements.map(({ range }) => way.slice(...range)) : [];
  expect([undo.kind, ranges]).toEqual(['file', ['DROP TABLE a']]);
});

test('a folder is listed for its versions once, not once for each of its files', () => {
  const names = Array.from({ length: 300 }, (_, index) => `${index}_x.up.sql`);
  let read = 0;
  const counted = new Proxy(names, {
    get: (target, key, self) => (key === Symbol.iterator && read++, Reflect.get(target, key, self) as unknown),
  });
  const files: Files = { read: () => null, list: (folder) => (folder === 'db' ? counted : []) };
  const duplicates = names.map((name) => readText('', null, `db/${name}`, files).filename.duplicates);
  expect([duplicates.flat(), read]).toEqual([[], 1]);
});

describe('whatever the text', () => {
  const markers = ['-- +goose Up', '-- +goose Down', '-- +goose StatementBegin', '-- +goose StatementEnd', '-- migrate:up', '-- migrate:down']
    .concat(['-- +migrate Up', '-- +migrate Down', '-- +migrate StatementEnd', '-- Up Migration', '-- Down Migration', '-- //@UNDO', '// a'])
    .concat(['---- create above / drop below ----', '--liquibase formatted sql', '--changeset a:1 endDelimiter://', '//', '--rollback not required'])
    .concat(['--> statement-breakpoint', '--! Previous: a', '--!include x.sql', '-- atlas:txmode none', '-- no-transaction', '', '-- a comment']); // prettier-ignore
  const line = fc.oneof(fc.constantFrom(...markers), fc.constant('statement'), fc.constant('open'));
  const document = fc.array(line, { maxLength: 20 });

  test.each(Object.keys(adapters))('%s loses no statement', (adapter) => {
    fc.assert(
      fc.property(document, (words) => {
        const lines = words.map((word, index) =>
          word === 'statement' || word === 'open' ? `DROP TABLE t${index}${word === 'open' ? '' : ';'}` : word,
        );
        const migration = readText(lines.join('\n'), adapter);
        const found = [...statementsOf(migration, 'up'), ...statementsOf(migration, 'down')].join('\n');
        expect(lines.filter((each) => each.startsWith('DROP') && !found.includes(each.replace(';', '')))).toEqual([]);
      }),
      { seed: 20240131, numRuns: 150 },
    );
  });

  test.each(Object.keys(adapters))('%s never fails', (adapter) => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...markers), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 }),
        (words) => {
          const text = words.join('\n');
          const { sections, comments } = readText(text, adapter);
          const ranges = [
            ...sections.flatMap((s) => [s.range, ...s.statements.map(({ range }) => range)]),
            ...comments.map(({ range }) => range),
          ];
          expect(ranges.filter(([start, end]) => !(0 <= start && start <= end && end <= text.length))).toEqual([]);
        },
      ),
      { seed: 20240131, numRuns: 150 },
    );
  });
});
