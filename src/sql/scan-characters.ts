const SPACE = 1;
const IDENTIFIER_START = 2;
const IDENTIFIER_PART = 4;
const DIGIT = 8;
const OPERATOR = 16;

const classes = new Uint8Array(128);
mark(' \t\n\r\f\v', SPACE);
mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', IDENTIFIER_START | IDENTIFIER_PART);
mark('0123456789', DIGIT | IDENTIFIER_PART);
mark('$', IDENTIFIER_PART);
mark('~!@#^&|`?+-*/%<>=', OPERATOR);

function mark(characters: string, flag: number): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    classes[code] = (classes[code] ?? 0) | flag;
  }
}

function has(code: number, flag: number): boolean {
  return ((classes[code] ?? 0) & flag) !== 0;
}

/** White space as PostgreSQL's scanner has it: no NBSP, no other Unicode blanks. */
export function isSpace(code: number): boolean {
  return has(code, SPACE);
}

/** Whether the code ends a line. */
export function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

/** A letter, `_` or anything beyond ASCII, which PostgreSQL takes for a letter. */
export function isIdentifierStart(code: number): boolean {
  return code >= 128 || has(code, IDENTIFIER_START);
}

/** What may follow in an identifier: also digits and `$`. */
export function isIdentifierPart(code: number): boolean {
  return code >= 128 || has(code, IDENTIFIER_PART);
}

/** Whether the code is one of 0 to 9; false for NaN. */
export function isDigit(code: number): boolean {
  return has(code, DIGIT);
}

/** A character of which PostgreSQL's operators are made. */
export function isOperatorCharacter(code: number): boolean {
  return has(code, OPERATOR);
}

/** The end of the run of identifier characters from `start` on. */
export function identifierEnd(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit && isIdentifierPart(text.charCodeAt(end))) end++;
  return end;
}

/** Where the line of `start` ends: at its line break or at `limit`. */
export function lineEnd(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit && !isLineBreak(text.charCodeAt(end))) end++;
  return end;
}

/** Where the line after the line break at `end` begins; CR LF is one break. */
export function nextLine(text: string, end: number): number {
  return text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
}

/** Whether the range is this ASCII word, in any letter case; `word` is lower case. */
export function isWord(text: string, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let index = 0; index < word.length; index++) {
    const code = text.charCodeAt(start + index);
    const lower = code >= 65 && code <= 90 ? code + 32 : code;
    if (lower !== word.charCodeAt(index)) return false;
  }
  return true;
}
