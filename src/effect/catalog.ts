import type { Name, ObjectType, Operation } from '../types.ts';
import { createThing, findPart, type Presence, type Thing } from './thing.ts';
import { spaceOf } from './schemas.ts';

/** An imagined database that holds what a migration touches and nothing else. */
export interface Catalog {
  /** How often the migration has been started. */
  run: number;
  /** The last run in which rows were deleted. */
  emptiedIn: number;
  /** Counts the steps. */
  now: number;
  /** The step that the present run began with. */
  runStart: number;
  /** When things of a kind were last dropped by the CASCADE of another. */
  readonly cascaded: Map<string, number>;
  /** What an operation has created under a name that PostgreSQL chose. */
  readonly made: Map<Operation, Thing>;
  /** Things whose names PostgreSQL chose, by table and ending. */
  readonly unnamed: Map<string, Thing[]>;
  find(object: ObjectType, name: Name): Thing | undefined;
  /** Finds it, or notes it down as `started`. */
  ensure(object: ObjectType, name: Name, started: Presence): Thing;
  rename(thing: Thing, to: Name): void;
  inSchema(schema: string): readonly Thing[];
  renameSchema(from: string, to: string): void;
  /** What a name without schema means from now on, or again `public`. */
  searchIn(schema: string): void;
  /** All objects, without their parts. */
  all(): Iterable<Thing>;
}

/** Where temporary objects live; a name without schema means them first. */
export const temporarySchema = 'pg_temp';

/** Whether a thing is there, with all that holds it; null when it cannot be known. */
export function isThere(catalog: Catalog, thing: Thing): boolean | null {
  const { holder, owner, kind } = thing;
  if (thing.present !== true) return thing.present;
  if (mayBeTaken(catalog, thing)) return null;
  if (owner && kind === 'index' && isThere(catalog, owner) === null) return null;
  if (!holder) return true;
  return findPart(holder, kind, thing.name.name) === thing && isThere(catalog, holder) !== false;
}

/** What an earlier run has made can go with a column or by a CASCADE of this one. */
function mayBeTaken(
  { cascaded, runStart }: Catalog,
  { kind, holder, owner, changed, isPlain, columns }: Thing,
): boolean {
  if (changed >= runStart) return false;
  if (!isPlain && (cascaded.get(kind) ?? -1) >= runStart) return true;
  const table = holder ?? owner;
  if ((kind !== 'constraint' && kind !== 'index') || table === null) return false;
  if (columns.length === 0) return table.columnDropped >= runStart;
  return columns.some((column) => (table.droppedColumns.get(column) ?? -1) >= runStart);
}

/** Begins another run in a new session: temporary objects are gone. */
export function restart(catalog: Catalog): void {
  catalog.run++;
  catalog.runStart = catalog.now + 1;
  catalog.searchIn('public');
  for (const thing of catalog.inSchema(temporarySchema)) thing.present = null;
}

/** Makes an empty database. A name without schema is first looked for in the first one of `search_path`. */
export function createCatalog(): Catalog {
  const things = new Map<string, Map<string, Thing>>();
  const schemas = new Map<string, Set<Thing>>();
  const renamed = new Map<string, string>();
  let current = 'public';
  const schemaOf = ({ schema }: Name): string => renamed.get(schema ?? current) ?? schema ?? current;
  const find = (object: ObjectType, name: Name): Thing | undefined => {
    const found = things.get(`${spaceOf(object)} ${name.name}`);
    const exact = (name.schema === null ? found?.get(temporarySchema) : undefined) ?? found?.get(schemaOf(name));
    // The search_path of whoever runs it may lead to another schema.
    return exact ?? (name.schema === null ? found?.values().next().value : undefined);
  };
  const put = (thing: Thing, name: Name): void => {
    const key = `${thing.space} ${name.name}`;
    const schema = schemaOf(name);
    things.set(key, (things.get(key) ?? new Map<string, Thing>()).set(schema, thing));
    schemas.set(schema, (schemas.get(schema) ?? new Set<Thing>()).add(thing));
  };
  return {
    run: 1,
    emptiedIn: 0,
    now: 0,
    runStart: 0,
    cascaded: new Map(),
    made: new Map(),
    unnamed: new Map(),
    find,
    ensure(object, name, started) {
      const found = find(object, name);
      if (found) return found;
      const place = name.schema === null && current !== 'public' ? { schema: current, name: name.name } : name;
      const thing = createThing(object, place, started);
      put(thing, place);
      return thing;
    },
    rename(thing, to) {
      schemas.get(schemaOf(thing.name))?.delete(thing);
      put(createThing(thing.kind, thing.name, 'absent'), thing.name);
      thing.name = { schema: to.schema ?? thing.name.schema, name: to.name };
      put(thing, thing.name);
    },
    inSchema: (schema) => [...(schemas.get(schemaOf({ schema, name: '' })) ?? [])],
    renameSchema(from, to) {
      renamed.set(to, schemaOf({ schema: from, name: '' }));
      renamed.set(from, `${from} before ${renamed.size}`);
    },
    searchIn(schema) {
      current = schema;
    },
    *all() {
      for (const found of things.values()) yield* found.values();
    },
  };
}
