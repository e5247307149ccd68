import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeString, foldIdentifier, tokenize } from '../src/sql/tokens.ts';
import { hostileTexts } from './hostile-texts.ts';
import { loadPostgres, postgresTokens, postgresValue } from './postgres-positions.ts';
import { junk, literals, names, statements } from './sql-generators.ts';

const seed = 20261122;

beforeAll(loadPostgres);

function show(text: string): string[] {
  return tokenize(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

test.each<[string, string[]]>([
  ['DROP TABLE users', ['word DROP', 'word TABLE', 'word users']],
  ['a$1 x$$y _b ünïcode 表', ['word a$1', 'word x$$y', 'word _b', 'word ünïcode', 'word 表']],
  ['"a ""b""" U&"d\\0061" u&"x"', ['identifier "a ""b"""', 'identifier U&"d\\0061"', 'identifier u&"x"']],
  ["'a''b' E'\\'' U&'x' n'y' $$z$$ $t$ $$ $t$", ["string 'a''b'", "string E'\\''", "string U&'x'", "string n'y'", 'string $$z$$', 'string $t$ $$ $t$']],
  ["E'a'\n'\\'' 'b'", ["string E'a'", "string '\\''", "string 'b'"]],
  ["E'a' '\\'", ["string E'a'", "string '\\'"]],
  ["E'a'/**/\n'\\'", ["string E'a'", "string '\\'"]],
  ["B'01' x'1F' bx'", ["bits B'01'", "bits x'1F'", 'word bx', "unterminated '"]],
  ['U & e', ['word U', 'operator &', 'word e']],
  ['1 1. .5 1.5e10 1e-3 1e 0x1F 0o17 0b11 1_000 0x_f', ['number 1', 'number 1.', 'number .5', 'number 1.5e10', 'number 1e-3', 'number 1', 'word e', 'number 0x1F', 'number 0o17', 'number 0b11', 'number 1_000', 'number 0x_f']],
  ['1..10 1.a 0xg 1_ 1__0', ['number 1', 'operator ..', 'number 10', 'number 1.', 'word a', 'number 0', 'word xg', 'number 1', 'word _', 'number 1', 'word __0']],
  ['$1 $12a $ $a', ['parameter $1', 'parameter $12', 'word a', 'operator $', 'operator $', 'word a']],
  ['a::int := b=>c', ['word a', 'operator ::', 'word int', 'operator :=', 'word b', 'operator =>', 'word c']],
  [':a :\'b\' :"c" :{?d} :1', ['variable :a', "variable :'b'", 'variable :"c"', 'variable :{?d}', 'variable :1']],
  ['[1:a$$]:b$', ['punctuation [', 'number 1', 'operator :', 'word a$$', 'punctuation ]', 'operator :', 'word b$']],
  [":'a b' : x", ['operator :', "string 'a b'", 'operator :', 'word x']],
  ['a[1:n] a[:n] a[f(:n)] a[x + :n] ARRAY[1, :n]', ['word a', 'punctuation [', 'number 1', 'operator :', 'word n', 'punctuation ]', 'word a', 'punctuation [', 'operator :', 'word n', 'punctuation ]', 'word a', 'punctuation [', 'word f', 'punctuation (', 'variable :n', 'punctuation )', 'punctuation ]', 'word a', 'punctuation [', 'word x', 'operator +', 'variable :n', 'punctuation ]', 'word ARRAY', 'punctuation [', 'number 1', 'punctuation ,', 'variable :n', 'punctuation ]']],
  ['a->>-1 b@>-1 c*-1 d+-1', ['word a', 'operator ->>', 'operator -', 'number 1', 'word b', 'operator @>-', 'number 1', 'word c', 'operator *', 'operator -', 'number 1', 'word d', 'operator +', 'operator -', 'number 1']],
  ['a+--b\n-/*c*/d', ['word a', 'operator +', 'operator -', 'word d']],
  ['<>!=<=>=||~*', ['operator <>!=<=>=||~*']],
  ['(a,b).c;', ['punctuation (', 'word a', 'punctuation ,', 'word b', 'punctuation )', 'punctuation .', 'word c', 'punctuation ;']],
  ['/* a /* b */ */ c -- d', ['word c']],
  ['a\u00a0b \ufeffc', ['word a\u00a0b', 'word \ufeffc']],
  ['a \0 b \\ {', ['word a', 'operator \0', 'word b', 'operator \\', 'operator {']],
  ["a 'b", ['word a', "unterminated 'b"]],
  ['a "b', ['word a', 'unterminated "b']],
  ['a $$b', ['word a', 'unterminated $$b']],
  ['a /* /* */ b', ['word a', 'unterminated /* /* */ b']],
  ['', []],
])('the tokens of %j', (text, tokens) => {
  expect(show(text)).toEqual(tokens);
}); // prettier-ignore

test('a range is read as a text of its own, with offsets in the whole', () => {
  const text = "x 'a c' d";
  expect(tokenize(text, [3, 9])).toEqual([
    { kind: 'word', start: 3, end: 4 },
    { kind: 'word', start: 5, end: 6 },
    { kind: 'unterminated', start: 6, end: 9 },
  ]);
});

test.each([
  ["'it''s'", "it's", [[2, 3], [3, 5]]],
  ["''", '', [[0, 0], [1, 1]]],
  ["''''", "'", [[0, 1], [1, 3]]],
  ["E'a\\n\\x41\\101\\u0041\\q'", 'a\nAAAq', [[1, 2], [3, 5]]],
  ["E'\\xc3\\xa9!'", 'é!', [[0, 1], [2, 10]]],
  ["E'\\303x'", '\ufffdx', [[0, 1], [2, 6]]],
  ["E'\\U0001F600!'", '😀!', [[0, 1], [2, 12]]],
  ["E'\\uD83D\\uDE00!'", '😀!', [[0, 2], [2, 14]]],
  ["U&'\\0041\\+01F600\\\\'", 'A😀\\', [[1, 2], [8, 16]]],
  ["U&'d!0061!!' UESCAPE '!'", 'da!', [[1, 2], [4, 9]]],
  ["U&'d!0061' /* x */ uescape '!'", 'da', [[1, 2], [4, 9]]],
  ["N'x'", 'x', [[0, 1], [2, 3]]],
  ["$a$it's\\n$a$", "it's\\n", [[0, 2], [3, 5]]],
  ["'one '\n  'two'", 'one two', [[3, 5], [4, 11]]],
  ["'one' -- c\n 'two'", 'onetwo', [[2, 4], [3, 14]]],
  ["'one' 'two'", 'one', [[0, 3], [1, 4]]],
  ["E'a'\n'\\''", "a'", [[1, 2], [6, 8]]],
  ["'open", 'open', [[0, 4], [1, 5]]],
  ["E'open\\'", "open'", [[4, 5], [6, 8]]],
  ['$x$open', 'open', [[0, 4], [3, 7]]],
] as const)('the value of %j', (text, value, [range, source]) => {
  const token = tokenize(text)[0]!;
  const decoded = decodeString(text, token);
  expect(decoded.text).toBe(value);
  expect(decoded.map.toSource(range)).toEqual(source);
}); // prettier-ignore

test.each([
  ['Users', 'users'],
  ['ÉCLAIR$1', 'Éclair$1'],
  ['"Users"', 'Users'],
  ['"a""b"', 'a"b'],
  ['U&"d\\0061t\\+000061"', 'data'],
  ['u&"d!0061" UESCAPE \'!\'', 'da'],
  ['a'.repeat(70), 'a'.repeat(63)],
  [`"${'é'.repeat(40)}"`, 'é'.repeat(31)],
  [`"a${'😀'.repeat(20)}"`, `a${'😀'.repeat(15)}`],
  ['"open', 'open'],
])('the name of %s', (text, name) => {
  expect(foldIdentifier(text, tokenize(text)[0]!)).toBe(name);
});

describe('as PostgreSQL reads', () => {
  /** Without psql's variables and with what PostgreSQL's scanner takes as one: strings that go on after a line break. */
  function ours(text: string): [number, number][] {
    const tokens: [number, number][] = [];
    for (const { kind, start, end } of tokenize(text)) {
      const last = tokens.at(-1);
      const gap = last && text.slice(last[1], start);
      const first = kind === 'variable' || /^n'/i.test(text.slice(start, end)) ? start + 1 : end;
      if (last && gap !== undefined && text[start] === "'" && /^\s*[\r\n]\s*$/.test(gap) && text[last[1] - 1] === "'")
        last[1] = end;
      else tokens.push([start, first]);
      if (first < end) tokens.push([first, end]);
    }
    return tokens;
  }

  test('tokens of statements', () => {
    fc.assert(
      fc.property(statements(), (text) => {
        expect(ours(text)).toEqual(postgresTokens(text));
      }),
      { seed, numRuns: 1000 },
    );
  });

  test('tokens of junk that its scanner accepts', () => {
    let accepted = 0;
    fc.assert(
      fc.property(junk(), (text) => {
        if (/[\0\ud800-\udfff]|\$\d\D|:\d|\d[^\d\s.;]/.test(text)) return;
        const expected = postgresTokens(text);
        if (expected === null) return;
        accepted++;
        expect(ours(text)).toEqual(expected);
      }),
      { seed, numRuns: 4000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  test('values of literals', () => {
    let accepted = 0;
    fc.assert(
      fc.property(literals(), (text) => {
        const expected = postgresValue(text);
        if (expected === null) return;
        accepted++;
        const token = tokenize(text)[0]!;
        expect(token.kind === 'string' ? decodeString(text, token).text : foldIdentifier(text, token)).toBe(expected);
      }),
      { seed, numRuns: 4000 },
    );
    expect(accepted).toBeGreaterThan(1000);
  });

  test('names', () => {
    fc.assert(
      fc.property(names(), (text) => {
        expect(foldIdentifier(text, tokenize(text)[0]!)).toBe(postgresValue(text));
      }),
      { seed, numRuns: 1000 },
    );
  });
});

test('the map of a value leads every character to where it is written', () => {
  fc.assert(
    fc.property(literals(), (text) => {
      const { text: value, map } = decodeString(text, tokenize(text)[0]!);
      const wrong = [...value].filter((_, index) => {
        const [start, end] = map.toSource([index, index + 1]);
        const written = text.slice(start, end);
        return written !== value[index] && !/^(?:''|""|[\\!])/.test(written);
      });
      expect(wrong).toEqual([]);
    }),
    { seed, numRuns: 2000 },
  );
});

test.each(hostileTexts(100_000))('linear time on %s', (_name, text) => {
  const start = performance.now();
  const tokens = tokenize(text);
  expect(performance.now() - start).toBeLessThan(5000);
  expect(tokens.every(({ start: from, end }, index) => end > from && from >= (tokens[index - 1]?.end ?? 0))).toBe(true);
});
