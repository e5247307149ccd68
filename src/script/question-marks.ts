import type { Segment } from '../sql/position-map.ts';
import { constant, type Text } from './string-text.ts';

/** `?` as PostgreSQL knows it: `$1`, `$2`. The driver takes every question mark for one, in strings and comments too. */
export function numbered(text: Text): Text {
  let number = 0;
  return text.flatMap((segment) => {
    if (segment.kind === 'hole' || !segment.text.includes('?')) return [segment];
    return piecesOf(segment).map((piece) => (piece.text === '?' ? constant(`$${String(++number)}`, piece.source) : piece));
  });
} // prettier-ignore

/** A segment, parted before and after each question mark. */
function piecesOf(segment: Segment): readonly Segment[] {
  const [start] = segment.source;
  return [...segment.text.matchAll(/\?|[^?]+/g)].map(({ 0: text, index }) => {
    const source = segment.kind === 'verbatim' ? ([start + index, start + index + text.length] as const) : segment.source; // prettier-ignore
    return { ...segment, text, source };
  });
}
