import type { Segment } from './position-map.ts';

/** Reads one escape at `index` of a text: what it stands for and where it ends; null when none stands there. */
export type ReadEscape = (text: string, index: number, limit: number) => Escape | null;

/** What an escape stands for, and the offset after it. */
export interface Escape {
  readonly value: string;
  readonly end: number;
}

/** The content `[start, end)` of a literal as segments, with each escape that `read` finds. */
export function readSegments(text: string, start: number, end: number, read: ReadEscape): Segment[] {
  const segments: Segment[] = [];
  let from = start;
  for (let index = start; index < end;) {
    const escape = read(text, index, end);
    if (escape === null) {
      index++;
      continue;
    }
    if (index > from) segments.push(plain(text, from, index));
    segments.push({ kind: 'escape', text: escape.value, source: [index, escape.end] });
    index = escape.end;
    from = index;
  }
  if (end > from || segments.length === 0) segments.push(plain(text, from, end));
  return segments;
}

function plain(text: string, start: number, end: number): Segment {
  return { kind: 'verbatim', text: text.slice(start, end), source: [start, end] };
}

/** A doubled quote, the only escape of '…' and "…". */
export function doubled(quote: number): ReadEscape {
  const value = String.fromCharCode(quote);
  return (text, index, limit) =>
    text.charCodeAt(index) === quote && index + 1 < limit && text.charCodeAt(index + 1) === quote
      ? { value, end: index + 2 }
      : null;
}
