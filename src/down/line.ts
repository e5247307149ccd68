/** A line of a way back: a statement with its semicolon, or a comment. One that is `guarded` can run twice as it is, with those before it. */
export type Line =
  | { readonly kind: 'sql'; readonly sql: string; readonly guarded?: true }
  /** What the reader should know; nothing is lost. */
  | { readonly kind: 'remark'; readonly text: string }
  /** What cannot be undone, and why. */
  | { readonly kind: 'irreversible'; readonly text: string };

/** A statement; its semicolon is added. */
export const sql = (text: string): Line => ({ kind: 'sql', sql: closed(text) });

/** A statement that needs no other guard. */
export const guardedSql = (text: string): Line => ({ kind: 'sql', sql: closed(text), guarded: true });

export const remark = (text: string): Line => ({ kind: 'remark', text });

export const irreversible = (text: string): Line => ({ kind: 'irreversible', text });

/** What a line says as a comment, in one line that no tool splits. */
export function commentOf(line: Exclude<Line, { kind: 'sql' }>): string {
  const text = line.text.replace(/\s+/g, ' ').replaceAll(';', ',');
  return line.kind === 'irreversible' ? `cannot be undone: ${text}` : text;
}

const closed = (text: string) => `${text.trim().replace(/;$/, '')};`;
