import type { Range } from '../types.ts';

/** The entries of a list, call or object in a text, by UTF-16 offsets. */
export interface Entries {
  /** After the bracket. */
  readonly start: number;
  /** Null when there is none. */
  readonly last: Range | null;
}

/** A comment behind an entry, on its line, with the comma before it. */
const besides = /^[^\S\r\n]*(,?)[^\S\r\n]*(?:\/\/[^\r\n]*|\/\*(?:(?!\*\/)[^\r\n])*\*\/[^\S\r\n]*)(?=\r?\n)/;

/** Puts an entry behind the last one, as that one stands: on a line of its own, or behind it. `entry` is told its indentation, null within a line. */
export function appendEntry(text: string, { start, last }: Entries, entry: (indent: string | null) => string): string {
  if (last === null) return text.slice(0, start) + entry(null) + text.slice(start);
  const [from, end] = last;
  const line = text.lastIndexOf('\n', from) + 1;
  const indent = text.slice(line, from);
  if (line <= start || indent.trim() !== '') return `${text.slice(0, end)}, ${entry(null)}${text.slice(end)}`;
  const added = (text.includes('\r\n') ? '\r\n' : '\n') + indent + entry(indent);
  const [comment = '', comma = ''] = besides.exec(text.slice(end)) ?? [];
  const at = end + comment.length;
  if (comment === '') return `${text.slice(0, end)},${added}${text.slice(end)}`;
  return `${text.slice(0, end)}${comma === '' ? ',' : ''}${text.slice(end, at)}${added}${comma}${text.slice(at)}`;
}
