import type { Range } from '../types.ts';
import { createScanner, scan } from './scan.ts';
import type { ScanKind, Scanner } from './scan.ts';

export { foldIdentifier } from './string-identifier.ts';
export { decodeString } from './string-value.ts';

/** A token of PostgreSQL's scanner, with psql's variables; offsets are UTF-16. */
export interface Token {
  readonly kind: ScanKind;
  readonly start: number;
  readonly end: number;
}

/** The tokens of a text, without comments and white space; an `unterminated` one reaches to the end. Never fails. */
export function tokenize(text: string, range: Range = [0, text.length]): Token[] {
  const [offset, end] = range;
  const scanner = createScanner(offset === 0 && end === text.length ? text : text.slice(offset, end), null);
  const tokens: Token[] = [];
  const brackets: number[] = [];
  while (scan(scanner)) {
    if (scanner.kind === 'variable' && isSliceColon(scanner, tokens, offset, brackets)) narrowToColon(scanner);
    else if (scanner.kind === 'punctuation') follow(brackets, scanner.text.charCodeAt(scanner.start));
    tokens.push({ kind: scanner.kind, start: scanner.start + offset, end: scanner.end + offset });
  }
  return tokens;
}

const OPEN_PARENTHESIS = 40;
const CLOSE_PARENTHESIS = 41;
const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

function follow(brackets: number[], code: number): void {
  if (code === OPEN_PARENTHESIS || code === OPEN_BRACKET) brackets.push(code);
  else if (code === CLOSE_PARENTHESIS || code === CLOSE_BRACKET) brackets.pop();
}

/** Whether the colon stands directly in `[ ]`, at its beginning or after an operand: `[1:n]`, `[:n]`. */
function isSliceColon(
  scanner: Scanner,
  tokens: readonly Token[],
  offset: number,
  brackets: readonly number[],
): boolean {
  if (brackets.at(-1) !== OPEN_BRACKET) return false;
  const previous = tokens.at(-1);
  if (previous === undefined || previous.kind === 'operator') return false;
  const code = scanner.text.charCodeAt(previous.start - offset);
  return previous.kind !== 'punctuation' || code !== COMMA;
}

function narrowToColon(scanner: Scanner): void {
  scanner.kind = 'operator';
  scanner.end = scanner.start + 1;
  scanner.position = scanner.end;
}
