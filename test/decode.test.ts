import { expect, test } from 'vitest';
import { decode } from '../src/files/decode.ts';

const sql = "-- größe\nDROP TABLE users; -- 表 😀\nINSERT INTO t VALUES ('x');\n";

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function bigEndian(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le').swap16();
}

const mark = '\ufeff';

test.each<[string, Uint8Array, string]>([
  ['UTF-8', Buffer.from(sql), sql],
  ['UTF-8 with byte order mark', Buffer.from(mark + sql), sql],
  ['UTF-16 LE with byte order mark', Buffer.from(mark + sql, 'utf16le'), sql],
  ['UTF-16 BE with byte order mark', bigEndian(mark + sql), sql],
  ['UTF-16 LE without byte order mark', Buffer.from(sql, 'utf16le'), sql],
  ['UTF-16 BE without byte order mark', bigEndian(sql), sql],
  ['Latin-1', latin('-- größe\nDROP TABLE t;'), '-- größe\nDROP TABLE t;'],
  ['Windows-1252', latin('-- \x80 \x93x\x94\nDROP TABLE t;'), '-- € “x”\nDROP TABLE t;'],
  [
    'a Latin-1 letter behind much ASCII',
    latin(`${'SELECT 1;\n'.repeat(2000)}-- é`),
    `${'SELECT 1;\n'.repeat(2000)}-- é`,
  ],
  ['only one byte order mark is taken away', Buffer.from(`${mark}${mark}x`), `${mark}x`],
  ['a byte order mark inside stays', Buffer.from(`a${mark}b`), `a${mark}b`],
  ['a NUL here and there', Buffer.from('SELECT 1 \0;\nDROP TABLE t;\0'), 'SELECT 1 \0;\nDROP TABLE t;\0'],
  ['form feeds and vertical tabs', Buffer.from('\f\v\f\v\f\v\f\v\f\v'), '\f\v\f\v\f\v\f\v\f\v'],
  ['an invalid byte behind a byte order mark', Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff]), 'a\ufffd'],
  ['nothing', new Uint8Array(0), ''],
  ['one byte', latin('x'), 'x'],
  ['a byte order mark alone', Buffer.from(mark), ''],
])('%s', (_name, bytes, text) => {
  expect(decode(bytes)).toEqual({ text });
});

const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';
const image = Uint8Array.from({ length: 4000 }, (_, index) => (index * 167 + (index >> 3)) % 256);

test.each<[string, Uint8Array, string]>([
  ['a git-lfs pointer', Buffer.from(pointer), 'git-lfs pointer: the file itself was not fetched'],
  ['all bytes', image, 'binary file'],
  ['NULs', new Uint8Array(100), 'binary file'],
  ['a custom-format dump', Buffer.concat([Buffer.from('PGDMP\x01\x0e\x00\x04\x08'), image]), 'binary file'],
  ['binary behind text', Buffer.concat([Buffer.from('SELECT 1;\n'.repeat(1000)), image, image]), 'binary file'],
])('%s: a problem', (_name, bytes, problem) => {
  expect(decode(bytes)).toEqual({ problem });
});

test('the bytes are a view into a larger buffer', () => {
  const whole = Buffer.from(`xx${sql}yy`);
  expect(decode(whole.subarray(2, -2))).toEqual({ text: sql });
});

test('a big ASCII file is decoded at once', () => {
  const bytes = Buffer.alloc(50_000_000, 'INSERT INTO t VALUES (1);\n');
  const start = performance.now();
  expect('text' in decode(bytes)).toBe(true);
  expect(performance.now() - start).toBeLessThan(3000);
});
