import type {
  AlterDomainStmt, AlterEnumStmt, AlterObjectSchemaStmt, Node, RenameStmt,
} from '@pgsql/types'; // prettier-ignore
import type { Guard, ObjectType, Operation, Rename } from '../../operation.ts';
import type { Name } from '../../types.ts';
import { isCascade } from './drop.ts';
import { base, type Frame, whole } from './frame.ts';
import { clauseGuard } from './guard.ts';
import { bare, constraintOf, nameOf, objectName, objectTypeOf, relationName, strings } from './names.ts';

/** ALTER … RENAME, of objects, columns, constraints and attributes. */
export function rename(node: RenameStmt, frame: Frame): Operation[] {
  const part = partOf(node);
  const object = part ?? objectTypeOf(node.renameType);
  const ofTable = object === 'trigger' || object === 'policy' || object === 'rule';
  const holder = node.relation ? relationName(node.relation) : objectName(node.object);
  const of = node.relation || node.object ? holder : bare(node.subname);
  const ifExists = node.missing_ok ?? false;
  // IF EXISTS is about the object that ALTER names: once that itself is renamed, the second run skips it.
  const guard: Guard = !part && !ofTable && ifExists ? 'present' : 'impossible';
  const from = part || ofTable || !(node.relation || node.object) ? (node.subname ?? '') : of.name;
  return [{ kind: 'rename', ...base(frame, whole(frame), guard), object, of, from, to: node.newname ?? '', ifExists }];
}

function partOf(node: RenameStmt): Rename['object'] | null {
  if (node.renameType === 'OBJECT_COLUMN') return 'column';
  if (node.renameType === 'OBJECT_ATTRIBUTE') return 'attribute';
  return node.renameType === 'OBJECT_TABCONSTRAINT' || node.renameType === 'OBJECT_DOMCONSTRAINT' ? 'constraint' : null;
}

/** ALTER … SET SCHEMA. */
export function move(node: AlterObjectSchemaStmt, frame: Frame): Operation[] {
  const name = node.relation ? relationName(node.relation) : objectName(node.object);
  const ifExists = node.missing_ok ?? false;
  const object = objectTypeOf(node.objectType);
  const guard: Guard = ifExists ? 'present' : 'impossible';
  return [{ kind: 'move', ...base(frame, whole(frame), guard), object, name, to: node.newschema ?? '', ifExists }];
}

/** ALTER TYPE … ADD VALUE and RENAME VALUE. */
export function alterEnum(node: AlterEnumStmt, frame: Frame): Operation[] {
  const type = nameOf(strings(node.typeName));
  const value = node.newVal ?? '';
  if (node.oldVal !== undefined)
    return [{ kind: 'rename-enum-value', ...base(frame, whole(frame), 'impossible'), type, from: node.oldVal, to: value }]; // prettier-ignore
  const ifNotExists = node.skipIfNewValExists ?? false;
  return [{ kind: 'add-enum-value', ...base(frame, whole(frame), clauseGuard(ifNotExists)), type, value, ifNotExists }];
}

/** ALTER DOMAIN; the grammar's subtype is one letter (gram.y, AlterDomainStmt). */
export function alterDomain(node: AlterDomainStmt, frame: Frame): Operation[] {
  const table = nameOf(strings(node.typeName));
  const ifExists = node.missing_ok ?? false;
  const cascade = isCascade(node.behavior);
  const constraint = node.def && 'Constraint' in node.def ? constraintOf(node.def.Constraint, null) : null;
  if (node.subtype === 'C' && constraint)
    return [{ kind: 'add-constraint', ...base(frame, whole(frame), 'impossible'), object: 'domain', table, constraint }]; // prettier-ignore
  if (node.subtype === 'X')
    return [{ kind: 'drop-constraint', ...base(frame, whole(frame), clauseGuard(ifExists)), object: 'domain', table, name: node.name ?? '', ifExists, cascade }]; // prettier-ignore
  const actions: Readonly<Record<string, string>> = {
    T: node.def ? 'set default' : 'drop default',
    N: 'drop not null',
    O: 'set not null',
    V: 'validate constraint',
  };
  return [alter(frame, 'domain', table, actions[node.subtype ?? ''] ?? 'alter')];
}

/** An ALTER with nothing more to know than its object and action. */
export function alter(frame: Frame, object: ObjectType, name: Name, action: string, guard: Guard = 'unneeded'): Operation {
  return { kind: 'alter', ...base(frame, whole(frame), guard), object, name, action, cascade: false, subject: null };
} // prettier-ignore

/** ALTER … OWNER TO, and other statements that keep relation and object apart. */
export function holderOf(node: { relation?: Parameters<typeof relationName>[0]; object?: Node }): Name {
  return node.relation ? relationName(node.relation) : objectName(node.object);
}
