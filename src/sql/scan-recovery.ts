import type { Range } from '../types.ts';
import { createScanner, scan } from './scan.ts';
import type { Scanner } from './scan.ts';
import { isLineBreak, isSpace, isWord } from './scan-characters.ts';

const DOLLAR = 36;
const SEMICOLON = 59;

/** The first semicolon from `start` on that ends its line; `limit` when there is none. */
export function resynchronise(text: string, start: number, limit: number): number {
  for (let index = start; index < limit; index++) {
    if (text.charCodeAt(index) !== SEMICOLON) continue;
    let after = index + 1;
    while (after < limit && isSpace(text.charCodeAt(after)) && !isLineBreak(text.charCodeAt(after))) after++;
    if (after >= limit || isLineBreak(text.charCodeAt(after))) return index;
  }
  return limit;
}

/**
 * The first line that ends in a semicolon inside a literal of this range, or -1. In a broken statement such a literal
 * most likely was opened by a quote that closes nothing (`'it's'`), and hides statements. A dollar quote must also be
 * followed by the beginning of a statement, since bodies of functions have such lines by nature.
 */
export function misreadLine(text: string, [start, end]: Range): number {
  const scanner = createScanner(text, null);
  scanner.position = start;
  scanner.limit = end;
  let body = -1;
  while (scan(scanner)) {
    if (body !== -1 && beginsStatement(scanner)) return body;
    body = -1;
    if (scanner.kind !== 'string' && scanner.kind !== 'identifier') continue;
    const semicolon = resynchronise(text, scanner.start, scanner.end);
    if (semicolon >= scanner.end) continue;
    if (text.charCodeAt(scanner.start) !== DOLLAR) return semicolon;
    body = semicolon;
  }
  return -1;
}

const starters = ['alter', 'begin', 'create', 'declare', 'delete', 'drop', 'execute', 'if', 'insert', 'perform', 'raise', 'select', 'truncate', 'update', 'with']; // prettier-ignore

function beginsStatement({ kind, text, start, end }: Scanner): boolean {
  return kind === 'word' && starters.some((word) => isWord(text, start, end, word));
}
