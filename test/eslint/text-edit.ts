/** A place in a text; both count from 0, columns in UTF-16 units. */
interface Position {
  readonly line: number;
  readonly character: number;
}

/** From a place up to another. */
export interface Span {
  readonly start: Position;
  readonly end: Position;
}

/** A text in place of another. */
export interface TextEdit {
  readonly range: Span;
  readonly newText: string;
}

/** Makes edits, all of which count in the text as it is given. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|[\r\n]/g), ({ 0: end, index }) => index + end.length)];
  // A column beyond the end of its line, as some send, means the end.
  const endOf = (line: number) => /^[^\r\n]*/.exec(text.slice(starts[line]))![0].length;
  const at = ({ line, character }: Position) =>
    line < starts.length ? starts[line]! + Math.min(character, endOf(line)) : text.length;
  const last = [...edits].map(({ range, newText }) => ({ start: at(range.start), end: at(range.end), newText }));
  return last
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text);
}
