import type { Call } from '../call.ts';
import type { Condition, Range } from '../../types.ts';
import { hole, type Text } from '../string-text.ts';
import type { Value } from '../values.ts';
import type { Fragment } from './fragment.ts';
import { limited } from './replace-text.ts';
import type { Clause } from './where.ts';

/** What a query does; without a word about it, it reads. */
export type Verb = 'delete' | 'insert' | 'select' | 'truncate' | 'update';

/** One entry of WITH, before its body. */
interface With {
  readonly alias: Text;
  readonly columns: Value | null;
  readonly body: () => Text;
  readonly isRecursive: boolean;
}

/** A clause of a query that reads, by its first words. */
interface Rest {
  readonly words: string;
  readonly text: Text;
}

/** What the calls of a query builder have said so far. They may come in any order: the SQL is made at the end. */
export interface Query extends Fragment {
  verb: Verb;
  /** The call that says the verb. */
  at: Call;
  readonly sent: Set<Verb>;
  readonly range: Range;
  /** Under what the builder was made: what is said under more may be missing. */
  readonly conditions: readonly Condition[];
  table: Value | null;
  schema: Value | null;
  isOnly: boolean;
  clauses: Clause[];
  joint: 'and' | 'or';
  not: boolean;
  columns: Value[];
  withs: With[];
  joins: { readonly table: Text; readonly on: Text | null }[];
  /** GROUP BY and HAVING, and what stands after them. */
  groups: Rest[];
  ends: Rest[];
  using: Value | null;
  from: Value | null;
  /** New values by column. */
  readonly values: Map<string, { readonly column: Value; readonly value: Value; readonly sign: '+' | '-' | null }>;
  rows: Value | null;
  conflict: { readonly columns: Value; readonly merge: Value | null } | null;
  /** Whether the script waits for it: then it runs, whatever else it is a part of. */
  isAwaited: boolean;
  /** Whether it holds SQL of the script's own, or a part that changes something. */
  isNotable: boolean;
}

/** A builder on which nothing has been called. */
export function newQuery(call: Call, table: Value | null, isPart: boolean, fragment: (query: Query) => Text): Query {
  const query: Query = {
    verb: 'select',
    at: call,
    sent: new Set(),
    range: call.range,
    conditions: call.conditions,
    table,
    schema: null,
    isOnly: false,
    clauses: [],
    joint: 'and',
    not: false,
    columns: [],
    withs: [],
    joins: [],
    groups: [],
    ends: [],
    using: null,
    from: null,
    values: new Map(),
    rows: null,
    conflict: null,
    isAwaited: false,
    isNotable: false,
    isPart,
    fragment: once(() => fragment(query), call),
  };
  return query;
}

/** What a part says when it is first put in; a query that is a part of itself has no end: inside, it is only named. */
function once(fragment: () => Text, call: Call): () => Text {
  let made: Text | null = null;
  return () => {
    if (made) return made;
    made = [hole(call.written, call.range)];
    made = limited(fragment());
    return made;
  };
}

/** A builder that says the same, and changes by itself. */
export function cloned(query: Query, call: Call, fragment: (query: Query) => Text): Query {
  const fresh = newQuery(call, query.table, false, fragment);
  const { verb, schema, isOnly, clauses, columns, withs, joins, groups, ends, using, from, rows, conflict, isNotable, values } = query; // prettier-ignore
  Object.assign(fresh, { verb, schema, isOnly, using, from, rows, conflict, isNotable });
  Object.assign(fresh, { clauses: [...clauses], columns: [...columns], withs: [...withs], joins: [...joins], groups: [...groups], ends: [...ends], values: new Map(values) }); // prettier-ignore
  return fresh;
}
