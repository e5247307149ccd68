import type { DropBehavior, DropOwnedStmt, DropStmt, Node } from '@pgsql/types';
import type { Drop, ObjectType, Operation } from '../../operation.ts';
import type { Name } from '../../types.ts';
import { base, type Frame, whole } from './frame.ts';
import { clauseGuard } from './guard.ts';
import { argumentType, bare, nameOf, objectName, objectTypeOf, strings } from './names.ts';

/** What a DROP may say beyond its object and names. */
interface DropDetails {
  readonly ifExists?: boolean | undefined;
  readonly cascade?: boolean;
  readonly concurrently?: boolean | undefined;
  readonly table?: Name | null;
}

/** A drop operation; its words are the whole statement. */
function drop(frame: Frame, object: ObjectType, names: readonly Name[], details: DropDetails = {}): Drop {
  const { ifExists = false, cascade = false, concurrently = false, table = null } = details;
  return { kind: 'drop', ...base(frame, whole(frame), clauseGuard(ifExists)), object, names, table, ifExists, cascade, concurrently };
} // prettier-ignore

/** DROP of everything that PostgreSQL's grammar puts into one statement. */
export function dropObjects(node: DropStmt, frame: Frame): Operation[] {
  const object = objectTypeOf(node.removeType);
  const details = {
    ifExists: node.missing_ok,
    cascade: isCascade(node.behavior),
    concurrently: node.concurrent,
  };
  const objects = node.objects ?? [];
  if (object === 'trigger' || object === 'policy' || object === 'rule')
    return objects.map((item) => {
      const [table, name] = onTable(item);
      return drop(frame, object, [name], { ...details, table });
    });
  const operation = drop(frame, object, objects.map(objectName), details);
  return [isRoutine(object) ? { ...operation, signatures: objects.map(signatureOf) } : operation];
}

const isRoutine = (object: ObjectType) => object === 'function' || object === 'procedure';

function signatureOf(node: Node): readonly string[] | null {
  if (!('ObjectWithArgs' in node) || node.ObjectWithArgs.args_unspecified) return null;
  return (node.ObjectWithArgs.objargs ?? []).map((item) => ('TypeName' in item ? argumentType(item.TypeName) : ''));
}

/** DROP DATABASE, ROLE, TABLESPACE, SUBSCRIPTION, USER MAPPING: statements of their own in the grammar. */
export function dropNamed(frame: Frame, object: ObjectType, names: readonly (string | undefined)[], ifExists?: boolean, cascade = false): Operation[] {
  return [drop(frame, object, names.map(bare), { ifExists, cascade })];
} // prettier-ignore

/** DROP OWNED BY takes everything that the roles own in this database. */
export function dropOwned(node: DropOwnedStmt, frame: Frame): Operation[] {
  const name = (node.roles ?? []).map((role) => objectName(role).name).join(', ');
  return [{ kind: 'destroy', ...base(frame, whole(frame), 'unneeded'), what: 'owned objects', name }];
}

/** Whether a statement says CASCADE. */
export function isCascade(behavior: DropBehavior | undefined): boolean {
  return behavior === 'DROP_CASCADE';
}

/** A trigger, policy or rule is named after its table in one list: schema, table, name. */
function onTable(node: Node): [table: Name, name: Name] {
  const parts = 'List' in node ? strings(node.List.items) : [];
  return [nameOf(parts.slice(0, -1)), bare(parts.at(-1))];
}
