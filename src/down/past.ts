import type { Create, Migration, Name, ObjectType, Operation, Statement } from '../types.ts';
import { routinesIn } from './signature.ts';

/** An operation that has run, with the words of its migration. */
export interface Told {
  readonly migration: Pick<Migration, 'path' | 'words'>;
  readonly statement: Statement;
  readonly operation: Operation;
}

/** What has run before a point, in its order. */
export type Past = readonly Told[];

/** What runs up in a migration. */
export function toldBy(migration: Migration): Past {
  const up = migration.sections.filter(({ direction }) => direction === 'up');
  return up.flatMap(({ statements }) =>
    statements.flatMap((statement) => statement.operations.map((operation) => ({ migration, statement, operation }))),
  );
}

/** What an object is found by. */
export interface Subject {
  readonly object: ObjectType;
  readonly name: Name;
  /** The table of a trigger, policy or rule; null where it is not told. */
  readonly table?: Name | null;
  /** Of a function, where it is told. */
  readonly signature?: readonly string[] | null;
}

/** Whether two names mean the same: without a schema they are in `public`. */
export function isSameName(a: Name, b: Name): boolean {
  return a.name === b.name && (a.schema ?? 'public') === (b.schema ?? 'public');
}

/** Kinds that one command drops or renames for another. */
export function isSameKind(a: ObjectType, b: ObjectType): boolean {
  const kindOf = (object: ObjectType) =>
    object === 'routine' || object === 'procedure' ? 'function' : object === 'domain' ? 'type' : object;
  return kindOf(a) === kindOf(b);
}

/** The statement that a thing was last made by, with the name that it had then. */
export interface Made {
  readonly at: number;
  readonly told: Told;
  readonly create: Create;
}

/** Finds how an object that stands at the end of the past was made; null where nothing tells. */
export function madeBy(past: Past, subject: Subject): Made | null {
  let wanted = subject;
  for (let at = past.length - 1; at >= 0; at--) {
    const told = past[at] as Told;
    const { operation } = told;
    if (operation.kind === 'create' && isIt(operation, wanted)) return { at, told, create: operation };
    if (operation.kind === 'drop' && isDropOf(told, operation, wanted)) return null;
    wanted = beforeRename(operation, wanted);
  }
  return null;
}

function isIt(operation: Create, { object, name, table, signature }: Subject): boolean {
  if (operation.name === null || !isSameKind(operation.object, object) || operation.temporary) return false;
  if (table && !(operation.table && isSameName(operation.table, table))) return false;
  if (signature && operation.signature && signature.join() !== operation.signature.join()) return false;
  // An index is in its table's schema, which the statement need not say.
  if (object === 'index' && operation.name.schema === null)
    return operation.name.name === name.name && (operation.table?.schema ?? 'public') === (name.schema ?? 'public');
  return isSameName(operation.name, name);
}

function isDropOf(told: Told, operation: Operation & { kind: 'drop' }, subject: Subject): boolean {
  const { object, name, table } = subject;
  const { names } = operation;
  if (operation.object === 'table' && table && names.some((each) => isSameName(each, table))) return true;
  if (!isSameKind(operation.object, object) || !names.some((each) => isSameName(each, name))) return false;
  if (subject.signature) return dropsSignature(told, name, subject.signature);
  return !operation.table || !table || isSameName(operation.table, table);
}

/** Of functions with one name, the words tell which is meant. */
function dropsSignature({ migration, statement }: Told, name: Name, signature: readonly string[]): boolean {
  const routines = routinesIn(migration.words(statement.range)).filter((each) => isSameName(each.name, name));
  return routines.length === 0 || routines.some((each) => !each.signature || each.signature.join() === signature.join());
} // prettier-ignore

/** What the subject was called before the operation. */
function beforeRename(operation: Operation, subject: Subject): Subject {
  const { object, name, table = null } = subject;
  if (operation.kind === 'move') {
    const { to, name: old } = operation;
    return isSameKind(operation.object, object) && isSameName({ schema: to, name: old.name }, name)
      ? { ...subject, name: old }
      : subject;
  }
  if (operation.kind !== 'rename') return subject;
  const renamed = { schema: operation.of.schema, name: operation.to };
  const old = { schema: operation.of.schema, name: operation.from };
  if (operation.object === 'table' && table && isSameName(table, renamed)) return { ...subject, table: old };
  if (operation.object === 'trigger' || operation.object === 'policy' || operation.object === 'rule') {
    const isMeant = operation.object === object && operation.to === name.name && (!table || isSameName(operation.of, table));
    return isMeant ? { ...subject, name: { schema: null, name: operation.from } } : subject;
  }
  const isObject = !['column', 'constraint', 'attribute'].includes(operation.object);
  const isMeant = isObject && isSameKind(operation.object as ObjectType, object) && isSameName(renamed, name);
  return isMeant ? { ...subject, name: old } : subject;
} // prettier-ignore

/** What a table was called before the operation. */
export function tableBefore(operation: Operation, table: Name): Name {
  return beforeRename(operation, { object: 'table', name: table }).name;
}

/** What a table is called after the operation. */
export function tableAfter(operation: Operation, table: Name): Name {
  if (operation.kind === 'move' && isSameName(operation.name, table)) return { schema: operation.to, name: table.name };
  if (operation.kind !== 'rename' || operation.object === 'column' || operation.object === 'constraint') return table;
  const isMeant = isSameName({ schema: operation.of.schema, name: operation.from }, table) && operation.of.name === operation.from;
  return isMeant && !['trigger', 'policy', 'rule', 'attribute'].includes(operation.object)
    ? { schema: operation.of.schema, name: operation.to }
    : table;
} // prettier-ignore
