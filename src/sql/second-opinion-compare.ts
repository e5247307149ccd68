import { parse } from 'pgsql-ast-parser';
import type { Operation } from '../operation.ts';
import type { Statement } from '../types.ts';
import { factOf, type Fact } from './second-opinion-facts.ts';
import { operationsOf } from './second-opinion-statement.ts';

/** The longest statement, in UTF-16 units, that the second reader is asked about; it takes up to 0.05 ms for each unit. */
const limit = 20_000;

/**
 * What an independent reader (pgsql-ast-parser) takes a statement for: kinds, objects, names and flags, without places and guards.
 * Null for what it cannot read, which is much, or knows less of than we do.
 */
export function secondOpinion(statement: string): readonly Operation[] | null {
  if (statement.length > limit) return null;
  try {
    const read = parse(statement).map(operationsOf);
    return read.every((operations) => operations !== null) ? read.flat() : null;
  } catch {
    return null;
  }
}

/** What two readers make of one statement. */
export type Comparison =
  /** The second reader, or PostgreSQL's grammar, cannot read it. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'agreed'; readonly both: readonly string[] }
  | { readonly kind: 'disputed'; readonly ours: readonly string[]; readonly theirs: readonly string[] };

/** Compares what both readers take a statement for, whose SQL is given; `only` narrows that to some kinds. */
export function compare(statement: Statement, sql: string, only?: ReadonlySet<Operation['kind']>): Comparison {
  if (statement.operations.some(({ kind }) => kind === 'unparseable')) return { kind: 'unread' };
  const second = secondOpinion(sql);
  if (second === null) return { kind: 'unread' };
  const written = statement.operations.filter(({ context }) => context.place === 'plain' && !context.dynamic);
  const [ours, theirs] = [words(written, only), words(second, only)];
  return ours.join('\n') === theirs.join('\n') ? { kind: 'agreed', both: ours } : { kind: 'disputed', ours, theirs };
}

function words(operations: readonly Operation[], only: ReadonlySet<Operation['kind']> | undefined): readonly string[] {
  return operations
    .map(factOf)
    .filter((fact): fact is Fact => fact !== null && (only?.has(fact.kind) ?? true))
    .map((fact) => fact.words)
    .sort();
}
