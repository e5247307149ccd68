import type { Column, Constraint, DataType, ObjectType, OperationBase, Scope } from './operation-parts.ts';
import type { Name } from './types.ts';

export type * from './operation-parts.ts';

/** CREATE of any object. A table's columns and constraints stand here too: they are not operations of their own. */
export interface Create extends OperationBase {
  readonly kind: 'create';
  readonly object: ObjectType;
  /** Null when the statement leaves the name to PostgreSQL (an unnamed index). */
  readonly name: Name | null;
  /** The table of an index, trigger, policy or rule. */
  readonly table: Name | null;
  readonly clause: 'if not exists' | 'or replace' | null;
  readonly temporary: boolean;
  readonly concurrently: boolean;
  readonly unique: boolean;
  /** `query` for CREATE TABLE AS and SELECT INTO. */
  readonly source: 'definition' | 'query';
  readonly partitionOf: Name | null;
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  /** Argument types of a function, procedure, aggregate or operator, as PostgreSQL names them; null for other objects. */
  readonly signature: readonly string[] | null;
  /** What a function's or rule's body would do when it is run; it does not run here. */
  readonly body: readonly Operation[];
}

/** DROP of any object but columns, constraints and attributes; several names are one operation. */
export interface Drop extends OperationBase {
  readonly kind: 'drop';
  readonly object: ObjectType;
  readonly names: readonly Name[];
  /** The table of a trigger, policy or rule. */
  readonly table: Name | null;
  /** Argument types of functions and procedures, for each of `names`; null where they are not told. */
  readonly signatures?: readonly (readonly string[] | null)[];
  readonly ifExists: boolean;
  readonly cascade: boolean;
  readonly concurrently: boolean;
}

/** ALTER … RENAME TO, of an object, a column, a constraint or an attribute. */
export interface Rename extends OperationBase {
  readonly kind: 'rename';
  readonly object: ObjectType | 'column' | 'constraint' | 'attribute';
  /** The object, or the object that holds the column, constraint, attribute, trigger, policy or rule. */
  readonly of: Name;
  /** The old name; equals `of.name` when the object itself is renamed. */
  readonly from: string;
  readonly to: string;
  readonly ifExists: boolean;
}

/** ALTER … SET SCHEMA. */
export interface Move extends OperationBase {
  readonly kind: 'move';
  readonly object: ObjectType;
  readonly name: Name;
  readonly to: string;
  readonly ifExists: boolean;
}

export interface AddColumn extends OperationBase {
  readonly kind: 'add-column';
  readonly table: Name;
  readonly column: Column;
  readonly ifNotExists: boolean;
}

