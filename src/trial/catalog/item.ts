/** One object of a database, or one part of an object, by its name; nothing in it tells when or by which statement it was made. */
export interface Item {
  /** In the words of SQL, such as `materialized view`. */
  readonly kind: string;
  /** Qualified, quoted where SQL needs it: `public.users.a`. Unique in its kind. */
  readonly id: string;
  /** What it goes with: the keys of items, the nearest first. */
  readonly parents: readonly string[];
  /** What differs from PostgreSQL's default, in the words of SQL. */
  readonly props: Readonly<Record<string, string>>;
}

/** What is in a database, but for rows. */
export type Fingerprint = readonly Item[];

/** What tells an item from all others. */
export const keyOf = ({ kind, id }: Pick<Item, 'kind' | 'id'>): string => `${kind} ${id}`;
