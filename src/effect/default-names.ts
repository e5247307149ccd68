import type { ConstraintType } from '../types.ts';

/** The name that PostgreSQL gives to what has none. */
export interface DefaultName {
  readonly name: string;
  /** What it ends in: `key`, `fkey` … */
  readonly ending: string;
}

const endings: Readonly<Record<ConstraintType | 'index', string>> = {
  'check': 'check',
  'exclude': 'excl',
  'foreign key': 'fkey',
  'not null': 'not_null',
  'primary key': 'pkey',
  'unique': 'key',
  'index': 'idx',
}; // prettier-ignore

/** `users_email_key`, `users_pkey` (PostgreSQL's ChooseConstraintName and ChooseIndexName), where no other object has that name. */
export function defaultName(of: ConstraintType | 'index', table: string, columns: readonly string[]): DefaultName {
  const ending = endings[of];
  const parts = of === 'primary key' ? [table, ending] : [table, ...columns, ending];
  return { name: parts.join('_'), ending };
}

/** The ending of a name that PostgreSQL could have given (`orders_check1` has `check`), or null. */
export function endingOf(name: string): string | null {
  return /_(key|fkey|pkey|check|excl|idx|not_null)\d*$/.exec(name)?.[1] ?? null;
}
