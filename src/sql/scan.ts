import type { Comment } from '../types.ts';
import { identifierEnd, isDigit, isIdentifierStart, isLineBreak, isOperatorCharacter, isSpace, lineEnd } from './scan-characters.ts'; // prettier-ignore
import { numberEnd } from './scan-number.ts';
import { beginsComment, operatorEnd, operatorRunEnd } from './scan-operator.ts';
import { blockCommentEnd, dollarTagEnd, escapeStringEnd, lastDollarTags, quoteEnd } from './scan-quotes.ts';
import { slashDirectiveEnd } from './scan-slashes.ts';
import { variableEnd } from './scan-variable.ts';

export type ScanKind =
  | 'word' | 'identifier' | 'string' | 'bits' | 'number' | 'parameter' | 'variable' | 'operator' | 'punctuation' | 'unterminated'; // prettier-ignore

export type Unclosed = 'string' | 'identifier' | 'dollar quote' | 'comment';

/** A cursor over a text; `scan` moves it to the next token. One object for the whole text, so that big files cost no memory. */
export interface Scanner {
  readonly text: string;
  /** Nothing at or after it is read. */
  limit: number;
  /** Where the next token is looked for. */
  position: number;
  kind: ScanKind;
  start: number;
  end: number;
  /** What an `unterminated` token should have been. */
  unclosed: Unclosed;
  /** Comments are put here, when wanted. */
  readonly comments: Comment[] | null;
  /** The last token was (part of) an E'…', which goes on over a line break with the same escapes. */
  escapes: boolean;
  /** Characters read in vain: searches that failed, and text read again. */
  wasted: number;
  lastTags: ReadonlyMap<string, number> | null;
  /** Up to here the last operator was followed by signs only, which are an operator each. */
  signsEnd: number;
}

/** How many times its own length a text may be read in vain; beyond it, an opening sign is taken for unterminated unseen. */
const PATIENCE = 8;

const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const AMPERSAND = 38;
const DOLLAR = 36;
const COLON = 58;
const DOT = 46;
const MINUS = 45;
const SLASH = 47;

/** A scanner at the beginning of a text. */
export function createScanner(text: string, comments: Comment[] | null): Scanner {
  const limit = text.length;
  return { text, limit, position: 0, kind: 'word', start: 0, end: 0, unclosed: 'string', comments, escapes: false, wasted: 0, lastTags: null, signsEnd: 0 }; // prettier-ignore
}

/** Whether so much was read in vain that searching must end, lest a hostile text costs more than linear time. */
export function isExhausted(scanner: Scanner): boolean {
  return scanner.wasted > PATIENCE * scanner.text.length;
}

/** Moves to the next token and says whether there is one. */
export function scan(scanner: Scanner): boolean {
  const continues = skipBlanks(scanner) && scanner.escapes;
  scanner.escapes = false;
  const { text, position, limit } = scanner;
  if (position >= limit) return false;
  scanner.start = position;
  const code = text.charCodeAt(position);
  if (isIdentifierStart(code)) scanWord(scanner, code);
  else if (code === QUOTE) scanString(scanner, position + 1, continues);
  else if (code === DOUBLE_QUOTE) quoted(scanner, 'identifier', position + 1, DOUBLE_QUOTE);
  else if (isDigit(code)) finish(scanner, 'number', numberEnd(text, position, limit));
  else if (beginsComment(text, position, limit)) unterminated(scanner, 'comment');
  else if (isOperatorCharacter(code)) scanOperator(scanner);
  else scanOther(scanner, code);
  return true;
}

function finish(scanner: Scanner, kind: ScanKind, end: number): void {
  scanner.kind = kind;
  scanner.end = end;
  scanner.position = end;
}

function unterminated(scanner: Scanner, unclosed: Unclosed): void {
  scanner.unclosed = unclosed;
  finish(scanner, 'unterminated', scanner.limit);
}

function scanWord(scanner: Scanner, code: number): void {
  const { text, start, limit } = scanner;
  const next = start + 1 < limit ? text.charCodeAt(start + 1) : 0;
  if (next === QUOTE) {
    const prefix = code | 32;
    if (prefix === 101) return scanString(scanner, start + 2, true);
    if (prefix === 110) return scanString(scanner, start + 2, false);
    if (prefix === 98 || prefix === 120) return scanBits(scanner, start + 2);
  } else if (next === AMPERSAND && (code | 32) === 117 && start + 2 < limit) {
    const quote = text.charCodeAt(start + 2);
    if (quote === QUOTE) return quoted(scanner, 'string', start + 3, QUOTE);
    if (quote === DOUBLE_QUOTE) return quoted(scanner, 'identifier', start + 3, DOUBLE_QUOTE);
  }
  finish(scanner, 'word', identifierEnd(text, start, limit));
}

