import type { Range } from '../types.ts';

/** Where the parts of a text stand in the text that it was taken from. */
export interface PositionMap {
  /** The range in the source; it widens to a whole escape when it touches one. Offsets are UTF-16 on both sides. */
  toSource(range: Range): Range;
}

/** A text together with where it comes from. */
export interface MappedText {
  readonly text: string;
  readonly map: PositionMap;
}

/** A stretch of a mapped text: `verbatim` stands so in the source, `escape` is written there in another way. */
export interface Segment {
  readonly kind: 'verbatim' | 'escape';
  readonly text: string;
  readonly source: Range;
}

/** A text that stands in the source as it is, from `offset` on. */
export function verbatim(text: string, offset = 0): MappedText {
  return { text, map: { toSource: ([start, end]) => [start + offset, end + offset] } };
}

/** Pieces of one text put together; a range over several pieces reaches from the first to the last. */
export function join(text: string, pieces: readonly Range[]): MappedText {
  return fromSegments(
    pieces.map(([start, end]) => ({ kind: 'verbatim', text: text.slice(start, end), source: [start, end] })),
  );
}

/** `inner`, whose source is the text of `outer`, with positions in the source of `outer`. */
export function compose(outer: MappedText, inner: MappedText): MappedText {
  return { text: inner.text, map: { toSource: (range) => outer.map.toSource(inner.map.toSource(range)) } };
}

/** A text made of segments in their order. */
export function fromSegments(segments: readonly Segment[]): MappedText {
  const parts = segments.filter((segment) => segment.text !== '');
  const starts: number[] = [];
  let length = 0;
  for (const part of parts) {
    starts.push(length);
    length += part.text.length;
  }
  const text = parts.map((part) => part.text).join('');
  const empty = segments[0]?.source[0] ?? 0;
  return { text, map: { toSource: (range) => toSource(parts, starts, clamp(range, length), empty) } };
}

function toSource(parts: readonly Segment[], starts: readonly number[], [start, end]: Range, empty: number): Range {
  const first = indexAt(starts, start);
  const part = parts[first];
  if (part === undefined) return [empty, empty];
  const from = startInSource(part, start - (starts[first] ?? 0));
  if (end <= start) return [from, from];
  const last = indexAt(starts, end - 1);
  return [from, endInSource(parts[last] ?? part, end - (starts[last] ?? 0))];
}

function startInSource(segment: Segment, offset: number): number {
  const [start, end] = segment.source;
  if (offset >= segment.text.length) return end;
  return segment.kind === 'escape' ? start : start + offset;
}

function endInSource(segment: Segment, offset: number): number {
  return segment.kind === 'escape' ? segment.source[1] : segment.source[0] + offset;
}

/** The last index whose start is not after `offset`; -1 when there is none. */
function indexAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function clamp([start, end]: Range, length: number): Range {
  return [Math.min(Math.max(start, 0), length), Math.min(Math.max(end, 0), length)];
}
