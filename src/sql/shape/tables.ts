import type { Constraint, CreateStmt, Node } from '@pgsql/types';
import { relationName } from '../lower/names.ts';
import { columnsOf, constraintPart, isConstraint } from './constraints.ts';
import { notNull, putColumn, setColumn } from './columns.ts';
import { normal } from './normal.ts';
import {
  doubt,
  type Draft,
  type Fact,
  type Facts,
  find,
  full,
  keyOf,
  partKey,
  putPart,
  type Thing,
  withParts,
} from './shape.ts';
import type { Source } from './source.ts';

/** CREATE TABLE, and what is not known of the table where another gives it its columns. */
export function createTable(node: CreateStmt, draft: Draft, source: Source, object = 'table'): void {
  const name = relationName(node.relation);
  if (node.relation?.relpersistence === 't') draft.gone.delete(keyOf(object, name, draft.search));
  if (node.relation?.relpersistence === 't' || (node.if_not_exists && find(draft, object, name))) return;
  if (node.if_not_exists) doubt(draft, object, name);
  const elements = node.tableElts ?? [];
  const isWhole = !node.inhRelations?.length && !node.ofTypename && elements.every((element) => !('TableLikeClause' in element));
  const key = keyOf(object, name, draft.search);
  const facts = { ...persistence(node.relation?.relpersistence), ...optionFacts(node.options) };
  const thing: Thing = { object, name: full(draft, name), facts, isWhole, isSure: true, parts: new Map(), sql: source.text, ...(isWhole ? {} : { made: node }) };
  draft.things.set(key, thing);
  for (const element of elements) if ('ColumnDef' in element) putColumn(draft, key, element.ColumnDef, source);
  for (const element of elements) if ('Constraint' in element) addConstraint(draft, key, element.Constraint, source);
} // prettier-ignore

function persistence(kind: string | undefined): Facts {
  return kind === 'u' ? { persistence: { normal: 'unlogged', text: 'UNLOGGED' } } : {};
}

/** Puts a constraint at its table; the columns of a primary key take no NULL any more. */
export function addConstraint(draft: Draft, key: string, node: Constraint, source: Source): void {
  const table = draft.things.get(key);
  if (!table) return;
  if (node.contype === 'CONSTR_NOTNULL') {
    const [column = ''] = columnsOf(node, null);
    return setColumn(draft, key, column, { 'not null': notNull });
  }
  if (!isConstraint(node)) return;
  if (node.indexname !== undefined) return takeIndex(draft, key, node, node.indexname);
  putPart(draft, key, constraintPart(draft, table, node, null, source));
  if (node.contype !== 'CONSTR_PRIMARY') return;
  for (const column of columnsOf(node, null)) setColumn(draft, key, column, { 'not null': notNull });
}

/** ADD CONSTRAINT … USING INDEX: the index is the constraint's from now on. */
function takeIndex(draft: Draft, key: string, node: Constraint, index: string): void {
  const table = draft.things.get(key);
  const part = table?.parts.get(`index ${index}`);
  if (!table) return;
  const parts = new Map(table.parts);
  parts.delete(`index ${index}`);
  draft.things.set(key, { ...table, parts });
  if (!part) return;
  const { indexname: _, ...rest } = node;
  const own: Constraint = { ...rest, conname: node.conname ?? index, keys: part.on.map((sval) => ({ String: { sval } })) };
  addConstraint(draft, key, own, { text: '', from: () => '' });
  if (!part.isSure) withParts(draft, key, (all) => all.set(partKey('constraint', own.conname ?? index), { ...part, kind: 'constraint', name: own.conname ?? index }));
} // prettier-ignore

/** Storage parameters, each a property by itself. */
export function optionFacts(options: readonly Node[] | undefined): Facts {
  const facts: Record<string, Fact> = {};
  for (const option of options ?? [])
    if ('DefElem' in option) {
      const { defnamespace, defname = '', arg } = option.DefElem;
      const name = `${defnamespace === undefined ? '' : `${defnamespace}.`}${defname}`;
      facts[`option ${name}`] = { normal: normal(arg).toLowerCase() || 'true', text: textOf(arg) };
    }
  return facts;
}

/** A storage parameter's value as a person writes it. */
function textOf(node: Node | undefined): string {
  if (!node) return 'true';
  if ('Integer' in node) return String(node.Integer.ival ?? 0);
  if ('Float' in node) return node.Float.fval ?? '';
  return 'String' in node ? (node.String.sval ?? '') : '…';
}
