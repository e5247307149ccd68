import type { AlterTableCmd, AlterTableStmt, Node, RangeVar } from '@pgsql/types';
import type { Obstacle } from '../../replay-types.ts';
import { nameOf, relationName, strings } from '../lower/names.ts';
import type { Name } from '../../types.ts';
import { type Draft, find, keyOf, type Part, partKey, type Thing } from './shape.ts';

/** What a statement needs and does not find, or makes though it is there, as far as that is known for sure. */
export function lackOf(node: Node, draft: Draft): Obstacle | null {
  const gone = tablesIn(node).find((name) => isGone(draft, name));
  if (gone) return { kind: 'lacking', what: `table "${gone.name}"` };
  if ('AlterTableStmt' in node) return lackOfColumn(node.AlterTableStmt, draft);
  if ('RenameStmt' in node && node.RenameStmt.renameType === 'OBJECT_COLUMN' && !node.RenameStmt.missing_ok)
    return lacking(draft, relationName(node.RenameStmt.relation), [node.RenameStmt.subname ?? '']);
  return lackOfNamed(node, draft);
}

/** Whether a table was there and is not any more. */
function isGone(draft: Draft, name: Name): boolean {
  const key = keyOf('table', name, draft.search);
  return draft.gone.has(key) && !find(draft, 'table', name);
}

function tablesIn(node: Node): readonly Name[] {
  if ('AlterTableStmt' in node) return node.AlterTableStmt.missing_ok || node.AlterTableStmt.objtype !== 'OBJECT_TABLE' ? [] : named(node.AlterTableStmt.relation);
  if ('IndexStmt' in node) return named(node.IndexStmt.relation);
  if ('CreateTrigStmt' in node) return named(node.CreateTrigStmt.relation);
  if ('InsertStmt' in node) return node.InsertStmt.withClause ? [] : named(node.InsertStmt.relation);
  if ('UpdateStmt' in node) return node.UpdateStmt.withClause ? [] : named(node.UpdateStmt.relation);
  if ('DeleteStmt' in node) return node.DeleteStmt.withClause ? [] : named(node.DeleteStmt.relation);
  if (!('DropStmt' in node) || node.DropStmt.missing_ok || node.DropStmt.removeType !== 'OBJECT_TABLE') return [];
  return (node.DropStmt.objects ?? []).flatMap((item) => ('List' in item ? [nameOf(strings(item.List.items))] : []));
} // prettier-ignore

const named = (relation: RangeVar | undefined) => (relation ? [relationName(relation)] : []);

/** A table of which all columns are known. */
function wholeTable(draft: Draft, name: Name): Thing | null {
  const thing = find(draft, 'table', name)?.[1];
  const isWhole = thing?.isWhole && thing.isSure && thing.object === 'table' && [...thing.parts.values()].every(({ isSure }) => isSure);
  return isWhole ? thing : null;
} // prettier-ignore

function lacking(draft: Draft, name: Name, columns: readonly string[]): Obstacle | null {
  const table = wholeTable(draft, name);
  const column = table && columns.find((each) => !table.parts.has(partKey('column', each)));
  return typeof column === 'string' ? { kind: 'lacking', what: `column "${column}" of "${name.name}"` } : null;
}

const onColumn: ReadonlySet<string> = new Set(['AT_DropColumn', 'AT_AlterColumnType', 'AT_SetNotNull', 'AT_DropNotNull', 'AT_ColumnDefault']); // prettier-ignore

/** Actions of one statement run in an order of PostgreSQL's own, so only what one of them alone is about is looked at. */
function lackOfColumn(node: AlterTableStmt, draft: Draft): Obstacle | null {
  const name = relationName(node.relation);
  const commands = (node.cmds ?? []).flatMap((item) => ('AlterTableCmd' in item ? [item.AlterTableCmd] : []));
  for (const command of commands) {
    // With a column goes what is on it.
    const isTogether = commands.some((other) => other !== command && (other.subtype === 'AT_DropColumn' || subjectOf(other) === subjectOf(command)));
    const found = isTogether ? null : lackOfOne(command, name, draft);
    if (found) return found;
  }
  return null;
} // prettier-ignore

const subjectOf = ({ name, def }: AlterTableCmd) =>
  def && 'ColumnDef' in def
    ? (def.ColumnDef.colname ?? name)
    : def && 'Constraint' in def
      ? def.Constraint.conname
      : name;

function lackOfOne(command: AlterTableCmd, table: Name, draft: Draft): Obstacle | null {
  const { subtype = '', name = '', missing_ok } = command;
  if (onColumn.has(subtype)) return missing_ok ? null : lacking(draft, table, [name]);
  const parts = find(draft, 'table', table)?.[1].parts;
  if (subtype === 'AT_AddColumn') return missing_ok ? null : present(parts?.get(partKey('column', subjectOf(command) ?? '')), table);
  if (subtype === 'AT_AddConstraint') return present(parts?.get(partKey('constraint', subjectOf(command) ?? '')), table);
  const place = `constraint ${name} ${keyOf('table', table, draft.search)}`;
  const isGone = subtype === 'AT_DropConstraint' && !missing_ok && draft.gone.has(place) && !parts?.has(partKey('constraint', name));
  return isGone ? { kind: 'absent', what: `constraint "${name}" of "${table.name}"` } : null;
} // prettier-ignore

const present = (part: Part | undefined, table: Name): Obstacle | null =>
  part?.isSure && part.isWhole ? { kind: 'present', what: `${part.kind} "${part.name}" of "${table.name}"` } : null;

const systemColumns: readonly string[] = ['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'];

/** The columns that UPDATE, DELETE and INSERT name, where they are about one table alone. */
function lackOfNamed(node: Node, draft: Draft): Obstacle | null {
  if ('InsertStmt' in node) return lacking(draft, relationName(node.InsertStmt.relation), targets(node.InsertStmt.cols));
  const [statement, set, others] =
    'UpdateStmt' in node ? [node.UpdateStmt, targets(node.UpdateStmt.targetList), node.UpdateStmt.fromClause] : 'DeleteStmt' in node ? [node.DeleteStmt, [], node.DeleteStmt.usingClause] : [null, [], []];
  if (!statement || others?.length || statement.withClause || JSON.stringify(statement.whereClause ?? null).includes('"SubLink"')) return null;
  const name = relationName(statement.relation);
  const rows = [...systemColumns, name.name, statement.relation?.alias?.aliasname];
  return lacking(draft, name, [...set, ...columnsIn(statement.whereClause).filter((column) => !rows.includes(column))]);
} // prettier-ignore

const targets = (items: readonly Node[] | undefined) =>
  (items ?? []).flatMap((item) =>
    'ResTarget' in item && item.ResTarget.name !== undefined ? [item.ResTarget.name] : [],
  );

function columnsIn(tree: Node | undefined): readonly string[] {
  const found: string[] = [];
  JSON.stringify(tree, (key, value: unknown) => {
    const fields = key === 'ColumnRef' ? (value as { readonly fields?: Node[] }).fields : undefined;
    if (fields?.length === 1) found.push(...strings(fields));
    return value;
  });
  return found;
}
