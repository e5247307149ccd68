import type { Name, ObjectType } from '../types.ts';
import { spaceOf } from './schemas.ts';

/** Whether something was there before the migration ran, as far as its statements tell. */
export type Presence = 'present' | 'absent' | 'unknown';

/** An object of the imagined database, or a part of one: a column, constraint, trigger, enum value … */
export interface Thing {
  /** An object's type, or what part it is. */
  readonly kind: string;
  /** Things of one space cannot have the same name. */
  readonly space: string;
  readonly started: Presence;
  readonly holder: Thing | null;
  /** The name that it had when it was first met. */
  readonly original: Name;
  name: Name;
  /** Null when it cannot be known. */
  present: boolean | null;
  /** When `present` was last set. */
  changed: number;
  /** The run in which it was last created or emptied, so that it held no rows then. */
  emptyIn: number;
  /** When its columns were dropped, with the indexes and constraints on them. */
  readonly droppedColumns: Map<string, number>;
  /** When any of them was last dropped. */
  columnDropped: number;
  /** Of an index or constraint: its columns, as far as they are known. */
  columns: readonly string[];
  /** Of a column: that PostgreSQL itself has its type, so that no CASCADE can take it along. */
  isPlain: boolean;
  /** What takes it along when it is dropped. */
  owner: Thing | null;
  readonly owned: Set<Thing>;
  /** By `space name`; only the parts that the migration itself has touched. */
  readonly parts: Map<string, Thing>;
}

/** Makes an object, or a part of a holder. */
export function createThing(kind: string, name: Name, started: Presence, holder: Thing | null = null): Thing {
  return {
    kind,
    space: holder ? kind : spaceOf(kind as ObjectType),
    started,
    holder,
    original: name,
    name,
    present: started === 'unknown' ? null : started === 'present',
    changed: 0,
    emptyIn: 0,
    droppedColumns: new Map(),
    columnDropped: -1,
    columns: [],
    isPlain: false,
    owner: null,
    owned: new Set(),
    parts: new Map(),
  };
}

/** A part of an object by its kind and name. */
export function findPart(holder: Thing, kind: string, name: string): Thing | undefined {
  return holder.parts.get(`${kind} ${name}`);
}

/** Finds a part, or notes it down as `started`. */
export function ensurePart(holder: Thing, kind: string, name: string, started: Presence): Thing {
  const found = findPart(holder, kind, name);
  if (found) return found;
  const part = createThing(kind, { schema: null, name }, started, holder);
  holder.parts.set(`${kind} ${name}`, part);
  return part;
}

/** Gives a part another name; nothing has the old one then. */
export function renamePart(part: Thing, to: string): void {
  const { holder, kind, name } = part;
  if (!holder) return;
  holder.parts.set(`${kind} ${name.name}`, createThing(kind, name, 'absent', holder));
  holder.parts.set(`${kind} ${to}`, part);
  part.name = { schema: null, name: to };
}

/** Ties a thing to the one that takes it along. */
export function own(owner: Thing, thing: Thing): void {
  if (owner === thing) return;
  thing.owner?.owned.delete(thing);
  thing.owner = owner;
  owner.owned.add(thing);
}

/** Drops a thing with its parts and what it owns. */
export function dropThing(thing: Thing, now: number): void {
  const waiting = [thing];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.kind === 'column' && next.present !== false) noteColumn(next, now);
    next.present = false;
    next.changed = now;
    next.parts.clear();
    waiting.push(...next.owned);
    next.owned.clear();
  }
}

function noteColumn({ holder, name }: Thing, now: number): void {
  if (!holder) return;
  holder.columnDropped = now;
  holder.droppedColumns.set(name.name, now);
}
