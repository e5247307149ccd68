import type { History } from './history-types.ts';
import type { Operation } from './operation.ts';
import type { ReceiptFact } from './receipt/fact.ts';
import type { Replay } from './replay-types.ts';

export type * from './history-types.ts';
export type * from './operation.ts';
export type * from './replay-types.ts';

/** Half-open range `[start, end)` of UTF-16 offsets into a file's text. */
export type Range = readonly [start: number, end: number];

/** A change of a text: `text` in place of what stands at `range`. */
export interface Edit {
  readonly range: Range;
  readonly text: string;
}

/** A change that a person may choose; `message` says what it does. Its edits are in the order of the text and do not overlap. */
export interface Suggestion {
  readonly message: string;
  readonly edits: readonly Edit[];
  /** Whether it mends the finding by itself, with nothing left to be filled in; it is then known to bring nothing worse. */
  readonly mends?: true;
}

/** One file as it will be judged. */
export interface SourceFile {
  /** Relative to the project's root, with `/` between folders. */
  readonly path: string;
  /** Decoded, without byte order mark; empty for what is deleted or unreadable. */
  readonly text: string;
  /** A migration unless it says otherwise. */
  readonly subject?: Subject;
  /** For an unreadable file: why nobody can judge it, such as `binary file`. */
  readonly problem?: string;
}

/** What a file is to the rules: each rule says which of these it judges. */
export type Subject = 'migration' | 'deleted migration' | 'unreadable file' | 'schema source' | 'commit message';

/** The files around a migration, on disk or in git's index; paths as in `SourceFile`. */
export interface Files {
  /** The decoded text, or null when there is no such file. */
  read(path: string): string | null;
  /** Names (not paths) of the entries of a folder; empty when there is none. */
  list(folder: string): readonly string[];
  /** Says what will be read next, where it costs less to read many at once. */
  prepare?(paths: readonly string[]): void;
}

/** An object's name as PostgreSQL folds it: `Users` is `users`, `"Users"` stays. */
export interface Name {
  readonly schema: string | null;
  readonly name: string;
}

export type Direction = 'up' | 'down';

/** What a migration file is, how it runs and how it is undone: all that a rule may know. */
export interface Migration {
  readonly path: string;
  readonly text: string;
  /** The name of the adapter that read it, such as `goose`. */
  readonly adapter: string;
  readonly sections: readonly Section[];
  readonly undo: Undo;
  /** The comment block at the very top of the file, or null. */
  readonly header: Header | null;
  readonly filename: Filename;
  readonly comments: readonly Comment[];
  /**
   * The SQL that stands at a range of the text: in a script, without quotes and escapes, and as a builder's call would send it. A script may
   * send several texts from one place: give it the range of a statement or an operation itself, not a copy of it.
   */
  readonly words: (range: Range) => string;
  /**
   * The edits of the file after which the SQL at a range, given by the migration itself, reads as `sql`. Null where that cannot be written
   * there exactly: it would touch a value of the script, or change another statement as well.
   */
  readonly rewrite: (range: Range, sql: string) => readonly Edit[] | null;
  /**
   * What its way back leaves otherwise than it was, where what earlier migrations have made is known; null where nothing can be said.
   * Found out when it is first asked for: the whole chain is read for it.
   */
  readonly replay?: () => Replay | null;
  /** In a script: the statement that is sent, by the range of one of its operations. */
  readonly sent?: (range: Range) => SentSql | null;
  readonly subject: Subject;
  /** Null when no change is looked at, or this file is not part of it. */
  readonly history: History | null;
  /** What the receipt of its last run on a database says of it; the receipt is read when this is asked. */
  readonly receipt: () => ReceiptFact;
}

/** A statement that a script sends: its first words, and a digest of all of it with the words of one operation. */
export interface SentSql {
  readonly words: string;
  readonly digest: string;
}

/** A part of a migration that runs one way. */
export interface Section {
  readonly direction: Direction;
  readonly range: Range;
  /** Whether it runs inside one transaction that the runner opens around it. */
  readonly transaction: boolean;
  readonly statements: readonly Statement[];
}

