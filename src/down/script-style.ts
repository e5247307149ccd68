import { type Node, rangeOf } from '../script/tree.ts';

/** The white space that begins the line of an offset. */
export function indentAt(text: string, at: number): string {
  return /^[^\S\r\n]*/.exec(text.slice(lineStart(text, at)))?.[0] ?? '';
}

/** Whether nothing but white space stands before an offset in its line. */
export function isFirstInLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === '';
}

const lineStart = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1;

/** Where the line of an offset ends, before its line break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : text[end - 1] === '\r' && end > at ? end - 1 : end;
}

/** What a script puts before a line that is one step deeper: told by a body of it, else by its first such line. */
export function unitOf(text: string, bodies: readonly (Node | null)[]): string {
  for (const body of bodies) {
    const [first] = body?.type === 'BlockStatement' ? body.body : [];
    if (!body || !first || !isFirstInLine(text, rangeOf(first)[0])) continue;
    const [outer, inner] = [indentAt(text, rangeOf(body)[0]), indentAt(text, rangeOf(first)[0])];
    if (inner.startsWith(outer) && inner !== outer) return inner.slice(outer.length);
  }
  return /^(?:\t| {2,8})(?=[^\s*])/m.exec(text)?.[0] ?? '  ';
}

/** Whether a script ends its statements with semicolons. */
export function hasSemicolons(text: string): boolean {
  return /;[^\S\r\n]*(?:\/[/*].*)?$/m.test(text);
}
