import { type Catalog, isThere } from './catalog.ts';
import { adoptPlace, findPlace } from './place.ts';
import type { Place } from './steps.ts';
import type { Thing } from './thing.ts';

const aliases: Readonly<Record<string, string>> = {
  int: 'integer', int2: 'smallint', int4: 'integer', int8: 'bigint', float4: 'real', float8: 'double precision', bool: 'boolean',
  bpchar: 'char', varbit: 'bit varying', timetz: 'time with time zone', decimal: 'numeric',
}; // prettier-ignore

/** The argument types by which PostgreSQL tells functions of one name apart: without their sizes, and without the schemas that `search_path` may name. */
export function signatureKey(types: readonly string[]): string {
  return types.map(plainType).join(', ');
}

function plainType(text: string): string {
  const [, base = '', array = ''] = /^(.*?)((?:\[\d*\])*)$/s.exec(text.replaceAll(/\([\d, ]*\)/g, '')) ?? [];
  const name = hasTypeOfColumn(text) ? base : (/(?:"(?:[^"]|"")*"|[^."]+)$/.exec(base)?.[0] ?? base);
  return (aliases[name] ?? name) + array;
}

/** `users.id%TYPE` is the type of a column, which nothing here tells. */
const hasTypeOfColumn = (text: string) => text.includes('%TYPE');

/** Whether a place is that of a routine with its argument types. */
export const isSigned = ({ parts }: Place): boolean => parts[0]?.[0] === 'signature';

/**
 * What a DROP takes. That of a routine with its arguments takes that one alone, or all that have the name where it is not known which they are;
 * null for what was not met yet.
 */
export function droppedAt(catalog: Catalog, place: Place): Thing | null {
  if (!isSigned(place)) return adoptPlace(catalog, place) ?? null;
  const holder = catalog.find(place.object, place.name);
  const own = findPlace(catalog, place);
  if (own?.present || !holder) return own ?? null;
  const known = [...holder.parts.values()].filter(({ kind }) => kind === 'signature');
  const isOpen = [...known.map(({ name }) => name.name), place.parts[0]?.[1] ?? ''].some(hasTypeOfColumn);
  const isWithout = known.length === 0 && holder.started === 'absent';
  return isOpen || isWithout || isThere(catalog, holder) === false ? holder : (own ?? null);
}

/** Notes on the name that one routine of it is gone: others may be there that were before. */
export function noteDropped(holder: Thing, now: number): void {
  const hasOther = [...holder.parts.values()].some(({ kind, present }) => kind === 'signature' && present === true);
  holder.present = hasOther || (holder.started === 'absent' ? false : null);
  holder.changed = now;
}
