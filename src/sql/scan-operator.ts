import { isOperatorCharacter } from './scan-characters.ts';

const MINUS = 45;
const PLUS = 43;
const SLASH = 47;
const STAR = 42;

/** The end of the run of operator characters from `start` on; a comment ends it. */
export function operatorRunEnd(text: string, start: number, limit: number): number {
  let end = start;
  while (
    end < limit &&
    isOperatorCharacter(text.charCodeAt(end)) &&
    (end === start || !beginsComment(text, end, limit))
  )
    end++;
  return end;
}

/**
 * The end of the operator at the start of a run, by PostgreSQL's manual, "Operators" in section "Lexical Structure":
 * it ends in `+` or `-` only when it holds one of ~ ! @ # % ^ & | ` ?.
 */
export function operatorEnd(text: string, start: number, runEnd: number): number {
  let end = runEnd;
  while (end > start + 1 && isSign(text.charCodeAt(end - 1))) end--;
  if (end === runEnd) return end;
  for (let index = start; index < end; index++) if (isSpecial(text.charCodeAt(index))) return runEnd;
  return end;
}

/** Whether `--` or a block comment begins here. */
export function beginsComment(text: string, start: number, limit: number): boolean {
  if (start + 1 >= limit) return false;
  const code = text.charCodeAt(start);
  const next = text.charCodeAt(start + 1);
  return (code === MINUS && next === MINUS) || (code === SLASH && next === STAR);
}

function isSign(code: number): boolean {
  return code === PLUS || code === MINUS;
}

/** Any operator character but + - * / < > =. */
function isSpecial(code: number): boolean {
  return !isSign(code) && code !== STAR && code !== SLASH && (code < 60 || code > 62);
}
