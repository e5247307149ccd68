import { type Catalog, isThere } from './catalog.ts';
import { endingOf } from './default-names.ts';
import type { Place } from './steps.ts';
import { ensurePart, findPart, type Presence, renamePart, type Thing } from './thing.ts';

/** The thing at a place, or undefined when nothing is known of it. */
export function findPlace(catalog: Catalog, place: Place): Thing | undefined {
  let thing = catalog.find(place.object, place.name);
  for (const [kind, name] of place.parts) thing = thing && findPart(thing, kind, name);
  return thing;
}

/** As `findPlace`, but where nothing is there, takes what was created without a name and may have got this one from PostgreSQL. */
export function adoptPlace(catalog: Catalog, place: Place): Thing | undefined {
  const found = findPlace(catalog, place);
  if (catalog.unnamed.size === 0 || (found && isThere(catalog, found) !== false)) return found;
  const holder = place.parts.length === 1 ? catalog.find(place.object, place.name) : undefined;
  const [part] = place.parts;
  return (holder && part ? adoptConstraint(catalog, holder, ...part) : adoptIndex(catalog, place)) ?? found;
}

/** Finds the thing at a place, or notes it down as `started`; what holds it was there. */
export function ensurePlace(catalog: Catalog, place: Place, started: Presence): Thing {
  const found = findPlace(catalog, place);
  if (found) return found;
  const last = place.parts.length;
  let thing = catalog.ensure(place.object, place.name, last === 0 ? started : 'present');
  place.parts.forEach(([kind, name], index) => {
    thing = ensurePart(thing, kind, name, index === last - 1 ? started : 'present');
  });
  return thing;
}

/** The same place under another name. */
export function renamedPlace(place: Place, name: string): Place {
  const part = place.parts.at(-1);
  if (!part) return { ...place, name: { schema: place.name.schema, name } };
  return { ...place, parts: [...place.parts.slice(0, -1), [part[0], name]] };
}

/** Things that got their name from PostgreSQL are looked for by their table and the end of the name. */
export function unnamedKey(table: string, ending: string): string {
  return `${ending} ${table}`;
}

/** A constraint that was created without a name, when this may be the name that PostgreSQL gave it. */
function adoptConstraint(catalog: Catalog, holder: Thing, kind: string, name: string): Thing | undefined {
  const ending = kind === 'constraint' ? endingOf(name) : null;
  if (ending === null) return undefined;
  const tables = [holder.name.name, holder.original.name];
  const found = tables.map((table) => takeUnnamed(catalog, table, ending)).find((thing) => thing?.holder === holder);
  if (found) renamePart(found, name);
  return found;
}

/** An index that was created without a name; its name begins with its table's. */
function adoptIndex(catalog: Catalog, { object, name, parts }: Place): Thing | undefined {
  if (object !== 'index' || parts.length > 0 || endingOf(name.name) !== 'idx') return undefined;
  for (let end = name.name.indexOf('_'); end > 0; end = name.name.indexOf('_', end + 1)) {
    const found = takeUnnamed(catalog, name.name.slice(0, end), 'idx');
    if (found) catalog.rename(found, name);
    if (found) return found;
  }
  return undefined;
} // prettier-ignore

function takeUnnamed(catalog: Catalog, table: string, ending: string): Thing | undefined {
  return catalog.unnamed.get(unnamedKey(table, ending))?.pop();
}