/** One statement; `range` goes from its first word to its last, without the semicolon. */
export interface Statement {
  readonly range: Range;
  readonly operations: readonly Operation[];
  /** In a script: the innermost JavaScript statement that sends it. A comment above that speaks for all that it sends. */
  readonly host?: Range;
  /** The statements in whose callbacks the host stands, the nearest first: a comment above `alterTable('t', (t) => { … })` speaks for them. */
  readonly outer?: readonly Range[];
  /** In a script: the call that sends it. */
  readonly call?: Range;
}

/**
 * Where a migration's way back is.
 * `section`: in the same file; `file`: in `path`; `missing`: should be at `expected` and is not; `irreversible`: declared so;
 * `unsupported`: the framework has none (a hand-made one may stand at `expected`); `itself`: the file is the way back of another.
 */
export type Undo =
  | { readonly kind: 'section'; readonly statements: readonly Statement[] }
  | { readonly kind: 'file'; readonly path: string; readonly statements: readonly Statement[] }
  | { readonly kind: 'missing'; readonly expected: string }
  | { readonly kind: 'irreversible'; readonly reason: string; readonly range: Range }
  | { readonly kind: 'unsupported'; readonly expected: string }
  | { readonly kind: 'itself' };

/** A comment of the file; `text` is what stands between the comment signs, not trimmed. */
export interface Comment {
  readonly range: Range;
  readonly text: string;
  readonly style: 'line' | 'block';
}

/** The comment block that begins the file. */
export interface Header {
  readonly range: Range;
  readonly fields: readonly HeaderField[];
}

/** One `Name: value` line of the header; a value may go on over the following indented lines. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
  readonly range: Range;
}

/** What the file's name says, as its framework reads it. */
export interface Filename {
  /** The name that a header or a message calls it by: file or folder name without direction and extension. */
  readonly name: string;
  /** The part that orders it, as written (`20240131120000`, `0007`, `V1.2`'s `1.2`), or null. */
  readonly version: string | null;
  /** The framework's convention in words, such as `V<version>__<description>.sql`, or null when it has none. */
  readonly convention: string | null;
  /** Whether the name follows that convention. */
  readonly valid: boolean;
  /** Paths of the other migrations of this folder that carry the same version. */
  readonly duplicates: readonly string[];
}

/** The protocol's levels: 1 warns, 2 must be fixed, 3 destroys data and needs a person's permission. */
export type Level = 1 | 2 | 3;

/** A problem with its place and weight: what reporters print. */
export interface Finding {
  readonly rule: string;
  readonly level: Level;
  readonly severity: 'warn' | 'error';
  readonly message: string;
  /** Which of the rule's messages it is. */
  readonly messageId: string;
  /** What the message was filled with. */
  readonly data: Readonly<Record<string, string>>;
  readonly range: Range;
  /** The statement around it; `[0, 0]` when it is about the file. */
  readonly statement: Range;
  /** 1-based; columns count UTF-16 units, the end is exclusive, as in ESLint. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly url: string;
  /** In a script: the SQL that it is about, which the words at its range may not tell. */
  readonly sent?: SentSql;
  /** A person's permission for this statement; such a finding does not block. */
  readonly approval: Approval | null;
  /** Only when asked for: the range of the comment that silences it. */
  readonly silencedBy?: Range;
  /** Where mends are asked for: a change that mends it and does nothing else. Its edits are in order and do not overlap. */
  readonly fix?: readonly Edit[];
  /** Where mends are asked for: changes that a person may choose from. */
  readonly suggestions?: readonly Suggestion[];
}

/** A person's permission for one destructive statement. */
export type Approval =
  | { readonly mode: 'inline'; readonly reason: string }
  | {
      readonly mode: 'record';
      readonly reason: string;
      /** Of the approvals on record. */
      readonly ids: readonly string[];
      /** Who permits it: `Name <address>`. */
      readonly by: readonly string[];
      /** When it ends: ISO 8601, UTC. */
      readonly until: string;
    };
