/** A file that `init` would like to have, with what it would like to be in it. */
export interface Wish {
  /** Relative to the repository's top. */
  readonly path: string;
  /** What it does, in a few words. */
  readonly about: string;
  /** The whole file, where there is none. */
  readonly text: string;
  /** The text with ours in it: the same when it is there already, null when only a person can do it. */
  readonly merge: (text: string) => string | null;
  /** What goes beside a file that cannot be merged. */
  readonly beside: string;
  readonly executable?: boolean;
  /** Whether nothing guards the commit before this is done. */
  readonly needed?: boolean;
}

/** A file of our own: one that speaks of us is left as it is, another one gets ours beside it. */
export function document(path: string, about: string, text: string): Wish {
  return { path, about, text, merge: (there) => (isOurs(there) || there === text ? there : null), beside: text };
}

/** Whether a text speaks of us: then somebody, or an earlier run, has put us there. */
export function isOurs(text: string): boolean {
  return text.includes('farout-guard');
}
