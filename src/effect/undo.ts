import type { Name, Operation, Section, Statement } from '../types.ts';
import { apply, type Change } from './apply.ts';
import { type Catalog, createCatalog, isThere, temporarySchema } from './catalog.ts';
import { type Data, dataDebts } from './data-debts.ts';
import { endingOf } from './default-names.ts';
import { goesWithParent } from './partition-indexes.ts';
import { isOpen } from './open-name.ts';
import { unnamedKey } from './place.ts';
import { stepsOf } from './steps.ts';
import { findPart, type Thing } from './thing.ts';

/** Something that the way up does and the way down must undo. */
export interface Debt {
  readonly operation: Operation;
  readonly kind: 'created' | 'replaced' | 'dropped' | 'renamed' | 'set' | 'data';
  /** What was set: `not null`, `type` …; empty for the other kinds. */
  readonly property: string;
  /** The name that the thing had at the start, when it had one. */
  readonly original: Name | null;
}

interface OpenDebt extends Debt {
  readonly thing: Thing;
}

interface Noted {
  readonly operation: Operation;
  readonly change: Change;
}

type Notes = ReadonlyMap<Thing, readonly Noted[]>;

/** The way back: what it does, and to what. */
interface Way {
  readonly notes: Notes;
  /** `from to` of every rename. */
  readonly renames: ReadonlySet<string>;
  readonly dropsTable: boolean;
}

/** What must be undone after the way up. `data` also asks for rows that were put in, changed or taken out. */
export function debtsOf(sections: readonly Section[], options: { readonly data: boolean }): readonly Debt[] {
  return undoneBy(sections, [], options);
}

/**
 * What of the way up the way down leaves as it is: both run over an imagined database, in order, which is then compared with its start.
 * A way down that computes its statements gets the benefit of the doubt.
 */
export function undoneBy(sections: readonly Section[], down: readonly Statement[], { data }: { readonly data: boolean }): readonly Debt[] {
  const back = down.flatMap(({ operations }) => operations);
  if (back.some(isUnknown)) return [];
  const up = sections.flatMap(({ statements }) => statements.flatMap(({ operations }) => operations));
  const catalog = createCatalog();
  const debts = debtsIn(catalog, follow(catalog, up));
  const rows: Data = { isNew: (table) => catalog.find('table', table)?.started === 'absent', up, down: back };
  const owed = data ? dataDebts(rows) : [];
  catalog.runStart = catalog.now + 1;
  catalog.searchIn('public');
  const way: Way = {
    notes: follow(catalog, back),
    renames: new Set(back.flatMap((operation) => (operation.kind === 'rename' ? [`${operation.from} ${operation.to}`] : []))),
    dropsTable: back.some((operation) => operation.kind === 'drop' && operation.object === 'table'),
  };
  const unnamed = countUnnamed(back);
  const open = debts.filter((debt) => !isPaid(catalog, debt, way) && !takeUnnamed(unnamed, debt) && !goesWithParent(catalog, debt.thing, up) && !standsFor(debt, debts));
  const settled = back.some((operation) => operation.kind === 'delete' && operation.table.name === 'pg_enum');
  return [...open.filter(({ thing }) => !(settled && thing.kind === 'enum value')), ...owed];
} // prettier-ignore

function isUnknown(operation: Operation): boolean {
  if (operation.kind === 'unverifiable' || operation.kind === 'unparseable') return true;
  return stepsOf(operation).some(({ place }) => isOpen(place.name) || place.parts.some(([, name]) => isOpen(name)));
}

function follow(catalog: Catalog, operations: readonly Operation[]): Notes {
  const notes = new Map<Thing, Noted[]>();
  for (const operation of operations)
    for (const change of apply(catalog, operation)) {
      const noted = notes.get(change.thing) ?? [];
      noted.push({ operation, change });
      notes.set(change.thing, noted);
    }
  return notes;
}

