import type { CatalogType } from './catalog.ts';
import { sampleBase, type Place } from './sample-base.ts';

/** What the solver found for a domain's own checks: a value for each row. */
export type DomainValues = ReadonlyMap<number, readonly (string | null)[]>;

/** Types by OID. */
export type Types = ReadonlyMap<number, CatalogType>;

/** A value of the type in the form of its text, as its input function reads it; null where none is known. */
export function sample(types: Types, domains: DomainValues, id: number, modifier: number, place: Place): string | null {
  const type = types.get(id);
  if (!type) return null;
  const inner = (of: number, by: number, at = place) => sample(types, domains, of, by, at);
  switch (type.kind) {
    case 'd': {
      const solved = domains.get(id)?.[place.row - 1];
      return solved === undefined ? inner(type.base, type.modifier) : solved;
    }
    case 'e':
      return type.labels?.[(place.row - 1) % type.labels.length] ?? null;
    case 'c':
      return composite(
        (type.fields ?? []).map((field, at) => inner(field.type, field.modifier, within(place, field.name, at))),
      );
    case 'r':
    case 'm': {
      const range = rangeOf(inner(type.subtype ?? 0, -1), inner(type.subtype ?? 0, -1, after(place)));
      return range !== null && type.kind === 'm' ? `{${range}}` : range;
    }
    default:
      if (type.category === 'A') return array([inner(type.element, modifier)]);
      return sampleBase(type.name, modifier, place);
  }
}

const within = (place: Place, column: string, at: number): Place => ({ ...place, column, number: place.number + at });

/** A range ends where the next row's begins: none overlaps another. */
const after = (place: Place): Place => ({ ...place, row: place.row + 1 });

/** A range, each end of it given by its text, without the upper end. */
function rangeOf(from: string | null, to: string | null): string | null {
  return from === null || to === null ? null : `[${quoted(from)},${quoted(to)})`;
}

/** An array's text; null where an element has none. */
export function array(elements: readonly (string | null)[]): string | null {
  const texts = elements.flatMap((element) => (element === null ? [] : [quoted(element)]));
  return texts.length < elements.length ? null : `{${texts.join(',')}}`;
}

function composite(fields: readonly (string | null)[]): string {
  return `(${fields.map((field) => (field === null ? '' : quoted(field))).join(',')})`;
}

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, (sign) => `\\${sign}`)}"`;

/** What a domain is over, at last, with the modifier that holds; the type itself where it is none. */
export function baseOf(types: Types, id: number, modifier: number): { readonly id: number; readonly modifier: number } {
  const type = types.get(id);
  return type?.kind === 'd' ? baseOf(types, type.base, type.modifier) : { id, modifier };
}

/** The checks of a domain and of the domains under it, about `VALUE`. */
export function domainChecks(types: Types, id: number): readonly string[] {
  const type = types.get(id);
  return type?.kind === 'd' ? [...(type.checks ?? []), ...domainChecks(types, type.base)] : [];
}

/** A domain in the type's chain refuses NULL. */
export function refusesNull(types: Types, id: number): boolean {
  const type = types.get(id);
  return type?.kind === 'd' && (type.notNull || refusesNull(types, type.base));
}
