import type { Segment } from '../sql/position-map.ts';
import { readSegments } from '../sql/string-segments.ts';
import type { Edit, Range } from '../types.ts';
import { type Quote, readEscape, readLineBreak } from './string-escape.ts';
import { isWhole, write } from './string-write.ts';

/** What stands between two quotes, or between the holes of a template. */
interface Content {
  readonly source: string;
  readonly range: Range;
  readonly quote: Quote;
}

/** The text of a literal, as segments that can be edited. */
export function literalText(content: Content): readonly Segment[] {
  const literal = { edit: (range: Range, old: string, text: string) => edit(content, range, old, text) };
  return read(content).map((segment) => ({ ...segment, literal }));
}

function read({ source, range, quote }: Content): readonly Segment[] {
  return readSegments(source, ...range, quote === 'raw' ? readLineBreak : readEscape);
}

function value(segments: readonly Segment[]): string {
  return segments.map((segment) => segment.text).join('');
}

/** What is written is read again: an edit after which the literal does not say what it should is none. */
function edit(content: Content, range: Range, old: string, text: string): Edit | null {
  const { source, quote } = content;
  const [start, end] = content.range;
  const before = read({ ...content, range: [start, range[0]] });
  const after = value(read({ ...content, range: [range[1], end] }));
  if (value(before) + old + after !== value(read(content))) return null;
  const last = source.slice(...(before.at(-1)?.source ?? range));
  const written = write(text, quote, range, { before: last, after: source.slice(range[1], end) });
  const result = source.slice(start, range[0]) + written.text + source.slice(written.range[1], end);
  const said = value(read({ source: result, range: [0, result.length], quote }));
  return said === value(before) + text + after && isWhole(result, quote) ? written : null;
}
