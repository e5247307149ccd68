import type { Operation } from '../types.ts';
import { isBuiltInType, takenByCascade } from './cascade.ts';
import { type Catalog, isThere, temporarySchema } from './catalog.ts';
import { adoptPlace, ensurePlace, findPlace, renamedPlace, unnamedKey } from './place.ts';
import { firstSchema } from './schemas.ts';
import { type Place, type Step, stepsOf } from './steps.ts';
import { droppedAt, isSigned, noteDropped } from './signature.ts';
import { dropThing, own, renamePart, type Thing } from './thing.ts';

/** What an operation did to a thing of the catalog. */
export interface Change {
  readonly thing: Thing;
  readonly effect: 'created' | 'replaced' | 'dropped' | 'renamed' | 'set';
  /** For `set`: what was set, and to which of its states; null where they have no names. */
  readonly property: string;
  readonly value: string | null;
}

/** Lets the imagined database follow an operation, which must be possible now. */
export function apply(catalog: Catalog, operation: Operation): readonly Change[] {
  catalog.now++;
  if (operation.kind === 'set' && operation.setting === 'search_path') catalog.searchIn(firstSchema(operation.value));
  if (operation.kind === 'truncate') for (const table of operation.tables) empty(catalog, { object: 'table', name: table, parts: [] });
  if (operation.kind === 'truncate' || operation.kind === 'delete') catalog.emptiedIn = catalog.run;
  if (operation.kind === 'delete') empty(catalog, { object: 'table', name: operation.table, parts: [] });
  return stepsOf(operation).flatMap((step) => applyStep(catalog, operation, step));
} // prettier-ignore

/** Notes that the table holds nothing that an earlier run has put there. */
export function empty(catalog: Catalog, place: Place): void {
  ensurePlace(catalog, place, 'present').emptyIn = catalog.run;
}

function applyStep(catalog: Catalog, operation: Operation, step: Step): readonly Change[] {
  switch (step.kind) {
    case 'create':
      return create(catalog, operation, step);
    case 'drop':
      return drop(catalog, step);
    case 'rename':
      return rename(catalog, step);
    case 'set':
      return [change(ensurePlace(catalog, step.place, 'present'), 'set', step)];
    case 'own':
      ownSequence(catalog, ensurePlace(catalog, step.place, 'present'));
      return [];
  }
}

function change(thing: Thing, effect: Change['effect'], { property = '', value = null }: Partial<Change> = {}): Change {
  return { thing, effect, property, value };
}

function create(catalog: Catalog, operation: Operation, step: Step & { kind: 'create' }): readonly Change[] {
  const { place, clause, owner, absorbs } = step;
  const isCertain = operation.context.conditions.length === 0 && operation.context.handlers.length === 0;
  const started = clause === null && isCertain ? 'absent' : 'unknown';
  if (place.parts[0]?.[0] === 'signature') catalog.ensure(place.object, place.name, started);
  const thing = step.unnamed ? unnamedThing(catalog, operation, step) : ensurePlace(catalog, placed(step), started);
  const there = isThere(catalog, thing);
  if (there && clause === 'if not exists') return [];
  // What belonged to an earlier one went with it.
  if (!there) dropThing(thing, catalog.now);
  thing.present = true;
  thing.changed = catalog.now;
  thing.emptyIn = catalog.run;
  if (operation.kind === 'create') thing.columns = operation.constraints[0]?.columns ?? [];
  if (operation.kind === 'add-constraint') thing.columns = operation.constraint.columns;
  if (operation.kind === 'add-column') thing.isPlain = isBuiltInType(operation.column.type);
  if (owner) own(ensurePlace(catalog, owner, 'present'), thing);
  if (absorbs) absorb(catalog, absorbs, thing);
  const effect = there || (thing.started !== 'absent' && clause === 'or replace') ? 'replaced' : 'created';
  return [change(thing, effect), ...holderChanges(catalog, thing, step)];
}

