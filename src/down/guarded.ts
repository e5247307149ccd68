import { guardSql, operationSql } from '../effect/guard-sql.ts';
import { parse } from '../sql/postgres.ts';
import { verbatim } from '../sql/position-map.ts';
import { readStatements } from '../sql/read.ts';
import type { Operation, Statement } from '../types.ts';

const gap = /…|<[a-z][^<>\n]*>/g;

/** The statement in a form that can run twice, as far as PostgreSQL has one: the statements that do the same, each with its semicolon. */
export function guarded(sql: string): readonly string[] {
  const { statements } = readStatements(verbatim(sql, 0), { postgres: 18 });
  const [statement] = statements;
  if (!statement || statements.length > 1) return [sql];
  const { operations } = statement;
  if (operations.every(isRepeatable)) return [sql];
  if (operations.length > 1 && !/^ALTER\s/i.test(sql)) return [sql];
  const parts = operations.map((operation) => guardOf(sql, statement, operation));
  return parts.every((part) => part !== null) ? parts.flatMap(each) : [sql];
}

const isRepeatable = ({ guard }: Operation) => guard === 'present' || guard === 'unneeded';

/** What is several statements, one by one. */
function each(sql: string): readonly string[] {
  return readStatements(verbatim(sql, 0), { postgres: 18 }).statements.map(({ range }) => `${sql.slice(...range)};`);
}

/** A guard that says all that the statement says; null where there is none. */
function guardOf(sql: string, statement: Statement, operation: Operation): string | null {
  if (operation.context.place !== 'plain') return null;
  const source = { words: (range: readonly [number, number]) => sql.slice(...range), statement, operation };
  if (isRepeatable(operation)) return `${operationSql({ ...source, longest: Infinity })};`;
  const text = guardSql({ ...source, longest: Infinity });
  const gaps = (words: string) => words.match(gap)?.length ?? 0;
  const isWhole = gaps(text) <= gaps(sql) && parse(text).ok;
  return isWhole ? text : null;
}
