import { expect, test } from 'vitest';
import { fixtureCase, pageCases } from './fixture-case.ts';
import { parseFixture, parseMessage, toExpectations } from './fixture.ts';

test('marks are taken out of the text, and offsets stay', () => {
  const { text, expected } = parseFixture(
    'DROP TABLE a; DROP TABLE "b"; -- expect: x "DROP TABLE a" -- expect: y "DROP TABLE "b""\r\nSELECT 1; -- a comment\n-- expect: x\n',
  );
  expect(text.trimEnd()).toBe(`DROP TABLE a; DROP TABLE "b";${' '.repeat(58)}\r\nSELECT 1; -- a comment`);
  expect(expected).toEqual([
    { rule: 'x', line: 1, text: 'DROP TABLE a' },
    { rule: 'y', line: 1, text: 'DROP TABLE "b"' },
    { rule: 'x', line: 3 },
  ]);
});

test('settings are read, and marks of the whole file come first', () => {
  const source =
    'SELECT 1; -- expect: a\n-- expect-file: b "part of it"\n-- path: db/V1__x.sql\n-- options: {"allow": ["a: b"]}\n-- rules: a, b\n-- adapter: goose\n';
  expect(parseFixture(source)).toEqual({
    text: source.replace(/--.*/g, (mark) => ' '.repeat(mark.length)),
    expected: [
      { rule: 'b', line: 1, message: 'part of it' },
      { rule: 'a', line: 1 },
    ],
    path: 'db/V1__x.sql',
    options: { allow: ['a: b'] },
    rules: ['a', 'b'],
    adapter: 'goose',
  });
});

test.each([
  ['-- +goose Up\n-- migrate:up\n--rollback: x\n-- Author: Jo\nSELECT $$-- what: it$$;'],
  ["SELECT 'a--b: c'; -- see the manual: section 4"],
])('%j has no directive', (source) => {
  expect(parseFixture(source)).toEqual({ text: source, expected: [] });
});

test.each([
  ['SELECT 1; -- expects: a', 'no fixture directive is called "expects"'],
  ['-- option: {}', 'no fixture directive is called "option"'],
  ['SELECT 1; -- expect: "text"', 'a mark is'],
  ['SELECT 1; -- expect: a text', 'a mark is'],
  ['-- expect-file: a', 'a mark of a file is'],
  ['SELECT 1; --expect: a', 'a mark is not of the form'],
  ['SELECT 1; -- expect a', 'a mark is not of the form'],
  ['-- options: {', 'JSON'],
])('%j is an error', (source, message) => {
  expect(() => parseFixture(source)).toThrow(message);
});

test('findings are told as far as the mark of their place tells', () => {
  const text = 'DROP TABLE a,\n  b;';
  const finding = {
    rule: 'x', level: 3, severity: 'error', message: 'It is gone.', messageId: 'drop', data: {}, range: [0, 17], statement: [0, 17], line: 1, column: 1, endLine: 2, endColumn: 4, url: '',
    approval: null,
  } as const; // prettier-ignore
  const whole = { rule: 'x', line: 1, text: 'DROP TABLE a,' };
  expect(toExpectations([finding], text, [])).toEqual([whole]);
  expect(toExpectations([finding], text, [{ rule: 'x', line: 1 }])).toEqual([{ rule: 'x', line: 1 }]);
  expect(toExpectations([finding], text, [{ rule: 'x', line: 1, message: 'gone' }])).toEqual([whole]);
  const atStart = { ...finding, range: [0, 0] } as const;
  expect(toExpectations([atStart], text, [{ rule: 'x', line: 1, message: 'gone' }])).toEqual([
    { rule: 'x', line: 1, message: 'gone' },
  ]);
  expect(toExpectations([atStart], text, [{ rule: 'x', line: 1, message: 'come' }])).toEqual([{ ...whole, text: '' }]);
});

