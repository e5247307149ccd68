import type { AlterTableCmd, AlterTableStmt, Node } from '@pgsql/types';
import type { AlterColumn, DataType, Guard, ObjectType, Operation } from '../../operation.ts';
import type { Name, Range } from '../../types.ts';
import { isCascade } from './drop.ts';
import { base, type Frame, nameEnd, punctuationAt, span, tokenAtByte, whole } from './frame.ts';
import { clauseGuard } from './guard.ts';
import { lowerQuery } from './query.ts';
import { bare, constraintOf, dataType, objectTypeOf, relationName } from './names.ts';
import { columnOf } from './table.ts';

/** What the actions of one ALTER TABLE have in common. */
interface Target {
  readonly frame: Frame;
  readonly object: ObjectType;
  readonly table: Name;
  readonly range: Range;
}

/** ALTER TABLE and its likes for views, indexes, sequences, foreign tables and composite types: one operation an action. */
export function alterTable(node: AlterTableStmt, frame: Frame): Operation[] {
  const ranges = actionRanges(frame, node.relation?.location);
  const object = objectTypeOf(node.objtype);
  const table = relationName(node.relation);
  return (node.cmds ?? []).flatMap((item, index) => {
    const range = ranges[index] ?? whole(frame);
    return 'AlterTableCmd' in item ? action(item.AlterTableCmd, { frame, object, table, range }) : [];
  });
}

/** The actions stand behind the table's name, divided by the commas outside parentheses. */
function actionRanges(frame: Frame, location: number | undefined): Range[] {
  const last = frame.tokens.length - 1;
  let first = nameEnd(frame, tokenAtByte(frame, location ?? 0)) + 1;
  while (first < last && isBeforeAction(frame, first)) first++;
  const ranges: Range[] = [];
  for (let index = first, depth = 0; index <= last; index++) {
    const sign = punctuationAt(frame, index);
    if (sign === '(' || sign === '[') depth++;
    if (sign === ')' || sign === ']') depth--;
    if (sign !== ',' || depth > 0) continue;
    ranges.push(span(frame, first, index - 1));
    first = index + 1;
  }
  return [...ranges, span(frame, first, last)];
}

/** `ALTER TABLE ONLY (users)` and `users *` put signs around the name. */
function isBeforeAction(frame: Frame, index: number): boolean {
  return frame.tokens[index]?.kind !== 'word';
}

function action(node: AlterTableCmd, target: Target): Operation[] {
  const subtype = node.subtype ?? '';
  if (target.object === 'type') return [typeAttribute(node, target)];
  return definition(node, target) ?? columnAction(node, target) ?? [other(node, subtype, target)];
}

/** The actions that add, drop or retype columns and constraints. */
function definition(node: AlterTableCmd, target: Target): Operation[] | null {
  const { frame, object, table, range } = target;
  const column = node.name ?? '';
  const ifExists = node.missing_ok ?? false;
  const cascade = isCascade(node.behavior);
  switch (node.subtype) {
    case 'AT_AddColumn':
      return addColumn(node, target);
    case 'AT_DropColumn':
      return [{ kind: 'drop-column', ...base(frame, range, clauseGuard(ifExists)), object, table, column, ifExists, cascade }]; // prettier-ignore
    case 'AT_AlterColumnType':
      return retype(node, target);
    case 'AT_AddConstraint': {
      const constraint = node.def && 'Constraint' in node.def ? constraintOf(node.def.Constraint, null) : null;
      return constraint && [{ kind: 'add-constraint', ...base(frame, range, 'impossible'), object: 'table', table, constraint }]; // prettier-ignore
    }
    case 'AT_DropConstraint':
      return [{ kind: 'drop-constraint', ...base(frame, range, clauseGuard(ifExists)), object: 'table', table, name: column, ifExists, cascade }]; // prettier-ignore
    default:
      return null;
  }
}

/** A default is computed for the rows that are there: a function in it runs. */
function addColumn(node: AlterTableCmd, { frame, table, range }: Target): Operation[] {
  if (!node.def || !('ColumnDef' in node.def)) return [];
  const ifNotExists = node.missing_ok ?? false;
  const column = columnOf(node.def.ColumnDef);
  const called = lowerQuery(node.def.ColumnDef.constraints, frame).filter(
    ({ kind }) => kind !== 'other' && kind !== 'call',
  );
  return [
    ...called,
    { kind: 'add-column', ...base(frame, range, clauseGuard(ifNotExists)), table, column, ifNotExists },
  ];
}

function retype(node: AlterTableCmd, target: Target): Operation[] {
  const definition = node.def && 'ColumnDef' in node.def ? node.def.ColumnDef : undefined;
  const type = dataType(definition?.typeName);
  if (!type) return [];
  const column = node.name ?? '';
  const using = definition?.raw_default ? (isPlainCast(definition.raw_default, column, type) ? 'cast' : 'expression') : null;
  return [{ kind: 'alter-column-type', ...base(target.frame, target.range, 'unneeded'), table: target.table, column, type, using }];
} // prettier-ignore

