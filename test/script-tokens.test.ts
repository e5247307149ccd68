import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scriptTokens } from '../src/migration/script-tokens.ts';
import { parse } from '../src/script/parse.ts';

const words = (text: string) => scriptTokens(text).tokens.map(({ start, end }) => text.slice(start, end));
const comments = (text: string) => scriptTokens(text).comments.map((comment) => comment.text);

describe('a script is taken apart', () => {
  test.each<[text: string, words: string[], comments: string[]]>([
    ['a(\'//\', "/*", `--`) // x', ['a', '(', "'//'", ',', '"/*"', ',', '`--`', ')'], [' x']],
    ['/* a *//** b */c', ['c'], [' a ', '* b ']],
    ['`a ${b({ c: `}` })} // d`;e', ['`a ${', 'b', '(', '{', 'c', ':', '`}`', '}', ')', '} // d`', ';', 'e'], []],
    ['`\\${a} $b ${`x${y}`}`', ['`\\${a} $b ${', '`x${', 'y', '}`', '}`'], []],
    ["'it\\'s // no' // yes", ["'it\\'s // no'"], [' yes']],
    ["'a\\\r\nb' // yes", ["'a\\\r\nb'"], [' yes']],
    ['x.replace(/[/"\']/g, y) // z', ['x', '.', 'replace', '(', '/[/"\']/g', ',', 'y', ')'], [' z']],
    ['a / b / c // d', ['a', '/', 'b', '/', 'c'], [' d']],
    ['if (!/a"/.test(b)) // c', ['if', '(', '!', '/a"/', '.', 'test', '(', 'b', ')', ')'], [' c']],
    ['(a) / b\n// c', ['(', 'a', ')', '/', 'b'], [' c']],
    ['#!/usr/bin/env node\n// a', ['#!/usr/bin/env node'], [' a']],
    ['größe$_1 = 1.5', ['größe$_1', '=', '1', '.', '5'], []],
    ['/* never closed', [], [' never closed']],
    ['/*/', [], ['/']],
    ['`never closed ${a', ['`never closed ${', 'a'], []],
    ['`never closed \\', ['`never closed \\'], []],
    ["'never closed\n// a", ["'never closed"], [' a']],
    ['', [], []],
  ])('%j', (text, tokens, found) => {
    expect([words(text), comments(text)]).toEqual([tokens, found]);
  });

  test('where only a grammar could tell a division from a regular expression, all that follows stays as it is', () => {
    const text = "if (a) /'/.test(b) // c\n\n  d  // e\n";
    expect([words(text).slice(4), comments(text)]).toEqual([["/'/.test(b) // c", '  d  // e'], []]);
  });

  test('as the parser does it: the comments of all files of this project', () => {
    const entries = ['src', 'rules', 'test', 'hooks'].flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true, recursive: true }),
    );
    const paths = entries
      .filter(({ name }) => /\.[jt]s$/.test(name))
      .map(({ name, parentPath }) => `${parentPath}/${name}`);
    const found = paths.flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      const parsed = parse(path, text);
      const { tokens, comments } = scriptTokens(text);
      const rest = tokens.find(({ kind }) => kind === 'rest')?.start ?? Infinity;
      const theirs = parsed.ok ? parsed.tree.comments.filter(({ range }) => range[0] < rest) : [];
      return JSON.stringify(theirs) === JSON.stringify(comments) ? [] : [path];
    });
    expect([paths.length > 300, found]).toEqual([true, []]);
  });

  test.each(['`${', '/', "'", '/*', '//\n', '`', '{', '\\', '"\\', ')/', '(/[', '${'])('any amount of %j in moderate time', (word) => {
    const text = word.repeat(200_000 / word.length);
    const start = performance.now();
    const { tokens, comments } = scriptTokens(text);
    expect([tokens.length + comments.length > 0, performance.now() - start < 2000]).toEqual([true, true]);
  }); // prettier-ignore
});
