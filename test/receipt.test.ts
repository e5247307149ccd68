import { describe, expect, test } from 'vitest';
import { traced } from '../src/cache/trace.ts';
import { read } from '../src/migration/read.ts';
import { contentHash, parseReceipt, receiptPath } from '../src/receipt/receipt.ts';
import { parse } from '../src/script/parse.ts';
import { scriptReader } from '../src/script/read-script.ts';
import { filesInMemory } from './fixture.ts';
import { allPassed, receiptFile } from './receipt.ts';

const settings = { adapter: null, postgres: 15, scripts: scriptReader(parse) };
const sql = 'CREATE TABLE IF NOT EXISTS a (id bigint);\n';

describe('the receipt of a migration', () => {
  test.each([
    ['db/migrations/1_a.sql', sql],
    [
      'db/migrations/1_a.ts',
      'export const up = (knex) => knex.schema.dropTable("a");\nexport const down = () => null;\n',
    ],
  ])('is read when it is asked for, and noted for the cache: %s', (path, text) => {
    const place = receiptPath(path);
    const receipt = receiptFile(path, text)[place] ?? '';
    const around = traced(
      filesInMemory([
        { path, text },
        { path: place, text: receipt },
      ]),
    );
    const migration = read({ path, text }, around.files, settings);
    const isNoted = () => around.asked().some((each) => each.kind === 'file' && each.path === place);
    expect(isNoted()).toBe(false);
    expect(migration.receipt()).toEqual({ kind: 'valid', receipt: parseReceipt(receipt) });
    expect(isNoted()).toBe(true);
  });

  test('is missing of what is no migration', () => {
    const source = { path: 'a.sql', text: '', subject: 'unreadable file', problem: 'binary file' } as const;
    expect(read(source, filesInMemory([]), settings).receipt()).toEqual({ kind: 'missing' });
  });
});

describe('what is a receipt', () => {
  const [text = ''] = Object.values(receiptFile('a.sql', sql));
  const value = JSON.parse(text) as object;
  const others: [title: string, change: object, isOne: boolean][] = [
    ['one with more in it', { more: 1 }, true],
    ['another format', { format: 2 }, false],
    ['no content', { content: null }, false],
    ['an unknown result', { results: { ...allPassed, up: 'good' } }, false],
    ['a run of nothing', { results: { ...allPassed, up: 'none' } }, false],
    ['a way back without its hash', { undo: { path: 'b.sql' } }, false],
    ['an engine on two lines', { engine: 'pglite\n18' }, false],
    ['no time', { when: 'yesterday' }, false],
  ];
  test.each(others)('%s', (_, change, isOne) => {
    expect(parseReceipt(JSON.stringify({ ...value, ...change })) !== null).toBe(isOne);
  });

  test.each(['', 'null', '[]', '{', '{"format":1}', '{"format":1,"results":null}'])('none: %j', (other) => {
    expect(parseReceipt(other)).toBe(null);
  });
});

test('a hash does not know how lines end, and knows all else', () => {
  expect(new Set(['a\nb\n', 'a\r\nb\r\n', 'a\rb\r'].map(contentHash)).size).toBe(1);
  expect(new Set(['a\n', 'a', 'A\n', 'a \n', 'a\n\n'].map(contentHash)).size).toBe(5);
  expect(receiptPath('db/1.sql')).toBe('.farout-guard/receipts/db/1.sql.json');
});
