import { isDigit, isIdentifierStart } from './scan-characters.ts';

const AMPERSAND = 38;
const DOLLAR = 36;
const DOUBLE_QUOTE = 34;
const QUOTE = 39;

/** The end of psql's `:name`, `:'name'`, `:"name"` or `:{?name}` at `start`; `start` when there is none. */
export function variableEnd(text: string, start: number, limit: number): number {
  const code = start + 1 < limit ? text.charCodeAt(start + 1) : 0;
  if (code === QUOTE || code === DOUBLE_QUOTE) {
    const end = nameEnd(text, start + 2, limit);
    const doubled = end + 1 < limit && text.charCodeAt(end + 1) === code;
    return end > start + 2 && end < limit && text.charCodeAt(end) === code && !doubled ? end + 1 : start;
  }
  if (text.startsWith('{?', start + 1)) {
    const end = nameEnd(text, start + 3, limit);
    return end > start + 3 && end < limit && text.charCodeAt(end) === 125 ? end + 1 : start;
  }
  const end = nameEnd(text, start + 1, limit);
  return end > start + 1 && !isReadOn(text, end, limit) ? end : start;
}

/** Whether PostgreSQL reads over the name's end, as in `[1:a$$]` and `[1:E'']`: another quote must not begin there. */
function isReadOn(text: string, end: number, limit: number): boolean {
  if (end >= limit) return false;
  const code = text.charCodeAt(end);
  return code === DOLLAR || code === QUOTE || (code === AMPERSAND && /['"]/.test(text.charAt(end + 1)));
}

/** Letters, digits and `_`: what psql allows in a variable's name. */
function nameEnd(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit && isVariableCharacter(text.charCodeAt(end))) end++;
  return end;
}

function isVariableCharacter(code: number): boolean {
  return isIdentifierStart(code) || isDigit(code);
}
