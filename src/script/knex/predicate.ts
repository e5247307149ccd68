import type { Call } from '../call.ts';
import type { Text } from '../string-text.ts';
import type { Value } from '../values.ts';
import { fragmentOf } from './fragment.ts';
import type { Clause } from './where.ts';
import { whereText } from './where.ts';

/** The WHERE of an index, which a query builder says. */
export function clausesOf(call: Call, predicate: Value | undefined): Text | null {
  const query = predicate && fragmentOf(predicate);
  if (!query || !('clauses' in query)) return null;
  const text = whereText(query.clauses as readonly Clause[]);
  return text && call.sql` where ${text}`;
}
