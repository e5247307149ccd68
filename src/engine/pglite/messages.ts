import type { Answer } from '../database.ts';
import type { ScriptQuestion, ScriptReplies } from '../scripts.ts';

/** What the thread that holds PGlite is asked. */
export type Question =
  | { readonly kind: 'load'; readonly from: string }
  | { readonly kind: 'open'; readonly setUp: SetUp }
  | { readonly kind: 'run'; readonly texts: readonly string[] }
  | { readonly kind: 'rows'; readonly select: string }
  | { readonly kind: 'copy'; readonly to: string; readonly as: 'image' | 'tar' }
  | ScriptQuestion<object>;

/** How PGlite is started. */
export interface SetUp {
  /** The path of a data directory that `image` has written; null for a new one. */
  readonly image: string | null;
  readonly extensions: readonly ExtensionModule[];
  /** The file that PGlite's packages are looked for from, as a path or URL. */
  readonly from: string;
}

/** Where an extension of PGlite's is: the package, or a file in it, and the name of its export. */
export interface ExtensionModule {
  readonly package: string;
  readonly export: string;
}

/** The answers, by the request's kind. */
export interface Replies extends ScriptReplies {
  readonly load: null;
  readonly open: { readonly version: string };
  readonly run: readonly Answer[];
  readonly rows: string;
  readonly copy: { readonly path: string };
}
