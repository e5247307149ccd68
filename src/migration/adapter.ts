import type { Direction, Files, Range, SourceFile } from '../types.ts';

/**
 * Why a file is taken for one of an adapter's, strongest first. `certain`: path and the files around it leave no other tool;
 * `path`: the path is the tool's own convention, and such a tool runs the file whatever markers stand in it; `marker`: words that only
 * this tool reads; `project`: a file of the tool stands near; `hint`: words or names that several tools share.
 */
export type Evidence = 'certain' | 'path' | 'marker' | 'project' | 'hint';

/**
 * How the runner sends SQL. `transaction`: inside one that it opens; `batch`: all in one query, which PostgreSQL runs as one transaction
 * when it holds several statements (manual, "Multiple Statements in a Simple Query"); `statements`: one by one, without a transaction.
 */
export type Sending = 'transaction' | 'batch' | 'statements';

/** A part of a file that runs one way. */
export interface Part {
  readonly direction: Direction;
  readonly range: Range;
  readonly sending: Sending;
  /** The texts that are read one by one; each is made of pieces of the file, put together. */
  readonly texts: readonly (readonly Range[])[];
  /** Lines that make the tool run another file. */
  readonly includes: readonly Range[];
}

/** What a path says about a migration. */
export interface Identity {
  /** File or folder name without direction and extension. */
  readonly name: string;
  readonly version: string | null;
  readonly direction: Direction;
  /** Whether the name follows the tool's convention. */
  readonly valid: boolean;
  /** `folder`: the folder around the file is named, not the file. */
  readonly unit: 'file' | 'folder';
}

/**
 * How a tool undoes. `section`: by a part of the same file that `marker` begins; `file`: by the first of `paths` that exists;
 * `none`: not at all, though a person may have put SQL for it at one of `paths`.
 */
export type WayBack =
  | { readonly kind: 'section'; readonly marker: string }
  | { readonly kind: 'file' | 'none'; readonly paths: readonly string[] };

/** A part of a file that its tool runs once by itself. */
export interface Piece {
  readonly name: string;
  readonly range: Range;
  /** Whether the tool runs it again whenever it changes. */
  readonly repeats: boolean;
}

/** What is to know about a migration framework. Its name is its file's name. */
export interface Adapter {
  /** Where its migrations usually are, as globs. */
  readonly folders: readonly string[];
  /** Its convention for names, in words, or null when it has none. */
  readonly convention: string | null;
  /** Comments that speak to the tool, by their text; they are no part of a header. */
  readonly directive: RegExp | null;
  /** Whether the file is one of its own; null when nothing says so. */
  evidence(file: SourceFile, files: Files): Evidence | null;
  identify(path: string, files: Files): Identity;
  /** The file's parts in their order. What the tool would ignore is still a part that runs up: nothing goes unjudged. */
  parts(file: SourceFile, direction: Direction, files: Files): readonly Part[];
  wayBack(path: string, files: Files): WayBack;
  /**
   * How the tool orders migrations: by the numbers of their versions, by the letters of their names, by those of their versions without
   * hyphens (`joined`), or nobody knows.
   */
  readonly order?: 'numbers' | 'names' | 'joined' | 'unknown';
  /**
   * How databases know a migration: by its version (the rest of its name may change), or by its whole name (others may have
   * its version). Without this, by both or nobody knows.
   */
  readonly knownBy?: 'version' | 'name';
  /** Whether databases know a script whatever its extension, so that JavaScript may become TypeScript. */
  readonly ignoresExtension?: boolean;
  /** Whether the file has a version and may still come late. */
  unordered?(path: string): boolean;
  /** Whether the tool runs the file again whenever it changes. */
  repeats?(path: string, files: Files): boolean;
  /** Whether the tool has put the file's old text aside, under a name of its own. */
  isKept?(path: string, text: string, files: Files): boolean;
  /** The parts that it runs once, each by itself; without this the file is one. */
  readonly pieces?: (text: string) => readonly Piece[];
}