test('the files of a case see each other', () => {
  const { files } = fixtureCase('x', [
    ['db/1/up.sql', 'a'],
    ['db/1/down.sql', 'b'],
    ['c.sql', '-- path: d/e.sql\nc'],
  ]);
  expect([files.list(''), files.list('.'), files.list('db'), files.list('db/1'), files.list('x')]).toEqual([
    ['d', 'db'],
    ['d', 'db'],
    ['1'],
    ['down.sql', 'up.sql'],
    [],
  ]);
  expect([files.read('db/1/up.sql'), files.read('c.sql')]).toEqual(['a', null]);
});

test('a commit message: its marks are taken out, and are about the line above', () => {
  const source =
    '# migrations: a.sql, b.sql\n# expect-file: x "no body"\nfeat: x\n# expect: x "feat"\n\n# Please enter\nbody\n# expect: y\n';
  expect(parseMessage(source)).toEqual({
    text: 'feat: x\n\n# Please enter\nbody\n',
    expected: [
      { rule: 'x', line: 1, message: 'no body' },
      { rule: 'x', line: 1, text: 'feat' },
      { rule: 'y', line: 4 },
    ],
    migrations: ['a.sql', 'b.sql'],
  });
  expect(() => parseMessage('feat: x\n# expected: y')).toThrow('no fixture directive');
});

test('a page shows a project before and after a change', () => {
  const block = [
    '-- base: db/1.sql', 'SELECT 1;', '-- base: db/2.sql', 'SELECT 2;', '-- base: db/3.sql', 'SELECT 3;', '-- base: db/4.sql', 'SELECT 4;',
    '-- base: schema.prisma', 'model A', '-- deleted: db/2.sql', '-- file: db/1.sql', 'SELECT 10;', '-- deleted: db/4.sql',
    '-- file: db/5.sql', 'SELECT 4;', '-- file: schema.prisma', 'model B', '-- file: db/6.sql', 'SELECT 6;',
  ].join('\n'); // prettier-ignore
  const [made] = pageCases(`# x\n\n## Wrong\n\n\`\`\`sql\n${block}\n\`\`\`\n`, 'Wrong');
  const { sources = [], changes, files } = made ?? {};
  expect(sources.map(({ source }) => [source, changes?.of(source.path)])).toEqual([
    [{ path: 'db/1.sql', text: 'SELECT 10;\n' }, { kind: 'modified' }],
    [{ path: 'schema.prisma', text: '', subject: 'schema source' }, { kind: 'modified' }],
    [
      { path: 'db/5.sql', text: 'SELECT 4;\n' },
      { kind: 'renamed', from: 'db/4.sql' },
    ],
    [{ path: 'db/6.sql', text: 'SELECT 6;\n' }, { kind: 'added' }],
    [{ path: 'db/2.sql', text: '', subject: 'deleted migration' }, { kind: 'deleted' }],
  ]);
  expect(changes?.migrations).toEqual(['db/1.sql', 'db/2.sql', 'db/4.sql', 'db/5.sql', 'db/6.sql']);
  expect([files?.list('db'), changes?.base.list('db')]).toEqual([
    ['1.sql', '3.sql', '5.sql', '6.sql'],
    ['1.sql', '2.sql', '3.sql', '4.sql'],
  ]);
});

test('of a script, marks stand behind // as well, and what speaks to the program stays', () => {
  const text = [
    "call('x'); // expect: no-drop-table \"call('x')\" // expect: no-truncate",
    '// farout-guard: irreversible -- a reason',
    '  DROP TABLE a; -- expect: no-drop-table "DROP TABLE a"',
    '// adapter-is: knex',
  ].join('\n');
  const { expected, adapterIs, text: rest } = parseFixture(text, 'x.ts');
  expect({ expected, adapterIs }).toEqual({
    expected: [
      { rule: 'no-drop-table', line: 1, text: "call('x')" },
      { rule: 'no-truncate', line: 1 },
      { rule: 'no-drop-table', line: 3, text: 'DROP TABLE a' },
    ],
    adapterIs: 'knex',
  });
  expect(rest.split('\n').map((line) => line.trimEnd())).toEqual([
    "call('x');",
    '// farout-guard: irreversible -- a reason',
    '  DROP TABLE a;',
    '',
  ]);
  expect(rest).toHaveLength(text.length);
  expect(() => parseFixture('// expct: no-drop-table', 'x.ts')).toThrow('no fixture directive is called "expct"');
});
