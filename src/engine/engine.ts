import type { Answer, Database, Failure } from './database.ts';

/** Makes databases for trials, one at a time, and leaves nothing behind. */
export interface Engine {
  readonly name: 'pglite' | 'postgres';
  /** The server's version, such as `18.6`. */
  readonly version: string;
  /** Whether others use the server as well. */
  readonly isShared: boolean;
  /** Opens a database like the copy, or an empty one; the one that was open before is gone. */
  open(from: Copy | null): Promise<OpenDatabase>;
  /** Forgets a copy, which may not be opened any more. */
  forget(copy: Copy): Promise<void>;
  /** What was kept under a key by an earlier run, or null; it may be opened once. */
  find(key: string): Promise<Copy | null>;
  /** Keeps a copy for later runs; it is not to be forgotten then. */
  keep(copy: Copy, key: string): Promise<void>;
  /** Leaves an open database of its own for people, in a folder where it is one; answers in words where and how to open it. */
  leave(database: OpenDatabase, folder: string): Promise<string>;
  close(): Promise<void>;
}

/** The state of a database at one time. */
export interface Copy {
  readonly state: unknown;
}

/** A database that is open. */
export interface OpenDatabase extends Database {
  /** Sends texts one after the other, each as `run` does, until one fails: the answers of those that were sent. */
  runAll(texts: readonly string[]): Promise<readonly Answer[]>;
  /** Its state with all that is committed; the database must not be in a transaction. The session may be another one afterwards. */
  copy(): Promise<Copy>;
  /** Has a program's framework run a script on it; see `Drive`. */
  drive(drive: Drive): Promise<Driven>;
}

/** A migration that is a script, to be run by its framework as it is installed in the project. */
export interface Drive {
  /** The adapter's name, such as `knex`. */
  readonly framework: string;
  /** Absolute: the folder that the framework is looked for from, and the working folder. */
  readonly root: string;
  /** Absolute. */
  readonly path: string;
  /** What is run in place of what the file holds; null for that. */
  readonly text: string | null;
  readonly direction: 'up' | 'down';
  /** Whether a transaction is open that the script's own are to be a part of. */
  readonly isInside: boolean;
}

/** What came of a script. */
export interface Driven {
  /** What PostgreSQL, the framework or the script said; null when it went well. */
  readonly failure: Failure | null;
  /** What it sent, in order, without what the framework sends for itself before and after. */
  readonly sent: readonly SentText[];
  /** Why it cannot be run here at all, such as a library that is not installed; null otherwise. */
  readonly obstacle: string | null;
}

/** A text that a script sent. */
export interface SentText {
  readonly sql: string;
  /** Where in the script the call stood, 1-based, as far as the stack tells. */
  readonly line: number | null;
  readonly failed: boolean;
}
