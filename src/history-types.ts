import type { Direction, Files, Range } from './types.ts';

/** What a commit, a range of commits or the working tree changes: what is new, and what the base branch has. */
export interface Changes {
  /** The base branch's files. */
  readonly base: Files;
  /** How `path` is changed; null when it is not. */
  of(path: string): Change | null;
  /** Paths of all migrations that are added, changed, renamed (old and new) or deleted; sorted. */
  readonly migrations: readonly string[];
}

/** One file's change. A rename has the path `from` which it had before; an added copy has none. */
export type Change =
  { readonly kind: 'added' | 'modified' | 'deleted' } | { readonly kind: 'renamed'; readonly from: string };

/** What a change does to a migration, and what the base branch knows of it. */
export interface History {
  readonly change: Change;
  /** The migration as the base branch has it; null when it is new, and for what its tool runs again whenever it changes. */
  readonly published: Published | null;
  /** Of the base branch's migrations beside it, those that run after a new one; the newest comes last. */
  readonly later: readonly string[];
  /** Of the base branch's migrations beside a new one, and of the other new ones, those with the same version. */
  readonly namesakes: readonly string[];
  /** Whether databases tell those apart by their whole names. */
  readonly sharesVersion: boolean;
  /** The path that it would have with the next free version; null where names do not order migrations. */
  readonly free: string | null;
  /** Paths of all migrations that the same change touches. */
  readonly migrations: readonly string[];
}

/** A migration that the base branch has. */
export interface Published {
  /** The path that it has there. */
  readonly path: string;
  readonly direction: Direction;
  /**
   * What becomes of that path. `moved`: all of its folder is in another folder now, under the same names;
   * `retitled`: the name is another, and databases still know it by its version; `followed`: a way back goes where its migration goes.
   */
  readonly place: 'kept' | 'renamed' | 'moved' | 'retitled' | 'deleted' | 'followed';
  /** In what the new text differs; none where it is the same, whatever its line ends. */
  readonly differences: readonly Difference[];
}

/**
 * A difference, with its place in the new text: a statement that is changed, added or removed (`was`: the old one);
 * a line that tells a tool how to run them (`manner`); comments and white space alone. `unknown`: the old text cannot be read.
 */
export type Difference =
  | {
      readonly kind: 'changed' | 'added' | 'removed';
      readonly direction: Direction;
      readonly range: Range;
      readonly was: string;
    }
  | { readonly kind: 'manner'; readonly direction: Direction; readonly range: Range }
  | { readonly kind: 'comments'; readonly range: Range }
  | { readonly kind: 'unknown' };
