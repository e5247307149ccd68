import { type Fingerprint, type Item, keyOf } from './item.ts';
import type { PropertyChange } from './words.ts';

/** A table or the like whose columns stand in another order, as far as both sides have them. */
interface Reordered {
  readonly item: Item;
  readonly change: PropertyChange;
}

/** Compares the order of columns; those that only one side has do not count. */
export function reordered(before: Fingerprint, after: Fingerprint): readonly Reordered[] {
  const [old, now] = [columnsByParent(before), columnsByParent(after)];
  return before.flatMap((item) => {
    const [mine, theirs] = [old.get(keyOf(item)) ?? [], now.get(keyOf(item)) ?? []];
    const [from, to] = [common(mine, theirs), common(theirs, mine)];
    const [first, last] = bounds(from, to);
    if (first === -1) return [];
    const text = (ids: readonly string[]) =>
      ids
        .slice(first, last + 1)
        .map((id) => id.slice(item.id.length + 1))
        .join(', ');
    return [{ item, change: { name: 'order of columns', before: text(from), after: text(to) } }];
  });
}

function columnsByParent(items: Fingerprint): ReadonlyMap<string, readonly string[]> {
  const columns = items.filter(({ props }) => props['position'] !== undefined);
  const byParent = new Map<string, string[]>();
  for (const { id, parents, props } of columns) {
    const ids = byParent.get(parents[0] ?? '') ?? [];
    ids[Number(props['position']) - 1] = id;
    byParent.set(parents[0] ?? '', ids);
  }
  return byParent;
}

function common(ids: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return ids.filter((id) => known.has(id));
}

/** Where two lists begin to differ and where they end differing. */
function bounds(list: readonly string[], other: readonly string[]): readonly [first: number, last: number] {
  const isMoved = (id: string, index: number) => id !== other[index];
  return [list.findIndex(isMoved), list.findLastIndex(isMoved)];
}
