import type { UserError } from '../errors.ts';

/** A value of unknown shape: what does not fit is thrown, with the place where it stands. */
export interface Shape {
  /** Such as `[3].messages[0]`. */
  readonly at: string;
  readonly value: unknown;
  has(key: string): boolean;
  child(key: string): Shape;
  text(key: string): string;
  whole(key: string, least: number, most?: number): number;
  list(key: string): readonly Shape[];
  fail(key?: string): UserError;
}

/** Looks at a value; only what is the value's own counts. */
export function shape(value: unknown, error: (at: string) => UserError, at = ''): Shape {
  const valueOf = (key: string) =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? (value as Readonly<Record<string, unknown>>)[key]
      : undefined;
  const placeOf = (key: string) => (/^\d+$/.test(key) ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`);
  const fail = (key?: string) => error(key === undefined ? at : placeOf(key));
  return {
    at,
    value,
    fail,
    has: (key) => valueOf(key) !== undefined,
    child: (key) => shape(valueOf(key), error, placeOf(key)),
    text(key) {
      const text = valueOf(key);
      if (typeof text !== 'string') throw fail(key);
      return text;
    },
    whole(key, least, most = Number.MAX_SAFE_INTEGER) {
      const number = valueOf(key);
      if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < least || number > most)
        throw fail(key);
      return number;
    },
    list(key) {
      const list = valueOf(key);
      if (!Array.isArray(list)) throw fail(key);
      return list.map((item: unknown, index) => shape(item, error, `${placeOf(key)}[${index}]`));
    },
  };
}