/** USING that is the column itself, or casts it to the new type and does nothing else. */
function isPlainCast(node: Node, column: string, type: DataType): boolean {
  if ('TypeCast' in node && node.TypeCast.arg) {
    const cast = dataType(node.TypeCast.typeName);
    // A cast to text on the way (`status::text::new_status`) is how enums are exchanged.
    const known = cast !== null && (isSame(cast, type) || cast.name === 'text');
    return known && isPlainCast(node.TypeCast.arg, column, type);
  }
  if (!('ColumnRef' in node)) return false;
  const last = node.ColumnRef.fields?.at(-1);
  return last !== undefined && 'String' in last && last.String.sval === column;
}

/** `int8` and `bigint` are one type. */
function isSame(a: DataType, b: DataType): boolean {
  const facts = ({ schema, name, modifiers, array }: DataType) => JSON.stringify([schema, name, modifiers, array]);
  return facts(a) === facts(b);
}

const columnActions: Readonly<Record<string, AlterColumn['action']>> = {
  AT_ColumnDefault: 'set default',
  AT_SetNotNull: 'set not null',
  AT_DropNotNull: 'drop not null',
  AT_SetExpression: 'set expression',
  AT_DropExpression: 'drop expression',
  AT_SetStatistics: 'set statistics',
  AT_SetOptions: 'set options',
  AT_ResetOptions: 'set options',
  AT_SetStorage: 'set storage',
  AT_SetCompression: 'set compression',
  AT_AddIdentity: 'add identity',
  AT_SetIdentity: 'set identity',
  AT_DropIdentity: 'drop identity',
};

function columnAction(node: AlterTableCmd, { frame, table, range }: Target): Operation[] | null {
  const found = columnActions[node.subtype ?? ''];
  if (!found) return null;
  const action = found === 'set default' && !node.def ? 'drop default' : found;
  const droppable = action === 'drop identity' || action === 'drop expression';
  const guard = action === 'add identity' ? 'impossible' : droppable ? clauseGuard(node.missing_ok) : 'unneeded';
  return [{ kind: 'alter-column', ...base(frame, range, guard), table, column: node.name ?? '', action }];
}

/** ALTER TYPE … ADD, DROP or ALTER ATTRIBUTE of a composite type. */
function typeAttribute(node: AlterTableCmd, { frame, table, range }: Target): Operation {
  const guards: Readonly<Record<string, Guard>> = { AT_AddColumn: 'impossible', AT_DropColumn: clauseGuard(node.missing_ok) }; // prettier-ignore
  const words: Readonly<Record<string, string>> = {
    AT_AddColumn: 'add attribute',
    AT_DropColumn: 'drop attribute',
    AT_AlterColumnType: 'alter attribute',
  };
  const added = node.def && 'ColumnDef' in node.def ? node.def.ColumnDef.colname : undefined;
  return {
    kind: 'alter',
    ...base(frame, range, guards[node.subtype ?? ''] ?? 'unneeded'),
    object: 'type',
    name: table,
    action: words[node.subtype ?? ''] ?? inWords(node.subtype ?? ''),
    cascade: isCascade(node.behavior),
    subject: node.name ?? added ?? null,
  };
}

const actionWords: Readonly<Record<string, string>> = {
  AT_ChangeOwner: 'owner to',
  AT_SetLogged: 'set logged',
  AT_SetUnLogged: 'set unlogged',
  AT_AddInherit: 'inherit',
  AT_DropInherit: 'no inherit',
  AT_EnableRowSecurity: 'enable row level security',
  AT_DisableRowSecurity: 'disable row level security',
  AT_ForceRowSecurity: 'force row level security',
  AT_NoForceRowSecurity: 'no force row level security',
  AT_EnableTrig: 'enable trigger',
  AT_DisableTrig: 'disable trigger',
};

const unrepeatable: ReadonlySet<string> = new Set(['attach partition', 'detach partition', 'inherit', 'no inherit']);

function other(node: AlterTableCmd, subtype: string, { frame, object, table, range }: Target): Operation {
  const action = actionWords[subtype] ?? inWords(subtype);
  const guard = unrepeatable.has(action) ? 'impossible' : 'unneeded';
  return { kind: 'alter-table', ...base(frame, range, guard), object, table, action, subject: subjectOf(node) };
}

/** `AT_ValidateConstraint` is "validate constraint". */
function inWords(subtype: string): string {
  return subtype.replace(/^AT_/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase(); // prettier-ignore
}

function subjectOf(node: AlterTableCmd): Name | null {
  if (node.def && 'PartitionCmd' in node.def) return relationName(node.def.PartitionCmd.name);
  if (node.def && 'RangeVar' in node.def) return relationName(node.def.RangeVar);
  if (node.newowner) return bare(node.newowner.rolename);
  return node.name === undefined ? null : bare(node.name);
}
