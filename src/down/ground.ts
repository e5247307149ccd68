import { downSql } from '../effect/down-sql.ts';
import type { Debt } from '../effect/undo.ts';
import type { Operation } from '../types.ts';
import { irreversible, type Line, sql } from './line.ts';
import type { Past, Told } from './past.ts';

/** What is known where an operation is undone. */
export interface Ground {
  /** All that ran before it: earlier migrations, and this one up to it. */
  readonly past: Past;
  /** What this migration does after it. */
  readonly rest: Past;
  readonly told: Told;
}

/** What the operation itself tells how to undo, without its past. */
export function plainBack(operation: Operation, kind: Debt['kind'], property = ''): readonly Line[] {
  const text = downSql({ operation, kind, property, original: null });
  return [text.startsWith('--') || text.includes('<') ? irreversible(text.replace(/^--\s*/, '')) : sql(text)];
}

/** The statements, or what cannot be undone where there are none. */
export function linesOf(statements: readonly string[]): readonly Line[] {
  return statements.map(sql);
}
