import type { Text } from '../string-text.ts';
import type { Value } from '../values.ts';

/** What becomes a part of another call's SQL, or runs by itself: a raw text, a query. */
export interface Fragment {
  /** Its SQL as a part; of a query, in parentheses. */
  readonly fragment: () => Text;
  /** Whether it is a part of another call's SQL: then it does not run by itself. */
  isPart: boolean;
}

const isFragment = (state: unknown): state is Fragment =>
  typeof state === 'object' && state !== null && 'fragment' in state;

/** A value as a part of SQL that another call makes, or null. */
export function fragmentOf(value: Value): Fragment | null {
  return value.kind === 'receiver' && isFragment(value.state) ? value.state : null;
}

/** Notes that a call makes all these values a part of its own SQL. */
export function takeParts(values: readonly Value[], depth = 0): void {
  for (const value of values) {
    const part = fragmentOf(value);
    if (part) part.isPart = true;
    else if (depth < 4) takeParts(within(value), depth + 1);
  }
}

function within(value: Value): readonly Value[] {
  if (value.kind === 'array') return value.items;
  if (value.kind === 'choice') return value.options;
  return value.kind === 'object' ? [...value.properties.values()] : [];
}
