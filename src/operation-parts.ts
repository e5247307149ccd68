import type { Name, Range } from './types.ts';

/**
 * What PostgreSQL does of itself when the same operation runs a second time.
 * `present`: the statement's own clause (IF NOT EXISTS …) makes it safe; `absent`: PostgreSQL has such a clause and it is not used;
 * `impossible`: PostgreSQL has none for it; `unneeded`: idempotent by nature.
 */
export type Guard = 'present' | 'absent' | 'impossible' | 'unneeded';

/** A condition that must hold for an operation to run, such as `IF NOT EXISTS (SELECT … FROM pg_type …)`. */
export interface Condition {
  /** `absent`: true while the looked-for thing is not there; `present`: true while it is; `other`: anything else. */
  readonly tests: 'absent' | 'present' | 'other';
  /** Relations and functions that it reads, folded and without schema: `pg_type`, `columns`, `to_regclass`. */
  readonly reads: readonly string[];
  /** String literals and names in it, as values. */
  readonly literals: readonly string[];
  readonly range: Range;
}

/** Around an operation: where it stands and what guards it from outside. */
export interface Context {
  /** `plain`: a statement of the file; `do`: in a DO block; `function`: in a function that this migration creates and calls. */
  readonly place: 'plain' | 'do' | 'function';
  /** Run by EXECUTE of text that is known. */
  readonly dynamic: boolean;
  readonly conditions: readonly Condition[];
  /** Exception conditions that swallow its failure: `duplicate_object`, `others`, folded; empty without a handler. */
  readonly handlers: readonly string[];
}

/** What every operation carries. */
export interface OperationBase {
  /** The words that matter: `DROP TABLE users`, the word `DELETE`, one action of an ALTER TABLE. */
  readonly range: Range;
  readonly guard: Guard;
  readonly context: Context;
}

/** PostgreSQL's kinds of objects, in the words of its manual. */
export type ObjectType =
  | 'access method' | 'aggregate' | 'cast' | 'collation' | 'conversion' | 'database' | 'domain' | 'event trigger' | 'extension'
  | 'foreign data wrapper' | 'foreign table' | 'function' | 'group' | 'index' | 'language' | 'materialized view' | 'operator'
  | 'operator class' | 'operator family' | 'policy' | 'procedure' | 'publication' | 'role' | 'routine' | 'rule' | 'schema' | 'sequence'
  | 'server' | 'statistics' | 'subscription' | 'table' | 'tablespace' | 'text search configuration' | 'text search dictionary'
  | 'text search parser' | 'text search template' | 'transform' | 'trigger' | 'type' | 'user mapping' | 'view'; // prettier-ignore

/** A data type: `name` is PostgreSQL's own (`int4`, `varchar`, `timestamptz`), `text` as a person writes it. */
export interface DataType {
  readonly schema: string | null;
  readonly name: string;
  /** `(10, 2)` of `numeric(10, 2)`; empty without. */
  readonly modifiers: readonly number[];
  readonly array: boolean;
  readonly text: string;
}

export type ConstraintType = 'check' | 'exclude' | 'foreign key' | 'not null' | 'primary key' | 'unique';

/** A constraint of a table, a column or a domain. */
export interface Constraint {
  readonly type: ConstraintType;
  readonly name: string | null;
  /** The constrained columns, as far as they are named; empty for a check. */
  readonly columns: readonly string[];
  /** The table that a foreign key points to. */
  readonly references: Name | null;
  readonly notValid: boolean;
  /** The existing index of `USING INDEX`. */
  readonly usingIndex: string | null;
}

/** A column as CREATE TABLE or ADD COLUMN defines it. */
export interface Column {
  readonly name: string;
  readonly type: DataType | null;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** `stored`, `virtual` for GENERATED columns, `identity` for identity columns. */
  readonly generated: 'stored' | 'virtual' | 'identity' | null;
  /** Constraints written at the column, without NOT NULL. */
  readonly constraints: readonly Constraint[];
}

/** How much of a table a DELETE, UPDATE or MERGE action reaches. */
export interface Scope {
  /** `all`: no WHERE; `tautology`: a WHERE that is always true; `some`: a real condition. */
  readonly reach: 'all' | 'tautology' | 'some';
  /** The condition's range, or null without one. */
  readonly where: Range | null;
}
