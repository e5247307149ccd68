import type { Fingerprint, Item } from '../trial/catalog/item.ts';
import type { Expectation } from './expected.ts';

/** How many objects are as expected in the catalog, and which are not, in words; of some nothing can be told. */
export interface Verified {
  readonly agreed: number;
  readonly mismatches: readonly string[];
}

/** Compares what a migration's operations create and drop with what is in the catalog. */
export function verify(expected: readonly Expectation[], before: Fingerprint, after: Fingerprint): Verified {
  const [old, now] = [itemsOf(before), itemsOf(after)];
  const verdicts = expected.map((each) => verdictOf(each, old, now));
  return {
    agreed: verdicts.filter((verdict) => verdict === 'good').length,
    mismatches: verdicts.filter((verdict) => verdict !== 'unknown' && verdict !== 'good'),
  };
}

type Items = ReadonlyMap<string, Item>;

/** Quotes are left out: the server puts them where it wants. */
const itemsOf = (items: Fingerprint): Items => new Map(items.map((item) => [`${item.kind} ${bare(item.id)}`, item]));

const bare = (id: string) => id.replaceAll('"', '');

const relationKinds = ['table', 'view', 'materialized view', 'sequence', 'index', 'foreign table', 'type'];
const inSchemas = new Set([...relationKinds, 'domain', 'collation', 'statistics']);
const alone = new Set(['schema', 'extension', 'event trigger', 'publication']);
const routines = new Set(['function', 'procedure', 'aggregate']);
const parts = new Set(['column', 'constraint', 'trigger', 'policy', 'rule', 'attribute']);

function verdictOf(expected: Expectation, old: Items, now: Items): string {
  const kinds = kindsOf(expected);
  if (kinds === null) return 'unknown';
  const { name, parts: inner } = expected.place;
  const tail = [name.name, ...inner.filter(([kind]) => kind !== 'signature').map(([, part]) => part)].join('.');
  const prefixes = alone.has(expected.place.object) ? [''] : (name.schema === null ? expected.schemas : [name.schema]).map((schema) => `${schema}.`);
  const find = (items: Items, prefix: string) => kinds.map((kind) => lookUp(items, kind, prefix + tail)).find((item) => item !== undefined);
  const place = name.schema === null ? tail : `${name.schema}.${tail}`;
  const words = `${expected.isExact ? (kinds[0] ?? '') : expected.place.object} ${place}`;
  if (expected.isThere) {
    const found = prefixes.map((prefix) => find(now, prefix)).find((item) => item !== undefined);
    if (!found) return `${words} is not there, and the migration creates it`;
    return expected.isValid && found.props['invalid'] === 'yes' ? `${words} is there, but INVALID: no query uses it` : 'good';
  }
  // The first of the path that had it is the one that was dropped.
  const prefix = prefixes.find((each) => find(old, each) !== undefined) ?? prefixes[0] ?? '';
  return find(now, prefix) ? `${words} is still there, and the migration takes it away` : 'good';
} // prettier-ignore

/** The kinds of items that it may be; null for what the catalog is not asked about. */
function kindsOf({ place, isThere, isExact }: Expectation): readonly string[] | null {
  const { object, parts: inner } = place;
  const [part] = inner;
  if (part && part[0] !== 'signature') return inner.length === 1 && parts.has(part[0]) ? [part[0]] : null;
  // Others of the same name may be there and stay.
  if (routines.has(object)) return isThere || !part ? [object] : null;
  if (!inSchemas.has(object) && !alone.has(object)) return null;
  return isExact || !relationKinds.includes(object) ? [object] : relationKinds;
}

/** A routine is found by its name, whatever its arguments. */
function lookUp(items: Items, kind: string, id: string): Item | undefined {
  if (!routines.has(kind)) return items.get(`${kind} ${id}`);
  for (const [key, item] of items) if (key.startsWith(`${kind} ${id}(`)) return item;
  return undefined;
}
