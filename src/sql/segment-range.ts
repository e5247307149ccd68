import type { Range } from '../types.ts';
import type { Segment } from './position-map.ts';

/** Segments with text, and where each begins in their common text. */
export interface Placed {
  readonly parts: readonly Segment[];
  readonly starts: readonly number[];
  /** Of the common text. */
  readonly length: number;
  /** Whether they have the same order in the source, and none overlaps another there. */
  readonly isOrdered: boolean;
  /** Where a text without any character stands. */
  readonly empty: number;
}

/** The smallest range of the source that holds all that a range of the text touches. */
export function rangeInSource(placed: Placed, range: Range): Range {
  const { parts, starts, length, isOrdered, empty } = placed;
  const [start, end] = clamp(range, length);
  const first = indexAt(starts, start);
  const part = parts[first];
  if (part === undefined) return [empty, empty];
  const from = startInSource(part, start - (starts[first] ?? 0));
  if (end <= start) return [from, from];
  const last = indexAt(starts, end - 1);
  const to = endInSource(parts[last] ?? part, end - (starts[last] ?? 0));
  return isOrdered || first === last ? [from, to] : hull(placed, [first, last], [from, to]);
}

/** The same where the segments between the first and the last may stand anywhere: `from` is where the first begins, `to` where the last ends. */
function hull({ parts }: Placed, [first, last]: Range, [from, to]: Range): Range {
  let [least, most] = [from, to];
  for (let index = first; index <= last; index++) {
    const [start, end] = parts[index]?.source ?? [from, to];
    if (index > first) least = Math.min(least, start);
    if (index < last) most = Math.max(most, end);
  }
  return [least, most];
}

/** The smallest range of the text that holds all that a range of the source touches; null when that is nothing. */
export function rangeInText(placed: Placed, [start, end]: Range): Range | null {
  if (end <= start) return pointInText(placed, start);
  let [least, most] = [Infinity, -Infinity];
  for (const { kind, source, from, to } of touched(placed, [start, end])) {
    const isApart = source[0] < source[1] && (source[0] === end || source[1] === start);
    if (isApart) continue;
    least = Math.min(least, kind === 'verbatim' ? Math.max(from, from + start - source[0]) : from);
    most = Math.max(most, kind === 'verbatim' ? Math.min(to, from + end - source[0]) : to);
  }
  return least <= most ? [least, most] : null;
}

/** A point between two segments belongs to the second, as on the way to the source. */
function pointInText(placed: Placed, point: number): Range | null {
  let end: number | null = placed.length === 0 && point === placed.empty ? 0 : null;
  for (const { kind, source, from, to } of touched(placed, [point, point])) {
    if (source[0] === source[1]) return [from, to];
    const offset = kind === 'verbatim' ? from + point - source[0] : from;
    if (point < source[1]) return [offset, offset];
    end ??= to;
  }
  return end === null ? null : [end, end];
}

/** The segments that touch a range of the source, with their range `[from, to)` in the text. */
function* touched({ parts, starts, isOrdered }: Placed, [start, end]: Range) {
  for (let index = isOrdered ? firstReaching(parts, start) : 0; index < parts.length; index++) {
    const [part, from] = [parts[index], starts[index]];
    if (part === undefined || from === undefined || (isOrdered && part.source[0] > end)) return;
    const { kind, text, source } = part;
    if (source[0] <= end && source[1] >= start) yield { kind, source, from, to: from + text.length };
  }
}

function startInSource(segment: Segment, offset: number): number {
  const [start, end] = segment.source;
  if (offset >= segment.text.length) return end;
  return segment.kind === 'verbatim' ? start + offset : start;
}

function endInSource(segment: Segment, offset: number): number {
  return segment.kind === 'verbatim' ? segment.source[0] + offset : segment.source[1];
}

/** The last index whose start is not after `offset`; -1 when there is none. */
function indexAt(starts: readonly number[], offset: number): number {
  return firstIndex(starts.length, (index) => (starts[index] ?? 0) > offset) - 1;
}

/** Of segments in order, the first that does not end before `offset`. */
function firstReaching(parts: readonly Segment[], offset: number): number {
  return firstIndex(parts.length, (index) => (parts[index]?.source[1] ?? 0) >= offset);
}

/** The first index for which `isTrue`, which holds for all after it as well; `length` when there is none. */
function firstIndex(length: number, isTrue: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function clamp([start, end]: Range, length: number): Range {
  return [Math.min(Math.max(start, 0), length), Math.min(Math.max(end, 0), length)];
}
