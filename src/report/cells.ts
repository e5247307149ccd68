import { printable } from './printable.ts';

/** A piece of a line that a terminal shows as one character, or one character made visible. */
export interface Glyph {
  /** UTF-16 offset in the line. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** How many cells of a terminal it fills. */
  readonly cells: number;
}

/** Below U+0300 every UTF-16 unit is a character of its own. */
const joining = /[\u0300-\uffff]/;
const wide =
  // eslint-disable-next-line no-misleading-character-class -- the marks are members of the class
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\ufe0f\u{1f1e6}-\u{1f1ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
// eslint-disable-next-line no-misleading-character-class -- likewise
const withoutWidth = /^[\p{Mark}\u200c\u200d\ufe00-\ufe0f]+$/u;
let segmenter: Intl.Segmenter | null = null;

/** Splits a line into what a terminal shows, one after the other; control characters become visible signs. */
export function glyphsOf(line: string): readonly Glyph[] {
  if (!joining.test(line)) return Array.from(line, glyphOf);
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(line), ({ segment, index }) => glyphOf(segment, index));
}

function glyphOf(source: string, start: number): Glyph {
  if (source.length === 1 && source >= ' ' && source <= '~') return { start, end: start + 1, text: source, cells: 1 };
  const text = printable(source);
  return { start, end: start + source.length, text, cells: text === source ? cellsOf(source) : width(text) };
}

const width = (text: string): number => glyphsOf(text).reduce((sum, { cells }) => sum + cells, 0);

function cellsOf(cluster: string): number {
  if (withoutWidth.test(cluster)) return 0;
  return wide.test(cluster) ? 2 : 1;
}
