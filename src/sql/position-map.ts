import type { Edit, Range } from '../types.ts';
import { editOf, isEditable } from './segment-edit.ts';
import { rangeInSource, rangeInText } from './segment-range.ts';

/** Where the parts of a text stand in the text that it was taken from, and the way back. Offsets are UTF-16 on both sides. */
export interface PositionMap {
  /** The range in the source; it widens to a whole escape, hole or constant when it touches one. Never fails. */
  toSource(range: Range): Range;
  /** What stands at a range of the source, widened in the same way; null where nothing of it is in the text. */
  toText(range: Range): Range | null;
  /** A change of the text as a change of the source; null where it cannot be made there exactly. */
  toEdit(edit: Edit): Edit | null;
}

/** A text together with where it comes from. */
export interface MappedText {
  readonly text: string;
  readonly map: PositionMap;
}

/**
 * A stretch of a mapped text: `verbatim` stands so in the source, `escape` is written there in another way,
 * `hole` is a placeholder for a value that is not known, `constant` is known and written somewhere else.
 */
export interface Segment {
  readonly kind: 'verbatim' | 'escape' | 'hole' | 'constant';
  readonly text: string;
  readonly source: Range;
  /** What it is a part of, which can be edited; without it no edit is made. */
  readonly literal?: Literal;
}

/** A stretch of the source whose parts are written in one way: what stands between two quotes. */
export interface Literal {
  /** The change of the source that makes it read as `text` where it reads as `old`; null when it does not, or it cannot be written there. */
  edit(range: Range, old: string, text: string): Edit | null;
}

/** A text that stands in the source as it is, from `offset` on. */
export function verbatim(text: string, offset = 0): MappedText {
  return {
    text,
    map: {
      toSource: ([start, end]) => [start + offset, end + offset],
      toText([start, end]) {
        const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, text.length)];
        return from > to || (from === to && start < end) ? null : [from, to];
      },
      toEdit(edit) {
        const [start, end] = edit.range;
        return isEditable(text, edit) ? { range: [start + offset, end + offset], text: edit.text } : null;
      },
    },
  };
}

/** Pieces of one text put together; a range over several pieces reaches from the first to the last. */
export function join(text: string, pieces: readonly Range[]): MappedText {
  return fromSegments(
    pieces.map(([start, end]) => ({
      kind: 'verbatim',
      text: text.slice(start, end),
      source: [start, end],
      literal: { edit: (range, _, written) => ({ range, text: written }) },
    })),
  );
}

/** `inner`, whose source is the text of `outer`, with positions in the source of `outer`. */
export function compose(outer: MappedText, inner: MappedText): MappedText {
  return {
    text: inner.text,
    map: {
      toSource: (range) => outer.map.toSource(inner.map.toSource(range)),
      toText(range) {
        const between = outer.map.toText(range);
        return between && inner.map.toText(between);
      },
      toEdit(edit) {
        const between = inner.map.toEdit(edit);
        return between && outer.map.toEdit(between);
      },
    },
  };
}

/** A map of which only the way to the source is known. */
export function oneWay(toSource: (range: Range) => Range): PositionMap {
  return { toSource, toText: () => null, toEdit: () => null };
}

/** A text made of segments in their order; their sources may stand in another order, and more than once. */
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
  const isOrdered = parts.every(({ source }, index) => (parts[index - 1]?.source[1] ?? 0) <= source[0]);
  const placed = { parts, starts, length, isOrdered, empty };
  return {
    text,
    map: {
      toSource: (range) => rangeInSource(placed, range),
      toText: (range) => rangeInText(placed, range),
      toEdit: (edit) => editOf(segments, text, edit),
    },
  };
}
