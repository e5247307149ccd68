import type { Name } from './types.ts';

/** A name as messages show it: `app.users`. */
export function printName({ schema, name }: Name): string {
  return schema === null ? name : `${schema}.${name}`;
}

/** Names for a sentence: `"users"`, `"users" and "orders"`, `"a", "b" and "c"`. */
export function listNames(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}
