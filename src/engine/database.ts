/** One session on a database that belongs to a trial alone: what is done to it is of no concern to anyone else. */
export interface Database {
  /** PostgreSQL's major version. */
  readonly version: number;
  /**
   * Sends a text as one query, as it is: several statements in it are one transaction, unless one is open. What PostgreSQL refuses, and
   * what does not end in time, is the answer's `failure`; it does not throw.
   */
  run(sql: string): Promise<Answer>;
  /**
   * The rows of one SELECT, each value as JSON has it (`bigint` and `numeric` as numbers). It sees `search_path` as `pg_catalog` alone, so
   * that names come out qualified; the session's own setting is as it was afterwards, in a transaction and outside. Throws an `Error`
   * when PostgreSQL refuses it.
   */
  rows<Row extends object>(select: string): Promise<readonly Row[]>;
}

/** What came of a text that was run. */
export interface Answer {
  readonly failure: Failure | null;
  /** The first of them; a flood is cut off. */
  readonly notices: readonly Notice[];
}

/** Why a text did not run. */
export interface Failure {
  /** `refused`: PostgreSQL said no; `timeout`: it took too long; `died`: the engine is gone. After the last two the session is gone. */
  readonly kind: 'refused' | 'timeout' | 'died';
  /** SQLSTATE; empty where it is not PostgreSQL's. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Of what is to blame in the text sent: a UTF-16 offset. */
  readonly position?: number;
  /** The call stack inside PostgreSQL: the function's line that failed. */
  readonly where?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

/** What PostgreSQL remarks. */
export interface Notice {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}