function has(notes: Notes, thing: Thing, ...effects: readonly Change['effect'][]): boolean {
  return (notes.get(thing) ?? []).some(({ change }) => effects.includes(change.effect));
}

function debtsIn(catalog: Catalog, notes: Notes): readonly OpenDebt[] {
  const debts = [...notes].flatMap(([thing, noted]) => (isCovered(catalog, notes, thing) ? [] : debtsFor(catalog, thing, noted)));
  return merge(catalog, debts);
} // prettier-ignore

/** Undoing what holds or owns it undoes it too; temporary things end by themselves; what has no known name cannot be looked for. */
export function isCovered(catalog: Catalog, notes: Notes, thing: Thing): boolean {
  if (thing.name.schema === temporarySchema || isOpen(thing.name)) return true;
  for (const above of [thing.holder, thing.owner])
    if (above && (isThere(catalog, above) === false || has(notes, above, 'created', 'replaced') || isCovered(catalog, notes, above))) return true;
  // What an extension or a role is used for beyond this migration cannot be seen here.
  return thing.started === 'unknown' && (thing.kind === 'extension' || thing.kind === 'role');
} // prettier-ignore

/** What a thing owes for what was done to it. */
export function debtsFor(catalog: Catalog, thing: Thing, noted: readonly Noted[]): readonly OpenDebt[] {
  const last = (...effects: readonly Change['effect'][]) => noted.findLast(({ change }) => effects.includes(change.effect));
  const debt = (kind: Debt['kind'], from: Noted | undefined): OpenDebt[] =>
    from ? [{ kind, operation: underFinalName(from.operation, thing), thing , property: '', original: thing.original }] : [];
  const there = isThere(catalog, thing) !== false;
  // What was made and dropped again was a helper, even if OR REPLACE leaves open whether it was there before.
  const isHelper = thing.started === 'absent' || (thing.started === 'unknown' && noted[0]?.change.effect !== 'dropped');
  if (!there) return isHelper ? [] : debt('dropped', last('dropped'));
  const created = last('created', 'replaced');
  const renamed = isSameName(thing) || thing.started === 'absent' ? [] : debt('renamed', last('renamed'));
  if (!created) return [...renamed, ...properties(thing, noted)];
  const isNew = thing.started === 'absent' || !(last('replaced') ?? last('dropped'));
  return [...debt(isNew ? 'created' : 'replaced', created), ...renamed];
} // prettier-ignore

/** What was made under one name and then renamed is now known by the other. */
function underFinalName(operation: Operation, thing: Thing): Operation {
  const { name, holder } = thing;
  // Most keep their name; a copy would have the bodies of functions read.
  if (isSameName(thing) && (holder === null || isSameName(holder))) return operation;
  if (operation.kind === 'create' && operation.name !== null && holder === null) return { ...operation, name };
  if (operation.kind !== 'add-column' || !holder) return operation;
  return { ...operation, table: holder.name, column: { ...operation.column, name: name.name } };
}

function isSameName({ name, original }: Thing): boolean {
  return isSame(name, original);
}

const isSame = (a: Name, b: Name) => a.name === b.name && (a.schema ?? 'public') === (b.schema ?? 'public');

/** A property that was switched to and fro is as it was. */
function properties(thing: Thing, noted: readonly Noted[]): readonly OpenDebt[] {
  // Creating and dropping a policy also sets its definition.
  const sets = noted.filter(
    ({ operation, change }) => change.effect === 'set' && operation.kind !== 'create' && operation.kind !== 'drop',
  );
  const first = new Map<string, Noted>();
  const last = new Map<string, Noted>();
  for (const noted of sets) {
    const { property } = noted.change;
    if (!first.has(property)) first.set(property, noted);
    last.set(property, noted);
  }
  return [...last].flatMap(([property, end]): OpenDebt[] => {
    const start = first.get(property);
    if (start !== end && start?.change.value !== end.change.value) return [];
    return [{ kind: 'set', operation: end.operation, thing, property, original: thing.original }];
  });
}