export interface DropColumn extends OperationBase {
  readonly kind: 'drop-column';
  /** `table`, or what else has columns: a foreign table, a view. */
  readonly object: ObjectType;
  readonly table: Name;
  readonly column: string;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

export interface AlterColumnType extends OperationBase {
  readonly kind: 'alter-column-type';
  readonly table: Name;
  readonly column: string;
  readonly type: DataType;
  /** `cast`: USING only casts this column to the new type; `expression`: anything else. */
  readonly using: 'cast' | 'expression' | null;
}

/** The other actions of ALTER TABLE … ALTER COLUMN. */
export interface AlterColumn extends OperationBase {
  readonly kind: 'alter-column';
  readonly table: Name;
  readonly column: string;
  readonly action:
    | 'set not null' | 'drop not null' | 'set default' | 'drop default' | 'add identity' | 'set identity' | 'drop identity'
    | 'set expression' | 'drop expression' | 'set statistics' | 'set storage' | 'set compression' | 'set options'; // prettier-ignore
}

export interface AddConstraint extends OperationBase {
  readonly kind: 'add-constraint';
  readonly object: 'table' | 'domain';
  readonly table: Name;
  readonly constraint: Constraint;
}

export interface DropConstraint extends OperationBase {
  readonly kind: 'drop-constraint';
  readonly object: 'table' | 'domain';
  readonly table: Name;
  readonly name: string;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

/** The other actions of ALTER TABLE, in the manual's words, lower case: `attach partition`, `set unlogged`, `owner to`. */
export interface AlterTable extends OperationBase {
  readonly kind: 'alter-table';
  readonly object: ObjectType;
  readonly table: Name;
  readonly action: string;
  /** What the action names: a partition, parent, constraint, trigger; null without. */
  readonly subject: Name | null;
}

/** ALTER of any other object; `action` in the manual's words, lower case: `owner to`, `restart`, `drop attribute`. */
export interface Alter extends OperationBase {
  readonly kind: 'alter';
  readonly object: ObjectType;
  readonly name: Name;
  readonly action: string;
  readonly cascade: boolean;
  /** What the action names, such as the attribute; null without. */
  readonly subject: string | null;
}

export interface AddEnumValue extends OperationBase {
  readonly kind: 'add-enum-value';
  readonly type: Name;
  readonly value: string;
  readonly ifNotExists: boolean;
}

export interface RenameEnumValue extends OperationBase {
  readonly kind: 'rename-enum-value';
  readonly type: Name;
  readonly from: string;
  readonly to: string;
}

export interface Truncate extends OperationBase {
  readonly kind: 'truncate';
  readonly tables: readonly Name[];
  readonly cascade: boolean;
  readonly restartIdentity: boolean;
}

/** DELETE, or the DELETE of a MERGE; its range is the word DELETE. */
export interface Delete extends OperationBase {
  readonly kind: 'delete';
  readonly table: Name;
  readonly scope: Scope;
}

/** UPDATE, or the UPDATE of a MERGE; its range is the word UPDATE. */
export interface Update extends OperationBase {
  readonly kind: 'update';
  readonly table: Name;
  readonly columns: readonly string[];
  readonly scope: Scope;
  /** A new value is computed from the old one (`n = n + 1`), so a second run changes it again. */
  readonly relative: boolean;
}

/** INSERT, COPY … FROM or the INSERT of a MERGE. */
export interface Insert extends OperationBase {
  readonly kind: 'insert';
  readonly table: Name;
  readonly columns: readonly string[];
  readonly source: 'values' | 'query' | 'copy' | 'merge';
  readonly conflict: 'nothing' | 'update' | null;
  /** Columns or constraint that ON CONFLICT names; empty without. */
  readonly conflictTarget: readonly string[];
}

/** Destroys data or settings outside any table's rows: DROP OWNED, `lo_unlink`, `pg_drop_replication_slot`, ALTER SYSTEM. */
export interface Destroy extends OperationBase {
  readonly kind: 'destroy';
  readonly what: 'owned objects' | 'large object' | 'replication slot' | 'system setting';
  readonly name: string;
}

/** A call that changes something each time it runs, such as `nextval`. */
export interface Call extends OperationBase {
  readonly kind: 'call';
  readonly name: Name;
}

/** BEGIN, COMMIT, ROLLBACK, SAVEPOINT and their like. */
export interface Transaction extends OperationBase {
  readonly kind: 'transaction';
  readonly action: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'other';
}

/** SET or RESET of a setting. */
export interface Setting extends OperationBase {
  readonly kind: 'set';
  readonly setting: string;
  readonly value: string | null;
  readonly local: boolean;
}

/** Runs SQL that cannot be known here; `what` names it: `EXECUTE`, `\i`, `dblink_exec`. */
export interface Unverifiable extends OperationBase {
  readonly kind: 'unverifiable';
  readonly what: string;
  /** How a second reader's understanding differs (`--cross-check`), in words. */
  readonly disagreement?: string;
  /** Where it is not one call that hides what runs: why nobody can tell, as a sentence without its full stop. */
  readonly reason?: string;
}

/** A value of the script's that is no constant is put into the SQL text itself, beside the operations of that text. */
export interface Interpolate extends OperationBase {
  readonly kind: 'interpolate';
  /** The expression as written, shortened. */
  readonly expression: string;
  /** Where it stands: as a value, inside a quoted string, as a name (or part of one), or as anything else. */
  readonly as: 'value' | 'string' | 'name' | 'text';
}

/** What PostgreSQL's grammar refuses; `message` is PostgreSQL's own. */
export interface Unparseable extends OperationBase {
  readonly kind: 'unparseable';
  readonly message: string;
  /** The template placeholder that is to blame, as written, or null. */
  readonly placeholder: string | null;
}

/** Anything that neither destroys nor creates: `tag` is its first words, upper case (`GRANT`, `COMMENT`, `SELECT`). */
export interface Other extends OperationBase {
  readonly kind: 'other';
  readonly tag: string;
}

/** What PostgreSQL would do, once for each thing done. */
export type Operation =
  | Create | Drop | Rename | Move | AddColumn | DropColumn | AlterColumnType | AlterColumn | AddConstraint | DropConstraint | AlterTable
  | Alter | AddEnumValue | RenameEnumValue | Truncate | Delete | Update | Insert | Destroy | Call | Transaction | Setting | Unverifiable
  | Unparseable | Interpolate | Other; // prettier-ignore
