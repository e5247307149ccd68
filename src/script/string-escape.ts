import type { Escape } from '../sql/string-segments.ts';

/** How a text is quoted in JavaScript; `raw` is a template whose backslashes stand for themselves. */
export type Quote = "'" | '"' | '`' | 'raw';

/** An escape, or a line break that is read as a line feed, at `index`; null when none stands there. Never fails. */
export function readEscape(text: string, index: number): Escape | null {
  return text.charCodeAt(index) === 92 ? backslash(text, index + 1) : readLineBreak(text, index);
}

/** The same for `String.raw`. */
export function readLineBreak(text: string, index: number): Escape | null {
  return text.charCodeAt(index) === 13 ? { value: '\n', end: afterBreak(text, index) } : null;
}

function afterBreak(text: string, index: number): number {
  return index + (text.startsWith('\r\n', index) ? 2 : 1);
}

const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', v: '\v', f: '\f', r: '\r' };
const octal = /[0-3][0-7]{0,2}|[4-7][0-7]?/y;
const hexadecimal = /x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]+)\}/y;

function backslash(text: string, start: number): Escape {
  const character = text.charAt(start);
  if (/[\n\r\u2028\u2029]/.test(character)) return { value: '', end: afterBreak(text, start) };
  const value = letters[character];
  return value === undefined ? (numbered(text, start) ?? itself(text, start)) : { value, end: start + 1 };
}

function numbered(text: string, start: number): Escape | null {
  octal.lastIndex = start;
  hexadecimal.lastIndex = start;
  const digits = octal.exec(text);
  const match = digits ?? hexadecimal.exec(text);
  if (match === null) return null;
  const code = digits ? parseInt(digits[0], 8) : parseInt(match[1] ?? match[2] ?? match[3] ?? '', 16);
  return code > 0x10ffff ? null : { value: String.fromCodePoint(code), end: start + match[0].length };
}

/** `\'` is a quote, `\q` the letter q. */
function itself(text: string, start: number): Escape {
  const value = String.fromCodePoint(text.codePointAt(start) ?? 0);
  return { value, end: start + value.length };
}
