import type { Edit, Range } from '../types.ts';
import type { Segment } from './position-map.ts';

/** Where an edit would be made: in segments of one literal, at `range` of the source. */
interface Place {
  readonly segments: readonly Segment[];
  readonly range: Range;
}

/** A change of the segments' common text as a change of the source; null where it cannot be made there exactly. */
export function editOf(segments: readonly Segment[], text: string, edit: Edit): Edit | null {
  if (!isEditable(text, edit)) return null;
  const { range, text: written } = edit;
  for (const place of range[0] === range[1] ? points(segments, range[0]) : stretch(segments, range)) {
    if (isRepeated(segments, place)) continue;
    const made = place.segments[0]?.literal?.edit(place.range, text.slice(...range), written);
    if (made) return made;
  }
  return null;
}

/** Whether an edit lies in a text, cuts no character in two and puts in what a file and PostgreSQL can hold. */
export function isEditable(text: string, { range: [start, end], text: written }: Edit): boolean {
  if (start < 0 || start > end || end > text.length || /[\0\p{Cs}]/u.test(written)) return false;
  return !isInsidePair(text, start) && !isInsidePair(text, end);
}

function isInsidePair(text: string, offset: number): boolean {
  return (text.charCodeAt(offset - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(offset) & 0xfc00) === 0xdc00;
}

/** Where a range that is not empty stands, when it is in one literal and cuts no escape. */
function stretch(segments: readonly Segment[], [start, end]: Range): Place[] {
  const covered: Segment[] = [];
  let [from, to] = [0, 0];
  let offset = 0;
  for (const segment of segments) {
    const [first, last] = [Math.max(start - offset, 0), Math.min(end - offset, segment.text.length)];
    offset += segment.text.length;
    if (first >= last) continue;
    const isCut = first > 0 || last < segment.text.length;
    if (isFixed(segment) || (isCut && segment.kind !== 'verbatim')) return [];
    if (covered.length === 0) from = segment.source[0] + first;
    else if (segment.literal !== covered[0]?.literal) return [];
    to = segment.kind === 'verbatim' ? segment.source[0] + last : segment.source[1];
    covered.push(segment);
  }
  return [{ segments: covered, range: [from, to] }];
}

/** Where a text can be put in at a point: rather before what follows than after what goes before. */
function points(segments: readonly Segment[], point: number): Place[] {
  const places: Place[] = [];
  let offset = 0;
  for (const segment of segments) {
    const { text, source } = segment;
    const before = point - offset;
    offset += text.length;
    if (isFixed(segment) || before < 0 || before > text.length) continue;
    if (segment.kind !== 'verbatim' && before > 0 && before < text.length) continue;
    const at = before === 0 ? source[0] : before === text.length ? source[1] : source[0] + before;
    places.unshift({ segments: [segment], range: [at, at] });
  }
  return places;
}

/** What no edit may touch. */
function isFixed({ kind, literal }: Segment): boolean {
  return kind === 'hole' || kind === 'constant' || literal === undefined;
}

/** Whether the text has the same literal twice, so that an edit in it would change more than what it should. */
function isRepeated(segments: readonly Segment[], place: Place): boolean {
  const [start, end] = [place.segments[0]?.source[0] ?? 0, place.segments.at(-1)?.source[1] ?? 0];
  const there = segments.filter((segment) => {
    const [from, to] = segment.source;
    return !isFixed(segment) && ((segment.text !== '' && from < end && to > start) || (from === start && to === end));
  });
  return there.length > place.segments.length;
}
