import type { Changes, Files, SourceFile } from '../../types.ts';

/** Which changes to judge: those in the index, those of a range of commits, or those of the working tree since a commit. */
export type Wanted =
  | { readonly kind: 'staged' }
  | { readonly kind: 'diff'; readonly range: string }
  | { readonly kind: 'since'; readonly commit: string };

/** What changes, to be judged. */
export interface Selection {
  /** Migrations and schema sources that change, sorted by path; what is deleted is among them. */
  readonly sources: readonly SourceFile[];
  /** All files as they are after the change. */
  readonly files: Files;
  readonly changes: Changes;
  /** Symbolic links and submodules at migrations' places, which are not judged. */
  readonly leftOut: readonly string[];
  /** Whether the configuration on disk, which holds, is other than the one that is staged. */
  readonly otherConfig: boolean;
}
