/** The items by a key of theirs, keys and items in the order in which they come. */
export function groupBy<Item>(items: readonly Item[], keyFor: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyFor(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
