import type { Name, Operation, Section, Statement } from '../types.ts';
import { apply, type Change } from './apply.ts';
import { type Catalog, createCatalog, isThere, temporarySchema } from './catalog.ts';
import { findPlace } from './place.ts';
import type { Place } from './steps.ts';
import { ensurePart, own, type Thing } from './thing.ts';
import { debtsFor, isCovered } from './undo.ts';

/** An operation of the way up that leaves something to undo. */
export interface Owed {
  readonly statement: Statement;
  readonly operation: Operation;
  /** What it did to things that are not as they were. */
  readonly changes: readonly Change[];
  /** The schema that names without one meant: the words that set it, or null for the session's own. */
  readonly searchPath: Statement | null;
}

interface Met extends Owed {
  /** What it is about without making, renaming or dropping it: the table of its rows, of its comment. */
  readonly on: readonly Thing[];
}

type Notes = Map<Thing, { readonly operation: Operation; readonly change: Change }[]>;

/**
 * The operations of the way up that leave something to undo, in their order. `before` is what earlier migrations have done: what
 * `IF NOT EXISTS` finds there is not made here. `about` tells the places of what an operation is about besides its steps.
 */
export function owedIn(
  sections: readonly Section[],
  before: readonly Operation[],
  about: (statement: Statement, operation: Operation) => readonly Place[],
): readonly Owed[] {
  const catalog = createCatalog();
  know(catalog, before);
  const notes: Notes = new Map();
  const all = met(catalog, notes, sections, about);
  const debts = new Map(
    [...notes].map(([thing, noted]) => [
      thing,
      isCovered(catalog, notes, thing) ? [] : debtsFor(catalog, thing, noted),
    ]),
  );
  const isNew = (thing: Thing) =>
    isThere(catalog, thing) === false ||
    isCovered(catalog, notes, thing) ||
    (debts.get(thing) ?? []).some(({ kind }) => kind === 'created');
  const isOwed = ({ thing, effect, property }: Change): boolean => {
    const owed = debts.get(thing) ?? [];
    if (effect !== 'set') return owed.some(({ kind }) => kind !== 'set');
    // A default that was set twice is not as it was, whatever the words say.
    return owed.some((debt) => debt.property === property) || (property === 'default' && !isNew(thing));
  };
  return all.flatMap((each): Owed[] => {
    const changes = each.changes.filter(isOwed);
    const isBeside = each.changes.length === 0 && each.on.length > 0;
    return changes.length > 0 || (isBeside && !each.on.some(isNew)) ? [{ ...each, changes }] : [];
  });
}

function met(
  catalog: Catalog,
  notes: Notes,
  sections: readonly Section[],
  about: (statement: Statement, operation: Operation) => readonly Place[],
): readonly Met[] {
  let searchPath: Statement | null = null;
  const all: Met[] = [];
  for (const section of sections)
    for (const statement of section.statements)
      for (const operation of statement.operations) {
        const on = about(statement, operation).map((place) => findPlace(catalog, place) ?? unknownThing(catalog, place));
        const changes = apply(catalog, operation);
        for (const change of changes) {
          const noted = notes.get(change.thing) ?? [];
          notes.set(change.thing, [...noted, { operation, change }]);
        }
        if (operation.kind === 'set' && operation.setting === 'search_path') searchPath = statement;
        all.push({ statement, operation, changes, on, searchPath });
      }
  return all;
} // prettier-ignore

/** What only its table is known of stands for it by its table. */
function unknownThing(catalog: Catalog, { object, name, parts }: Place): Thing {
  const holder = catalog.ensure(object, name, 'present');
  const [part] = parts;
  return part ? ensurePart(holder, part[0], part[1], 'present') : holder;
}

/** Puts into a catalog what stands after these operations. */
function know(catalog: Catalog, before: readonly Operation[]): void {
  const past = createCatalog();
  for (const operation of before) {
    apply(past, operation);
    if (operation.kind === 'create' && operation.object === 'table' && operation.name !== null) noteColumns(past, operation.name, operation.columns);
  }
  const twins = new Map<Thing, Thing>();
  for (const thing of past.all()) {
    if (!thing.present || thing.name.schema === temporarySchema) continue;
    const twin = catalog.ensure(thing.kind as Parameters<Catalog['ensure']>[0], thing.name, 'present');
    twins.set(thing, twin);
    for (const part of thing.parts.values())
      if (part.present) twins.set(part, ensurePart(twin, part.kind, part.name.name, 'present'));
  }
  for (const [thing, twin] of twins) {
    const owner = thing.owner && twins.get(thing.owner);
    if (owner) own(owner, twin);
  }
} // prettier-ignore

function noteColumns(past: Catalog, table: Name, columns: readonly { readonly name: string }[]): void {
  const thing = past.find('table', table);
  for (const column of columns) if (thing) ensurePart(thing, 'column', column.name, 'present');
}
