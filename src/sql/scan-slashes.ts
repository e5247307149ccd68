import { isLineBreak, isSpace } from './scan-characters.ts';

const SLASH = 47;
const MINUS = 45;

const opening = /(?:eslint|farout-guard)-/y;

/**
 * The end of a directive that an editor wrote as `// eslint-…` on a line of its own, or -1.
 * PostgreSQL knows no such comment: nothing may be taken for one that could hide a statement, so up to `--` or the line's end
 * only words, commas and slashes may follow.
 */
export function slashDirectiveEnd(text: string, start: number, limit: number): number {
  if (text.charCodeAt(start) !== SLASH || text.charCodeAt(start + 1) !== SLASH || !beginsLine(text, start)) return -1;
  let position = start + 2;
  while (position < limit && isBlank(text.charCodeAt(position))) position++;
  opening.lastIndex = position;
  if (!opening.test(text)) return -1;
  for (; position < limit; position++) {
    const code = text.charCodeAt(position);
    if (isLineBreak(code)) return position;
    if (code === MINUS && text.charCodeAt(position + 1) === MINUS) return endOfLine(text, position, limit);
    if (!isBlank(code) && !/[\w,/-]/.test(text.charAt(position))) return -1;
  }
  return limit;
}

const isBlank = (code: number) => isSpace(code) && !isLineBreak(code);

function beginsLine(text: string, offset: number): boolean {
  let before = offset - 1;
  while (before >= 0 && isBlank(text.charCodeAt(before))) before--;
  return before < 0 || isLineBreak(text.charCodeAt(before));
}

function endOfLine(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit && !isLineBreak(text.charCodeAt(end))) end++;
  return end;
}