function placed({ place, temporary }: Step & { kind: 'create' }): Place {
  return temporary ? { ...place, name: { schema: temporarySchema, name: place.name.name } } : place;
}

/** A function is there as soon as one of its signatures is. */
function holderChanges(
  catalog: Catalog,
  thing: Thing,
  { place, clause }: Step & { kind: 'create' },
): readonly Change[] {
  const { holder } = thing;
  if (!holder) return [];
  holder.parts.set(`${thing.kind} ${thing.name.name}`, thing);
  if (place.parts[0]?.[0] !== 'signature') return [];
  const replaces = holder.present === true || (holder.started !== 'absent' && clause === 'or replace');
  holder.present = true;
  holder.changed = catalog.now;
  return [change(holder, replaces ? 'replaced' : 'created')];
}

/** A thing of its own for each unnamed creation, under the name that PostgreSQL would choose: numbered if it is taken. */
function unnamedThing(catalog: Catalog, operation: Operation, step: Step & { kind: 'create' }): Thing {
  const made = catalog.made.get(operation);
  if (made) return made;
  const { place, unnamed, owner } = step;
  const key = unnamedKey((owner ?? place).name.name, unnamed?.ending ?? '');
  const others = catalog.unnamed.get(key) ?? [];
  let [free, number] = [place, others.length];
  for (
    let taken = findPlace(catalog, free);
    taken && isThere(catalog, taken) !== false;
    taken = findPlace(catalog, free)
  )
    free = renamedPlace(place, `${unnamed?.name}${++number}`);
  const thing = ensurePlace(catalog, free, 'absent');
  catalog.made.set(operation, thing);
  others.push(thing);
  catalog.unnamed.set(key, others);
  return thing;
}

function absorb(catalog: Catalog, place: Place, constraint: Thing): void {
  const index = ensurePlace(catalog, place, 'present');
  if (index.name.name !== constraint.name.name)
    catalog.rename(index, { schema: index.name.schema, name: constraint.name.name });
  own(constraint, index);
}

/** OWNED BY most often names the table that the sequence is called after. */
function ownSequence(catalog: Catalog, sequence: Thing): void {
  const { schema, name } = sequence.name;
  for (let end = name.indexOf('_'); end > 0; end = name.indexOf('_', end + 1)) {
    const table = catalog.find('table', { schema, name: name.slice(0, end) });
    if (table) return own(table, sequence);
  }
}

function drop(catalog: Catalog, step: Step & { kind: 'drop' }): readonly Change[] {
  const started = step.ifExists ? 'unknown' : 'present';
  if (isSigned(step.place)) catalog.ensure(step.place.object, step.place.name, started);
  const thing = droppedAt(catalog, step.place) ?? ensurePlace(catalog, step.place, started);
  const there = isThere(catalog, thing);
  if (there === false) return [];
  if (step.cascade && there)
    for (const kind of takenByCascade(isSigned(step.place) ? step.place.object : thing.kind))
      catalog.cascaded.set(kind, catalog.now);
  dropThing(thing, catalog.now);
  if (thing.kind === 'schema') for (const inside of catalog.inSchema(thing.name.name)) dropThing(inside, catalog.now);
  const { holder } = thing;
  if (!holder || thing.kind !== 'signature') return [change(thing, 'dropped')];
  noteDropped(holder, catalog.now);
  return [change(thing, 'dropped'), change(holder, 'dropped')];
}

function rename(catalog: Catalog, { place, to }: Step & { kind: 'rename' }): readonly Change[] {
  const thing = adoptPlace(catalog, place) ?? ensurePlace(catalog, place, 'present');
  if (isThere(catalog, thing) === false) return [];
  thing.present = true;
  thing.changed = catalog.now;
  if (thing.kind === 'schema') catalog.renameSchema(thing.name.name, to.name);
  if (thing.holder) renamePart(thing, to.name);
  else catalog.rename(thing, to);
  return [change(thing, 'renamed')];
}
