/** A place in a file as people count: both 1-based, columns in UTF-16 units. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the lines of a text begin. */
export interface Lines {
  /** The position of an offset; offsets outside the text are moved to its start or end. */
  locate(offset: number): Position;
  /** The offset at which a 1-based line begins; the text's length for lines after the last. */
  startOf(line: number): number;
}

/** Finds the lines of a text, ended by LF, CR LF or CR as in PostgreSQL. */
export function lines(text: string): Lines {
  const starts = [0];
  for (const { index, 0: ending } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + ending.length);
  const startOf = (line: number) => starts[line - 1] ?? text.length;
  return {
    startOf,
    locate(offset) {
      const inside = Math.min(Math.max(offset, 0), text.length);
      const line = lastAtOrBefore(starts, inside) + 1;
      return { line, column: inside - startOf(line) + 1 };
    },
  };
}

/** The index of the last of the ascending numbers that is not greater than the value; -1 when all are. */
export function lastAtOrBefore(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where the white space before an offset begins, on the same line. */
export function blanksBefore(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && /[^\S\r\n]/.test(text[start - 1] ?? '')) start -= 1;
  return start;
}

/** Whether a line begins at an offset. */
export function beginsLine(text: string, offset: number): boolean {
  return offset === 0 || text[offset - 1] === '\n' || text[offset - 1] === '\r';
}
