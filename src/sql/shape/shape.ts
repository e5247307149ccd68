import type { Name } from '../../types.ts';

/** One property of a thing: two are the same where `normal` is; `text` is for people and for SQL. */
export interface Fact {
  readonly normal: string;
  readonly text: string;
}

/** What `*` meant when a view was made: the property of that name. Where it is not told, nobody knows. */
export const starColumns = 'list of columns';

/** Properties by name. */
export type Facts = Readonly<Record<string, Fact>>;

/** A column, constraint, index, trigger, policy or rule of a relation, or a sequence that it owns. */
export interface Part {
  readonly kind: PartKind;
  readonly name: string;
  /** The columns that it goes with. */
  readonly on: readonly string[];
  readonly facts: Facts;
  /** Whether all is known of it: a property that is not told is then PostgreSQL's default. */
  readonly isWhole: boolean;
  /** Whether it is surely there. */
  readonly isSure: boolean;
  /** The statement that makes it, without semicolon; null where only its words beside others do. */
  readonly sql: string | null;
}

export type PartKind = 'column' | 'constraint' | 'index' | 'trigger' | 'policy' | 'rule' | 'sequence';

/** An object of the database as its definitions tell it. */
export interface Thing {
  readonly object: string;
  readonly name: Name;
  readonly facts: Facts;
  readonly isWhole: boolean;
  readonly isSure: boolean;
  readonly parts: ReadonlyMap<string, Part>;
  readonly sql: string | null;
  /** The statement that made it, where that does not tell all of it. */
  readonly made?: object;
  /** Of a view: its columns in their order; null where they are not known. */
  readonly columns?: readonly string[] | null;
}

/** What stands in a database, as far as statements have told: objects by `keyOf`. */
export type Shape = ReadonlyMap<string, Thing>;

/** A shape that statements change; the things in it are replaced, never changed. */
export interface Draft {
  readonly things: Map<string, Thing>;
  /** Routines and indexes that were there and are not any more: `function f`, `index i`. */
  readonly gone: Set<string>;
  /** What may have been there before anything told of it, by key. */
  readonly doubtful: Set<string>;
  /** The parts of things that no other draft has. */
  readonly own: Set<ReadonlyMap<string, Part>>;
  /** What a name without schema means. */
  search: string;
}

/** A draft to go on from a shape. */
export function draftOf(shape: Shape, gone: ReadonlySet<string>): Draft {
  return { things: new Map(shape), gone: new Set(gone), doubtful: new Set(), own: new Set(), search: 'public' };
}

const relations = new Set(['table', 'foreign table', 'view', 'materialized view', 'sequence']);

/** Where a thing stands: relations share their names. */
export function keyOf(object: string, { schema, name }: Name, search = 'public'): string {
  const space = relations.has(object) ? 'relation' : object === 'domain' ? 'type' : object === 'procedure' ? 'function' : object;
  return `${space} ${schema ?? search}.${name}`;
} // prettier-ignore

/** The object of that name, with its key. */
export function find(draft: Draft, object: string, name: Name): readonly [key: string, thing: Thing] | null {
  const key = keyOf(object, name, draft.search);
  const thing = draft.things.get(key);
  if (thing) return [key, thing];
  if (name.schema !== null || draft.search === 'public') return null;
  const other = keyOf(object, name);
  const fallback = draft.things.get(other);
  return fallback ? [other, fallback] : null;
}

/** The relation of that name; one that nothing has told of yet is put down as not known. */
export function relation(draft: Draft, name: Name, object = 'table'): readonly [key: string, thing: Thing] {
  const found = find(draft, object, name);
  if (found) return found;
  const key = keyOf(object, name, draft.search);
  const thing: Thing = {
    object,
    name: full(draft, name),
    facts: {},
    isWhole: false,
    isSure: true,
    parts: new Map(),
    sql: null,
  };
  draft.things.set(key, thing);
  return [key, thing];
}

/** The name with its schema. */
export function full({ search }: Draft, { schema, name }: Name): Name {
  return { schema: schema ?? search, name };
}

/** The name as people write it. */
export function shortOf({ schema, name }: Name): Name {
  return { schema: schema === 'public' ? null : schema, name };
}

/** Where a part stands in its relation. */
export const partKey = (kind: PartKind, name: string): string => `${kind} ${name}`;

/** Changes the parts of a relation. */
export function withParts(draft: Draft, key: string, change: (parts: Map<string, Part>) => void): void {
  const thing = draft.things.get(key);
  if (!thing) return;
  if (isOwn(draft, thing.parts)) return change(thing.parts);
  const parts = new Map(thing.parts);
  draft.own.add(parts);
  change(parts);
  draft.things.set(key, { ...thing, parts });
}

const isOwn = ({ own }: Draft, parts: ReadonlyMap<string, Part>): parts is Map<string, Part> => own.has(parts);

/** Puts a part into a relation. */
export function putPart(draft: Draft, key: string, part: Part): void {
  withParts(draft, key, (parts) => parts.set(partKey(part.kind, part.name), part));
}

/** Facts without those that are null. */
export function factsOf(given: Readonly<Record<string, Fact | null>>): Facts {
  return Object.fromEntries(Object.entries(given).flatMap(([name, fact]) => (fact ? [[name, fact]] : [])));
}

/** A fact that is its own text. */
export const fact = (text: string): Fact => ({ normal: text, text });

/** Notes that it may have been there, where nothing has told of it. */
export function doubt(draft: Draft, object: string, name: Name): void {
  if (!find(draft, object, name)) draft.doubtful.add(keyOf(object, name, draft.search));
}
