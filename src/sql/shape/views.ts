import type { CreateTableAsStmt, Node, ViewStmt } from '@pgsql/types';
import { objectTypeOf, relationName, strings } from '../lower/names.ts';
import type { Name } from '../../types.ts';
import { expand } from './expanded.ts';
import { normal } from './normal.ts';
import { doubt, type Draft, type Facts, find, full, keyOf, starColumns } from './shape.ts';
import type { Source } from './source.ts';

/** CREATE VIEW, CREATE MATERIALIZED VIEW and CREATE TABLE AS. */
export function createView(node: ViewStmt, draft: Draft, source: Source): void {
  if (node.view?.relpersistence === 't') return;
  if (node.replace) doubt(draft, 'view', relationName(node.view));
  const names = strings(node.aliases);
  const form = normal([node.query, names, node.options ?? []]);
  putView(draft, 'view', relationName(node.view), { normal: form, query: node.query, names }, source.text);
}

export function createTableAs(node: CreateTableAsStmt, draft: Draft, source: Source): void {
  const object = objectTypeOf(node.objtype);
  const name = relationName(node.into?.rel);
  if (node.into?.rel?.relpersistence === 't') draft.gone.delete(keyOf(object, name, draft.search));
  if (node.into?.rel?.relpersistence === 't' || (node.if_not_exists && find(draft, object, name))) return;
  if (node.if_not_exists) doubt(draft, object, name);
  if (object === 'table') {
    draft.things.set(keyOf(object, name, draft.search), { object, name: full(draft, name), facts: {}, isWhole: false, isSure: true, parts: new Map(), sql: null, made: node }); // prettier-ignore
    return;
  }
  const names = strings(node.into?.colNames);
  putView(draft, object, name, { normal: normal([node.query, names]), query: node.query, names }, source.text);
} // prettier-ignore

interface Definition {
  readonly normal: string;
  readonly query: Node | undefined;
  readonly names: readonly string[];
}

function putView(draft: Draft, object: string, name: Name, { normal: form, query, names }: Definition, sql: string): void {
  const { columns, stars } = expand(query, draft);
  const isTold = stars.length > 0 && stars.every((star) => star !== null);
  const told: Facts = isTold ? { [starColumns]: { normal: JSON.stringify(stars), text: stars.flat().join(', ') } } : {};
  const facts = { definition: { normal: form, text: sql }, ...told };
  const own = columns && [...names, ...columns.slice(names.length)];
  draft.things.set(keyOf(object, name, draft.search), { object, name: full(draft, name), facts, isWhole: true, isSure: true, parts: new Map(), sql, columns: own });
} // prettier-ignore
