import type { Range } from '../types.ts';
import { isLineBreak } from './scan-characters.ts';

/** The data of a COPY from `start` on, up to and with its line `\.`; null when no such line follows. */
export function copyData(text: string, start: number): Range | null {
  for (let index = text.indexOf('\\.', start); index !== -1; index = text.indexOf('\\.', index + 2)) {
    const after = index + 2;
    if (!isLineBreak(text.charCodeAt(index - 1))) continue;
    if (after === text.length || isLineBreak(text.charCodeAt(after))) return [start, after];
  }
  return null;
}