/** What was dropped and made anew under the same name, by way of another name, has been replaced. */
function merge(catalog: Catalog, debts: readonly OpenDebt[]): readonly OpenDebt[] {
  const created = new Map(debts.filter(({ kind }) => kind === 'created').map((debt) => [debt.thing, debt]));
  const replaced = new Map<OpenDebt, OpenDebt | null>();
  for (const debt of debts) {
    const now = debt.kind === 'dropped' ? current(catalog, debt.thing) : undefined;
    const other = now && created.get(now);
    if (other) replaced.set(other, { ...other, kind: 'replaced' }).set(debt, null);
  }
  return debts.flatMap((debt) => (replaced.has(debt) ? (replaced.get(debt) ?? []) : [debt]));
}

/** What has the name now that the thing had at the start. */
function current(catalog: Catalog, { kind, holder, original }: Thing): Thing | undefined {
  if (holder) return findPart(holder, kind, original.name);
  return catalog.find(kind as Parameters<Catalog['find']>[0], original);
}

function isPaid(catalog: Catalog, debt: OpenDebt, back: Way): boolean {
  const { kind, thing, property } = debt;
  const { notes } = back;
  const there = isThere(catalog, thing);
  const now = current(catalog, thing);
  const stands = now !== undefined && isThere(catalog, now) !== false;
  if (isRemade(notes, thing.holder)) return true;
  switch (kind) {
    case 'created':
      // Made again on the way back, it was there before after all.
      return there !== true || has(notes, thing, 'created', 'replaced');
    case 'dropped':
      return stands;
    case 'replaced':
      return there !== true || notes.has(thing);
    case 'renamed':
      return there !== true || stands || isRenamed(thing, back);
    default: {
      // Set on the way back, even to the same, is what its author knows it was.
      const isSet = (notes.get(thing) ?? []).some(({ change }) => change.property === property);
      const isNew = now !== thing && stands && has(notes, now, 'created');
      return isSet || isNew || there !== true || has(notes, thing, 'created', 'dropped', 'replaced');
    }
  }
}

/** What the way up has made may get the name of what it has dropped. */
function standsFor({ kind, thing }: OpenDebt, debts: readonly OpenDebt[]): boolean {
  if (kind !== 'created' || isSameName(thing)) return false;
  return debts.some((other) => other.kind === 'dropped' && other.thing.space === thing.space && isSame(other.thing.original, thing.name));
} // prettier-ignore

/** The index of a constraint shares its name; what belongs to a dropped table goes with it, though it cannot be seen to whose. */
function isRenamed({ kind, name, original }: Thing, { renames, dropsTable }: Way): boolean {
  return renames.has(`${name.name} ${original.name}`) || (dropsTable && (kind === 'index' || kind === 'sequence'));
}

function isRemade(notes: Notes, holder: Thing | null): boolean {
  return holder !== null && (has(notes, holder, 'created', 'dropped', 'replaced') || isRemade(notes, holder.holder));
}

/** Creations without a name, by table and the ending that PostgreSQL gives them. */
function countUnnamed(operations: readonly Operation[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const operation of operations)
    for (const step of stepsOf(operation)) {
      if (step.kind !== 'create' || !step.unnamed) continue;
      const key = unnamedKey((step.owner ?? step.place).name.name, step.unnamed.ending);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return counts;
}

/** A dropped constraint whose name PostgreSQL could have chosen may come back without a name. */
function takeUnnamed(counts: Map<string, number>, { kind, thing }: OpenDebt): boolean {
  const ending = kind === 'dropped' ? endingOf(thing.original.name) : null;
  if (ending === null || !thing.holder) return false;
  const key = unnamedKey(thing.holder.name.name, ending);
  const count = counts.get(key) ?? 0;
  counts.set(key, count - 1);
  return count > 0;
}
