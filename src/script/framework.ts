import type { Direction } from '../types.ts';
import type { Call } from './call.ts';
import type { Module } from './module.ts';
import type { FunctionValue, Value } from './values.ts';

/** What a migration framework gives to scripts and does with them. Its name is its file's name, and its adapter's. */
export interface Framework {
  /** Packages whose import tells that a script is written for it. */
  readonly packages: readonly string[];
  /**
   * What those packages export, by package: names, `default`, or one value for the whole. Scripts of every framework may use them:
   * a Knex migration may import a client of `pg`.
   */
  readonly exports?: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  /** What a parameter of a TypeScript type is, by the type's name (`QueryRunner`, `Knex.Transaction`). */
  readonly types?: Readonly<Record<string, Value>>;
  /** The functions that it runs, of what a script exports; none when the script is not made for it. */
  entries(module: Module): readonly Entry[];
  /** Functions of the script that it runs first, before either direction. */
  setup?(module: Module): readonly Entry[];
  /** Words in an entry function by which it is told from frameworks whose entries look the same: `.execute()` of Kysely. */
  readonly signs?: RegExp;
  /** Whether it runs the script's top level, and the script needs no entry: a script that uses a bare client. */
  readonly runsTopLevel?: boolean;
  /** What a call of something unknown is to it, by its manner alone: `User.destroy({ where })` of a model that is elsewhere. */
  adopt?(object: Value, call: Call): Value | undefined;
  /** Whether it infers a way back from the operations where the script has none. */
  infersDown?(module: Module): boolean;
  /** Whether a script that it runs can have a way back; without this: where it has an entry function. */
  hasWayBack?(module: Module): boolean;
  /** Whether each direction runs in a transaction of its own; words are those that its calls noted. */
  transaction(module: Module, notes: ReadonlySet<string>): boolean;
}

/** A function that the framework runs, with what it gives to it. */
export interface Entry {
  readonly direction: Direction;
  readonly callee: FunctionValue;
  readonly args: readonly Value[];
  readonly self: Value | null;
}

/** Gives a framework its types; the value is returned as it is. */
export const defineFramework = (framework: Framework): Framework => framework;
