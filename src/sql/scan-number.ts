import { isDigit } from './scan-characters.ts';

const DOT = 46;
const UNDERSCORE = 95;

/** The end of the numeric literal that begins at `start`, which holds a digit or a dot before a digit. */
export function numberEnd(text: string, start: number, limit: number): number {
  const radix = radixEnd(text, start, limit);
  if (radix > start) return radix;
  let end = digitsEnd(text, start, limit, isDigit);
  // 1..10 is a range of PL/pgSQL, not the number `1.` and the number `.10`
  if (end < limit && text.charCodeAt(end) === DOT && text.charCodeAt(end + 1) !== DOT) {
    end = digitsEnd(text, end + 1, limit, isDigit);
  }
  return exponentEnd(text, end, limit);
}

/** The end of `0x1F`, `0o17` or `0b11`; `start` when there is none. */
function radixEnd(text: string, start: number, limit: number): number {
  if (text.charCodeAt(start) !== 48) return start;
  const belongs = radixes[text.charAt(start + 1).toLowerCase()];
  if (belongs === undefined) return start;
  const end = digitsEnd(text, start + 2, limit, belongs, true);
  return end > start + 2 ? end : start;
}

const radixes: Readonly<Record<string, (code: number) => boolean>> = {
  x: (code) => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
  o: (code) => code >= 48 && code <= 55,
  b: (code) => code === 48 || code === 49,
};

/** Digits with single underscores between them (and before the first one after `0x`). */
function digitsEnd(
  text: string,
  start: number,
  limit: number,
  belongs: (code: number) => boolean,
  leading = false,
): number {
  let end = start;
  while (end < limit) {
    const code = text.charCodeAt(end);
    if (belongs(code)) end++;
    else if (code === UNDERSCORE && (leading || end > start) && end + 1 < limit && belongs(text.charCodeAt(end + 1)))
      end += 2;
    else break;
  }
  return end;
}

function exponentEnd(text: string, start: number, limit: number): number {
  const code = text.charCodeAt(start);
  if (start >= limit || (code !== 69 && code !== 101)) return start;
  const sign = text.charCodeAt(start + 1);
  const digits = sign === 43 || sign === 45 ? start + 2 : start + 1;
  const end = digitsEnd(text, digits, limit, isDigit);
  return end > digits ? end : start;
}
