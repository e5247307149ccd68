import type { Constraint, Node } from '@pgsql/types';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { relationName, strings } from '../lower/names.ts';
import { givenName } from './names.ts';
import { normal } from './normal.ts';
import { type Draft, fact, find, full, type Part, shortOf, type Thing } from './shape.ts';
import type { Source } from './source.ts';

const endings: Readonly<Record<string, string>> = {
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'excl',
  CONSTR_FOREIGN: 'fkey',
  CONSTR_PRIMARY: 'pkey',
  CONSTR_UNIQUE: 'key',
};

/** Whether a constraint stands by itself in the catalog, unlike NOT NULL and DEFAULT. */
export const isConstraint = ({ contype }: Constraint): boolean => Object.hasOwn(endings, contype ?? '');

/** The columns that a constraint is on; those of a check are all that it names. */
export function columnsOf(node: Constraint, column: string | null): readonly string[] {
  const named = [...strings(node.keys), ...strings(node.fk_attrs)];
  if (named.length > 0) return named;
  if (node.contype === 'CONSTR_CHECK' || node.contype === 'CONSTR_EXCLUSION') return namedIn([node.raw_expr, node.exclusions]);
  return column === null ? [] : [column];
} // prettier-ignore

/** All columns that a tree names. */
export function namedIn(tree: unknown): readonly string[] {
  const found = new Set<string>();
  JSON.stringify(tree, (key, value: unknown) => {
    if (key === 'ColumnRef') {
      const last = strings((value as { fields?: Node[] }).fields).at(-1);
      if (last !== undefined) found.add(last);
    }
    if (key === 'IndexElem' && typeof (value as { name?: unknown }).name === 'string') found.add((value as { name: string }).name);
    return value;
  });
  return [...found];
} // prettier-ignore

/** The constraint as a part of its relation. `column` is the one that it is written at. */
export function constraintPart(draft: Draft, table: Thing, node: Constraint, column: string | null, source: Source): Part {
  const columns = columnsOf(node, column);
  const name = node.conname ?? freeName(table, node, columns);
  const text = definitionText(node, columns, source);
  const sql = `ALTER TABLE ${quoteName(shortOf(table.name))} ADD CONSTRAINT ${quoteIdentifier(name)} ${text}`;
  const notValid = node.skip_validation ? { 'not valid': fact('NOT VALID') } : {};
  const definition = { normal: definitionOf(draft, node, columns), text };
  return { kind: 'constraint', name, on: columns, facts: { definition, ...notValid }, isWhole: true, isSure: true, sql };
} // prettier-ignore

/** The name that PostgreSQL gives: with a number where it is taken. */
function freeName({ name, parts }: Thing, { contype }: Constraint, columns: readonly string[]): string {
  const ending = endings[contype ?? ''] ?? 'check';
  const isNameless = contype === 'CONSTR_PRIMARY' || (contype === 'CONSTR_CHECK' && columns.length > 1);
  return givenName(name.name, isNameless ? [] : columns, ending, (free) => parts.has(`constraint ${free}`) || parts.has(`index ${free}`));
} // prettier-ignore

function definitionOf(draft: Draft, node: Constraint, columns: readonly string[]): string {
  const { contype, raw_expr, exclusions, where_clause, including, nulls_not_distinct, deferrable, initdeferred } = node;
  const common = [contype, deferrable ?? false, initdeferred ?? false];
  if (contype === 'CONSTR_CHECK') return normal([...common, raw_expr]);
  if (contype === 'CONSTR_EXCLUSION') return normal([...common, node.access_method ?? 'gist', exclusions, where_clause]);
  if (contype !== 'CONSTR_FOREIGN') return normal([...common, columns, strings(including), nulls_not_distinct ?? false]);
  const other = full(draft, relationName(node.pktable));
  const actions = [node.fk_upd_action ?? 'a', node.fk_del_action ?? 'a', node.fk_matchtype ?? 's', strings(node.fk_del_set_cols)];
  return normal([...common, columns, `${other.schema}.${other.name}`, referenced(draft, node), ...actions]);
} // prettier-ignore

/** Without columns a foreign key goes to the primary key. */
function referenced(draft: Draft, node: Constraint): readonly string[] {
  const named = strings(node.pk_attrs);
  if (named.length > 0) return named;
  const other = find(draft, 'table', relationName(node.pktable))?.[1];
  const key = [...(other?.parts.values() ?? [])].find((part) => part.kind === 'constraint' && (part.facts['definition']?.normal ?? '').startsWith("[\"CONSTR_PRIMARY")); // prettier-ignore
  return key?.on ?? ['id'];
}

function definitionText(node: Constraint, columns: readonly string[], source: Source): string {
  const list = `(${columns.map(quoteIdentifier).join(', ')})`;
  const rest = `${node.deferrable ? ' DEFERRABLE' : ''}${node.initdeferred ? ' INITIALLY DEFERRED' : ''}${node.skip_validation ? ' NOT VALID' : ''}`;
  switch (node.contype) {
    case 'CONSTR_PRIMARY':
      return `PRIMARY KEY ${list}${rest}`;
    case 'CONSTR_UNIQUE':
      return `UNIQUE${node.nulls_not_distinct ? ' NULLS NOT DISTINCT' : ''} ${list}${rest}`;
    case 'CONSTR_FOREIGN':
      return `FOREIGN KEY ${list} REFERENCES ${foreignText(node)}${rest}`;
    default:
      return source.from(node.location).replace(/^CONSTRAINT\s+(?:"[^"]*"|\S+)\s+/i, '');
  }
} // prettier-ignore

const actions: Readonly<Record<string, string>> = { c: 'CASCADE', n: 'SET NULL', d: 'SET DEFAULT', r: 'RESTRICT' };

function foreignText({ pktable, pk_attrs, fk_del_action = 'a', fk_upd_action = 'a' }: Constraint): string {
  const columns = strings(pk_attrs);
  const list = columns.length > 0 ? ` (${columns.map(quoteIdentifier).join(', ')})` : '';
  const onDelete = actions[fk_del_action] ? ` ON DELETE ${actions[fk_del_action]}` : '';
  const onUpdate = actions[fk_upd_action] ? ` ON UPDATE ${actions[fk_upd_action]}` : '';
  return `${quoteName(relationName(pktable))}${list}${onUpdate}${onDelete}`;
}
