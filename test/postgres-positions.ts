import { loadModule, parseSync, scanSync } from 'libpg-query';
import type { Range } from '../src/types.ts';

/** Makes PostgreSQL's parser ready; the functions below need it. */
export const loadPostgres = loadModule;

/** Where PostgreSQL's own parser finds the statements of a text, in UTF-16 offsets; null when it refuses the text. */
export function postgresStatements(text: string): Range[] | null {
  if (/^[ \t\n\r\f\v]*$/.test(text)) return [];
  const utf16 = offsetsOfBytes(text);
  try {
    return (parseSync(text).stmts ?? []).map(({ stmt_location: start = 0, stmt_len: length }) => [
      utf16(start),
      length === undefined ? text.length : utf16(start + length),
    ]);
  } catch {
    return null;
  }
}

/** Where PostgreSQL's own scanner finds the tokens of a text, without comments; null when it refuses the text. */
export function postgresTokens(text: string): Range[] | null {
  if (/^[ \t\n\r\f\v]*$/.test(text)) return [];
  const utf16 = offsetsOfBytes(text);
  try {
    const tokens = scanSync(text).tokens.filter(({ tokenName }) => !tokenName.endsWith('_COMMENT'));
    return tokens.map(({ start, end }) => [utf16(start), utf16(end)]);
  } catch {
    return null;
  }
}

/** The first value that PostgreSQL reads in `SELECT …` of an expression: a constant's text or a column's name; null when it refuses. */
export function postgresValue(expression: string): string | null {
  try {
    const tree = JSON.stringify(parseSync(`SELECT ${expression}`));
    const value = /"sval":\{(?:"sval":("(?:[^"\\]|\\.)*"))?\}|"String":\{(?:"sval":("(?:[^"\\]|\\.)*"))?\}/.exec(tree);
    return value === null ? null : (JSON.parse(value[1] ?? value[2] ?? '""') as string);
  } catch {
    return null;
  }
}

function offsetsOfBytes(text: string): (byte: number) => number {
  const bytes = Buffer.from(text);
  return (byte) => bytes.toString('utf8', 0, byte).length;
}
