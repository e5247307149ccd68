import type { Change, Step } from './change.ts';

/** A migration before it is written down in a framework's form. */
export interface Draft {
  /** The file's or folder's name, without direction and extension. */
  readonly name: string;
  /** What the name says, in lower case. */
  readonly words: readonly string[];
  readonly version: string;
  /** In one line. */
  readonly description: string;
  readonly author: Author | null;
  /** Lines such as `Author: Jo Doe`. */
  readonly header: readonly string[];
  readonly change: Change;
}

/** Who writes the migration, as git knows them. */
export interface Author {
  readonly name: string;
  readonly email: string | null;
}

/** A file to write; the path is relative to the folder of migrations. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Lines as SQL comments. */
export function comments(lines: readonly string[]): string {
  return lines.map((line) => `-- ${line}\n`).join('');
}

/** Steps as SQL; each statement goes through `wrap`, and `between` stands between two. */
export function stepsSql(steps: readonly Step[], wrap: (sql: string) => string = (sql) => sql, between = ''): string {
  return steps.map(({ sql, notes = [] }) => `${comments(notes)}${wrap(sql)}\n`).join(between);
}

/** Whether a tool that splits at each semicolon would cut the statement in pieces. */
export function hasInnerSemicolon(sql: string): boolean {
  return sql.slice(0, -1).includes(';');
}