function scanString(scanner: Scanner, from: number, escapes: boolean): void {
  if (!escapes) return quoted(scanner, 'string', from, QUOTE);
  const end = escapeStringEnd(scanner.text, from, scanner.limit);
  if (end === -1) return unterminated(scanner, 'string');
  scanner.escapes = true;
  finish(scanner, 'string', end);
}

/** In B'…' and X'…' a quote cannot be doubled. */
function scanBits(scanner: Scanner, from: number): void {
  const { text, limit } = scanner;
  let end = from;
  while (end < limit && text.charCodeAt(end) !== QUOTE) end++;
  if (end < limit) finish(scanner, 'bits', end + 1);
  else unterminated(scanner, 'string');
}

function quoted(scanner: Scanner, kind: 'string' | 'identifier', from: number, quote: number): void {
  const end = quoteEnd(scanner.text, from, scanner.limit, quote);
  if (end === -1) unterminated(scanner, kind === 'identifier' ? 'identifier' : 'string');
  else finish(scanner, kind, end);
}

function scanOperator(scanner: Scanner): void {
  const { text, start, limit, signsEnd } = scanner;
  if (start < signsEnd) return finish(scanner, 'operator', start + 1);
  scanner.signsEnd = operatorRunEnd(text, start, limit);
  finish(scanner, 'operator', operatorEnd(text, start, scanner.signsEnd));
}

function scanOther(scanner: Scanner, code: number): void {
  const { text, start, limit } = scanner;
  const next = start + 1 < limit ? text.charCodeAt(start + 1) : 0;
  if (code === DOLLAR) return scanDollar(scanner, next);
  if (code === COLON) {
    if (next === COLON || next === 61) return finish(scanner, 'operator', start + 2);
    const end = variableEnd(text, start, limit);
    return finish(scanner, end > start ? 'variable' : 'operator', Math.max(end, start + 1));
  }
  if (code === DOT) {
    if (next === DOT) return finish(scanner, 'operator', start + 2);
    if (isDigit(next)) return finish(scanner, 'number', numberEnd(text, start, limit));
  }
  finish(scanner, isPunctuation(code) ? 'punctuation' : 'operator', start + 1);
}

/** One of ( ) [ ] , ; . */
function isPunctuation(code: number): boolean {
  return code === 40 || code === 41 || code === 44 || code === 46 || code === 59 || code === 91 || code === 93;
}

function scanDollar(scanner: Scanner, next: number): void {
  const { text, start, limit } = scanner;
  if (isDigit(next)) return finish(scanner, 'parameter', numberOfParameterEnd(text, start + 1, limit));
  const body = dollarTagEnd(text, start, limit);
  if (body === -1) return finish(scanner, 'operator', start + 1);
  const tag = text.slice(start, body);
  const closing = isExhausted(scanner) ? -1 : findTag(scanner, tag, body);
  if (closing === -1) unterminated(scanner, 'dollar quote');
  else finish(scanner, 'string', closing + tag.length);
}

function numberOfParameterEnd(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit && isDigit(text.charCodeAt(end))) end++;
  return end;
}

/** Where the closing tag is. After a first failure the last place of each tag is known, so that no search fails twice. */
function findTag(scanner: Scanner, tag: string, from: number): number {
  const { text, limit, lastTags } = scanner;
  if (lastTags !== null && (lastTags.get(tag) ?? -1) < from) return -1;
  const closing = text.indexOf(tag, from);
  if (closing === -1) scanner.lastTags = lastDollarTags(text);
  if (closing + tag.length <= limit) return closing;
  scanner.wasted += closing - from;
  return -1;
}

/** Goes over white space and comments to the next token; says whether a line break and no block comment was among them. */
function skipBlanks(scanner: Scanner): boolean {
  const { text, limit } = scanner;
  let lineBreak = false;
  let block = false;
  let position = scanner.position;
  for (; position < limit;) {
    const code = text.charCodeAt(position);
    if (isSpace(code)) {
      lineBreak ||= isLineBreak(code);
      position++;
    } else if (beginsComment(text, position, limit)) {
      const end = commentEnd(scanner, position, code);
      if (end === -1) break;
      block ||= code !== MINUS;
      keepComment(scanner, position, end, code === MINUS);
      position = end;
    } else {
      const end = code === SLASH ? slashDirectiveEnd(text, position, limit) : -1;
      if (end === -1) break;
      keepComment(scanner, position, end, true);
      position = end;
    }
  }
  scanner.position = position;
  return lineBreak && !block;
}

function commentEnd(scanner: Scanner, start: number, code: number): number {
  if (code === MINUS) return lineEnd(scanner.text, start, scanner.limit);
  return isExhausted(scanner) ? -1 : blockCommentEnd(scanner.text, start + 2, scanner.limit);
}

function keepComment({ comments, text }: Scanner, start: number, end: number, line: boolean): void {
  if (comments === null) return;
  if (line) comments.push({ range: [start, end], text: text.slice(start + 2, end), style: 'line' });
  else comments.push({ range: [start, end], text: text.slice(start + 2, end - 2), style: 'block' });
}
