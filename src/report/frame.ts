import type { Finding, Range } from '../types.ts';
import { glyphsOf, type Glyph } from './cells.ts';

/** One line of the source, cut around the words that matter, and the underlines below it. */
export interface FrameRow {
  /** The line's number, or null where lines are left out. */
  readonly line: number | null;
  readonly code: string;
  readonly underline: string;
}

type Place = Pick<Finding, 'range' | 'line' | 'column' | 'endLine' | 'endColumn'>;

const gap: FrameRow = { line: null, code: '…', underline: '' };
const mostLines = 4;

/** The lines that a finding covers with its exact words underlined; the middle of a long range is left out. */
export function frame(text: string, place: Place, width: number): readonly FrameRow[] {
  const { range, line, column, endLine, endColumn } = place;
  const row = (number: number, start: number) => rowOf(text, { number, start, range, width });
  const first = row(line, range[0] - column + 1);
  if (endLine === line) return [first];
  const last = row(endLine, range[1] - endColumn + 1);
  const between = endLine - line - 1;
  if (between > mostLines - 2) return endColumn === 1 ? [first, gap] : [first, gap, last];
  const middle = lineStarts(text, range, between).map((start, index) => row(line + 1 + index, start));
  return [first, ...middle, ...(endColumn === 1 ? [] : [last])];
}

function lineStarts(text: string, [start, end]: Range, amount: number): readonly number[] {
  const starts: number[] = [];
  const ending = /\r\n|\n|\r/g;
  ending.lastIndex = start;
  while (starts.length < amount && ending.exec(text) && ending.lastIndex < end) starts.push(ending.lastIndex);
  return starts;
}

interface Row {
  readonly number: number;
  readonly start: number;
  readonly range: Range;
  readonly width: number;
}

function rowOf(text: string, { number, start, range, width }: Row): FrameRow {
  const focus = Math.max(start, range[0]);
  const from = whole(text, Math.max(start, focus - width));
  const to = lineEnd(text, focus, focus + width);
  const words: Range = [focus - from, range[1] - from];
  const glyphs = glyphsOf(text.slice(from, to));
  const { shown, cutBefore, cutAfter } = cut(glyphs, words, width);
  const before = cutBefore || from > start ? '…' : '';
  const after = cutAfter || !isLineEnd(text, to) ? '…' : '';
  return {
    line: number,
    code: before + shown.map((glyph) => glyph.text).join('') + after,
    underline: underline(shown, words, before.length, range[0] >= start),
  };
}

interface Cut {
  readonly shown: readonly Glyph[];
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

/** As many glyphs as fit: from the line's start when the words fit too, else from a little before the words. */
function cut(glyphs: readonly Glyph[], [start, end]: Range, width: number): Cut {
  let before = sum(glyphs.filter((glyph) => glyph.end <= start));
  const fits = sum(glyphs.filter((glyph) => glyph.start < end)) <= width;
  const room = fits ? width : Math.max(Math.floor(width / 4), width - sum(glyphs.filter((glyph) => glyph.end > start)));
  let first = 0;
  for (; before > room; first++) before -= glyphs[first]?.cells ?? before;
  const rest = glyphs.slice(first);
  let cells = 0;
  const tooFar = rest.findIndex((glyph) => (cells += glyph.cells) > width);
  return { shown: tooFar < 0 ? rest : rest.slice(0, tooFar), cutBefore: first > 0, cutAfter: tooFar >= 0 };
}

/** The end of the line that `from` stands in, or `limit` when that comes first. */
function lineEnd(text: string, from: number, limit: number): number {
  let end = from;
  while (end < limit && !isLineEnd(text, end)) end++;
  return whole(text, end);
}

const isLineEnd = (text: string, at: number) => at >= text.length || text[at] === '\n' || text[at] === '\r';
/** Moves an offset out of the middle of a surrogate pair. */
const whole = (text: string, at: number) => ((text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at + 1 : at);

/** Carets below the glyphs of the range, without the white space around them; one caret where nothing can be seen. */
function underline(glyphs: readonly Glyph[], [start, end]: Range, offset: number, begins: boolean): string {
  const dark = glyphs.filter((glyph) => glyph.start < end && glyph.end > start && glyph.text.trim() !== '');
  const from = dark[0]?.start ?? start;
  const to = dark.at(-1)?.end ?? start;
  const cells = Math.max(begins ? 1 : 0, sum(glyphs.filter((glyph) => glyph.start >= from && glyph.end <= to)));
  if (cells === 0) return '';
  return ' '.repeat(offset + sum(glyphs.filter((glyph) => glyph.end <= from))) + '^'.repeat(cells);
}

const sum = (glyphs: readonly Glyph[]) => glyphs.reduce((cells, glyph) => cells + glyph.cells, 0);
