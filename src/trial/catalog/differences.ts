import { type Fingerprint, type Item, keyOf } from './item.ts';
import { reordered } from './order.ts';
import { changeWords, collapse, itemWords, type PropertyChange } from './words.ts';

/** What is not the same in two fingerprints of a database. */
export interface Difference {
  /** `order`: only the order of columns; `cosmetic`: a name or a layout without effect; `schema`: all else. */
  readonly weight: 'schema' | 'cosmetic' | 'order';
  /** `missing`: only before; `extra`: only after. */
  readonly change: 'missing' | 'extra' | 'changed';
  readonly kind: string;
  readonly id: string;
  /** One line in the words of SQL, without sign: `column public.users.a: type: text -> integer`. */
  readonly words: string;
}

/** Neither the order of columns nor a name without effect. */
export const isWeighty = ({ weight }: Difference): boolean => weight === 'schema';

type Value = Item['props'][string] | undefined;

type Items = ReadonlyMap<string, Item>;

/** Names that nothing goes by, and whether a column is a table's own besides being inherited. */
const cosmeticProps = new Set(['not null name', 'local']);

const weights = ['schema', 'cosmetic', 'order'] as const;
const changes = ['missing', 'extra', 'changed'] as const;
const signs = { missing: '-', extra: '+', changed: '~' } as const;

/**
 * Compares two states of a database. Whatever goes with a missing or extra table, type or schema is not told apart from it; a constraint
 * or an index under another name is one cosmetic change. Sorted by weight, then by name.
 */
export function differences(before: Fingerprint, after: Fingerprint): readonly Difference[] {
  const old: Items = new Map(before.map((item) => [keyOf(item), item]));
  const now: Items = new Map(after.map((item) => [keyOf(item), item]));
  const missing = outermost(before, now);
  const extra = outermost(after, old);
  const renamed = pair(missing, extra);
  const added = new Set(renamed.values());
  return [
    ...missing.filter((item) => !renamed.has(item)).map((item) => whole(item, 'missing')),
    ...extra.filter((item) => !added.has(item)).map((item) => whole(item, 'extra')),
    ...[...renamed].map(([item, { id }]) => changed('cosmetic', item, [{ name: 'name', before: item.id, after: id }])),
    ...before.flatMap((item) => changedProps(item, now.get(keyOf(item)))),
    ...reordered(before, after).map(({ item, change }) => changed('order', item, [change])),
  ].sort(inOrder);
}

/** One line each, after its sign: `-` missing, `+` extra, `~` changed. */
export function printDifferences(list: readonly Difference[]): string {
  return list.map(({ change, words }) => `${signs[change]} ${words}`).join('\n');
}

/** Items that the other side has not, but for those that go with another such item. */
function outermost(items: Fingerprint, other: Items): Fingerprint {
  const alone = items.filter((item) => !other.has(keyOf(item)));
  const keys = new Set(alone.map(keyOf));
  return alone.filter(({ parents }) => !parents.some((parent) => keys.has(parent)));
}

/** Missing constraints and indexes with the extra ones that differ from them by name alone. */
function pair(missing: Fingerprint, extra: Fingerprint): ReadonlyMap<Item, Item> {
  const free = new Map<string, Item[]>();
  for (const item of extra) free.set(nameless(item), [...(free.get(nameless(item)) ?? []), item]);
  return new Map(
    missing.flatMap((item) => {
      const other = /^(?:constraint|index)$/.test(item.kind) ? free.get(nameless(item))?.shift() : undefined;
      return other ? [[item, other] as const] : [];
    }),
  );
}

const nameless = ({ kind, parents, props }: Item): string => JSON.stringify([kind, parents[0], props]);

function whole(item: Item, change: 'missing' | 'extra'): Difference {
  return { weight: 'schema', change, kind: item.kind, id: item.id, words: itemWords(item) };
}

function changed(weight: Difference['weight'], item: Item, props: readonly PropertyChange[]): Difference {
  return { weight, change: 'changed', kind: item.kind, id: item.id, words: changeWords(item, props) };
}

function changedProps(item: Item, other: Item | undefined): readonly Difference[] {
  if (!other) return [];
  const names = [...new Set([...Object.keys(item.props), ...Object.keys(other.props)])];
  const props = names
    .filter((name) => name !== 'position' && !isSame(item.props[name], other.props[name]))
    .map((name) => ({ name, before: item.props[name] ?? null, after: other.props[name] ?? null }));
  return (['schema', 'cosmetic'] as const).flatMap((weight) => {
    const those = props.filter((prop) => (weight === 'cosmetic') === isCosmetic(item, prop));
    return those.length === 0 ? [] : [changed(weight, item, those)];
  });
}

const moment = /(?<=')\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d(?::\d\d)?)?(?='::timestamp)/g;
/** In milliseconds: no run lasts so long. */
const longest = 600_000;

/** PostgreSQL writes down the moment for `'now'::timestamp` in a view: made anew with the same words it has another. */
function isSame(before: Value, after: Value): boolean {
  if (before === after) return true;
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  if (before.replaceAll(moment, '') !== after.replaceAll(moment, '')) return false;
  const [old, now] = [before, after].map((text) => [...text.matchAll(moment)].map(([found]) => Date.parse(found.replace(/(?<=[+-]\d\d)$/, ':00'))));
  return (old ?? []).every((time, index) => Math.abs(time - (now?.[index] ?? 0)) < longest);
} // prettier-ignore

function isCosmetic({ kind }: Item, { name, before, after }: PropertyChange): boolean {
  if (cosmeticProps.has(name)) return true;
  if (name !== 'definition' || (kind !== 'function' && kind !== 'procedure')) return false;
  return collapse(before ?? '') === collapse(after ?? '');
}

function inOrder(a: Difference, b: Difference): number {
  return (
    weights.indexOf(a.weight) - weights.indexOf(b.weight) ||
    compare(a.id, b.id) ||
    compare(a.kind, b.kind) ||
    changes.indexOf(a.change) - changes.indexOf(b.change)
  );
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);
