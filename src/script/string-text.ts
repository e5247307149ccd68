import type { Segment } from '../sql/position-map.ts';
import type { Range } from '../types.ts';
import { hole } from './hole.ts';
import { literalText } from './string-literal.ts';

export { hole } from './hole.ts';

/** A text that a script makes, with where each part of it is written. */
export type Text = readonly Segment[];

/** The value of a string literal. `source` is the whole file's text. */
export function stringText(node: { readonly value: string; readonly range: Range }, source: string): Text {
  const [start, end] = node.range;
  const quote = source.charAt(start) === '"' ? '"' : "'";
  return checked(literalText({ source, range: [start + 1, end - 1], quote }), node.value, node.range);
}

/** A part of a template, as the parser gives it: some parsers count the signs around it to its range, some do not. */
export interface Quasi {
  readonly range: Range;
  readonly value: { readonly raw: string; readonly cooked?: string | null | undefined };
}

/** The text of one part of a template: with its escapes read, or as `String.raw` takes it. */
export function quasiText(element: Quasi, source: string, { raw = false }: { readonly raw?: boolean } = {}): Text {
  const range = innerRange(element, source);
  const value = raw ? withLineFeeds(element.value.raw) : (element.value.cooked ?? null);
  return checked(literalText({ source, range, quote: raw ? 'raw' : '`' }), value, range);
}

/** The range without the signs around it: a backtick or brace before, a backtick or `${` after. */
function innerRange({ range: [start, end], value }: Quasi, source: string): Range {
  const written = withLineFeeds(source.slice(start, end));
  if (written === withLineFeeds(value.raw)) return [start, end];
  return [start + 1, end - (written.endsWith('`') ? 1 : 2)];
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}

/** The parser is right: should it read the literal otherwise, only the place of the whole is known. */
function checked(text: Text, value: string | null, range: Range): Text {
  return value === null || textValue(text) === value ? text : [{ kind: 'escape', text: value, source: range }];
}

/** A known text that stands for what the source calls otherwise, such as the name of a constant. */
export function constant(text: string, source: Range): Segment {
  return { kind: 'constant', text, source };
}

/** The characters of a text; what is not known has its placeholder. */
export function textValue(text: Text): string {
  return text.map((segment) => segment.text).join('');
}

const longest = 5_000_000;
const mostSegments = 20_000;

/** The text, or something unknown in place of one that is longer than anybody writes: a script may double its strings. */
export function bounded(text: Text, source: Range): Text {
  let length = 0;
  for (const segment of text) length += segment.text.length;
  return length > longest || text.length > mostSegments ? [hole('a very long text', source)] : text;
}

/** Whether a part of the text is not known. */
export function hasHole(text: Text): boolean {
  return text.some(({ kind }) => kind === 'hole');
}
