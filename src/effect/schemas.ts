import type { Name, ObjectType, Operation } from '../types.ts';

/** The place of the objects that no schema holds, such as schemas, roles and extensions. */
export const withoutSchema = '';

const global: ReadonlySet<ObjectType> = new Set([
  'access method', 'cast', 'database', 'event trigger', 'extension', 'foreign data wrapper', 'group', 'language', 'publication',
  'role', 'schema', 'server', 'subscription', 'tablespace', 'transform', 'user mapping',
]); // prettier-ignore

/** Objects that PostgreSQL keeps in one space of names share a word: a view and a table cannot have the same name. */
export function spaceOf(object: ObjectType): string {
  switch (object) {
    case 'table':
    case 'foreign table':
    case 'view':
    case 'materialized view':
    case 'sequence':
    case 'index':
      return 'relation';
    case 'type':
    case 'domain':
      return 'type';
    case 'function':
    case 'procedure':
    case 'aggregate':
    case 'routine':
      return 'routine';
    case 'group':
      return 'role';
    default:
      return object;
  }
}

/** Values kept for objects by name, where schemas can be renamed and dropped as a whole. */
export interface Schemas<Value> {
  get(object: ObjectType, name: Name): Value | undefined;
  set(object: ObjectType, name: Name, value: Value): void;
  delete(object: ObjectType, name: Name): void;
  /** Gives the object another name in its schema, over whatever had it; `value` is kept for it, or nothing. */
  rename(object: ObjectType, from: Name, to: string, value: Value | undefined): void;
  deleteSchema(schema: string): void;
  renameSchema(from: string, to: string): void;
  /** The schema that a name without one means now: the first of `search_path`. */
  follow(operation: Operation): void;
  clear(): void;
}

/** Makes an empty store; a name without schema is looked for among the temporary ones, then in the current schema. */
export function createSchemas<Value>(): Schemas<Value> {
  const schemas = new Map<string, Map<string, Value>>();
  let session = 'public';
  let current = session;
  const keyOf = (object: ObjectType, name: Name): string => `${spaceOf(object)} ${name.name}`;
  const schemaOf = (object: ObjectType, name: Name): string => {
    if (global.has(object)) return withoutSchema;
    if (name.schema !== null) return name.schema;
    return schemas.get('pg_temp')?.has(keyOf(object, name)) ? 'pg_temp' : current;
  };
  const setIn = (schema: string, key: string, value: Value): void => {
    const names = schemas.get(schema) ?? new Map<string, Value>();
    schemas.set(schema, names.set(key, value));
  };
  return {
    get: (object, name) => schemas.get(schemaOf(object, name))?.get(keyOf(object, name)),
    set: (object, name, value) =>
      setIn(global.has(object) ? withoutSchema : (name.schema ?? current), keyOf(object, name), value),
    rename(object, from, to, value) {
      const schema = schemaOf(object, from);
      const key = keyOf(object, { schema, name: to });
      schemas.get(schema)?.delete(keyOf(object, from));
      schemas.get(schema)?.delete(key);
      if (value !== undefined) setIn(schema, key, value);
    },
    delete: (object, name) => void schemas.get(schemaOf(object, name))?.delete(keyOf(object, name)),
    deleteSchema: (schema) => void schemas.delete(schema),
    renameSchema(from, to) {
      const names = schemas.get(from);
      schemas.delete(from);
      schemas.delete(to);
      if (names) schemas.set(to, names);
    },
    follow(operation) {
      if (operation.kind === 'transaction' && operation.action !== 'savepoint') current = session;
      if (operation.kind !== 'set' || operation.setting !== 'search_path') return;
      current = firstSchema(operation.value);
      if (!operation.local) session = current;
    },
    clear: () => schemas.clear(),
  };
}

/** The first schema of a `search_path` value; `"$user"` hardly ever exists and is passed over. */
export function firstSchema(path: string | null): string {
  const names = (path ?? '').split(',').map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'));
  return names.find((name) => name !== '' && name !== '$user' && name.toLowerCase() !== 'default') ?? 'public';
}
