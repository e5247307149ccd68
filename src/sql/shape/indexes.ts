import type { IndexStmt, Node } from '@pgsql/types';
import { relationName, strings } from '../lower/names.ts';
import { namedIn } from './constraints.ts';
import { givenName } from './names.ts';
import { normal } from './normal.ts';
import { type Draft, type Part, putPart, relation, type Thing } from './shape.ts';
import type { Source } from './source.ts';

/** CREATE INDEX, under the name that PostgreSQL gives it where it has none. */
export function createIndex(node: IndexStmt, draft: Draft, source: Source): void {
  const [key, table] = relation(draft, relationName(node.relation));
  const columns = namedIn([node.indexParams, node.indexIncludingParams, node.whereClause]);
  const name = node.idxname ?? freeName(table, node);
  if (node.if_not_exists && hasIndex(draft, name)) return;
  const definition = { normal: definitionOf(node), text: source.text };
  const part: Part = {
    kind: 'index',
    name,
    on: columns,
    facts: { definition },
    isWhole: true,
    isSure: true,
    sql: source.text,
  };
  putPart(draft, key, part);
  draft.gone.delete(`index ${name}`);
}

const hasIndex = (draft: Draft, name: string) =>
  [...draft.things.values()].some(({ parts }) => parts.has(`index ${name}`));

function freeName({ name, parts }: Thing, { indexParams = [] }: IndexStmt): string {
  const columns = indexParams.map((item) =>
    'IndexElem' in item ? (item.IndexElem.name ?? shownAs(item.IndexElem.expr)) : 'expr',
  );
  return givenName(name.name, columns, 'idx', (free) => parts.has(`index ${free}`) || parts.has(`constraint ${free}`));
}

/** A call gives its function's name. */
function shownAs(expression: Node | undefined): string {
  return expression && 'FuncCall' in expression ? (strings(expression.FuncCall.funcname).at(-1) ?? 'expr') : 'expr';
}

function definitionOf(node: IndexStmt): string {
  const { accessMethod, indexParams, indexIncludingParams, whereClause, unique, nulls_not_distinct, options } = node;
  const method = accessMethod ?? 'btree';
  const elements = (indexParams ?? []).map((item) => elementOf(item, method));
  const included = (indexIncludingParams ?? []).map((item) => elementOf(item, method));
  return normal([method, elements, included, whereClause ?? null, unique ?? false, nulls_not_distinct ?? false, options ?? []]);
} // prettier-ignore

/** What is PostgreSQL's default is as if it were not written. */
function elementOf(item: Node, method: string): unknown {
  if (!('IndexElem' in item)) return item;
  const { name, expr, collation, opclass, opclassopts, ordering, nulls_ordering } = item.IndexElem;
  const isDescending = ordering === 'SORTBY_DESC';
  const usual = isDescending ? 'SORTBY_NULLS_FIRST' : 'SORTBY_NULLS_LAST';
  const nulls = nulls_ordering === undefined || nulls_ordering === 'SORTBY_NULLS_DEFAULT' ? usual : nulls_ordering;
  const [classes] = [strings(opclass)];
  const own = classes.at(-1) === usualClasses[method] ? [] : classes;
  return { column: name ?? null, expr: expr ?? null, collation: strings(collation), own, opclassopts: opclassopts ?? [], isDescending, nulls };
} // prettier-ignore

const usualClasses: Readonly<Record<string, string>> = { gin: 'jsonb_ops' };
