import { configError, type Key } from './problem.ts';

const deepest = 60;
const most = 200_000;

/**
 * A copy of a configuration's value that is plain data: objects, lists, texts, numbers, true, false and null.
 * Throws for what is not (a function, a date, a circle) and for what is far too large; leaves out keys without a value.
 */
export function toPlain(file: string, value: unknown): unknown {
  let count = 0;
  const refuse = (keys: readonly Key[], what: string) => configError(file, what, { keys });

  const copy = (item: unknown, keys: readonly Key[]): unknown => {
    count += 1;
    if (count > most || keys.length > deepest) throw refuse(keys.slice(0, 3), 'too large, or contains itself');
    if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
    if (typeof item === 'number' && Number.isFinite(item)) return item;
    if (Array.isArray(item)) return Array.from(item, (entry: unknown, index) => copy(entry, [...keys, index]));
    if (!isPlainObject(item)) throw refuse(keys, `must be plain data, not ${nameOf(item)}`);
    return Object.fromEntries(Object.entries(item).flatMap(([key, entry]) => pair(key, entry, keys)));
  };

  const pair = (key: string, entry: unknown, keys: readonly Key[]): [string, unknown][] => {
    if (/\p{Surrogate}/u.test(key)) throw refuse([...keys, key], 'unknown key');
    return entry === undefined ? [] : [[key, copy(entry, [...keys, key])]];
  };

  return copy(value, []);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What kind of thing a value is, for messages: `a list`, `a function`, `a Date`. */
export function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (isPlainObject(value)) return 'an object';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  return `a ${(value.constructor as { name?: string } | undefined)?.name || 'special object'}`;
}
