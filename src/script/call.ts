import type { Condition, Files, Range } from '../types.ts';
import type { Text } from './string-text.ts';
import type { Test, Value } from './values.ts';

/** How SQL is sent. */
export interface Sending {
  /** The SQL is the script's own text, so values in it are worth a look. */
  readonly raw?: boolean;
  /** What would undo it, for frameworks that infer the way back; null when the framework refuses to. */
  readonly reverse?: Text | null;
  /** The library asks this first, and sends nothing when it does not hold. */
  readonly when?: Test;
  /** Where findings point that no words of the SQL explain; without this, at the call. */
  readonly range?: Range;
}

/** One call of a receiver's method, or of a function that a framework knows. */
export interface Call {
  /** The method's name. */
  readonly name: string;
  readonly args: readonly Value[];
  /** Whether it is `new X()`. */
  readonly isNew: boolean;
  /** The call from the method's name to its closing parenthesis. */
  readonly range: Range;
  /** The words that stand for the call: the name with its first words, without callbacks. */
  readonly head: Range;
  /** The call as written, shortened: `queryRunner.query(sql)`. */
  readonly written: string;
  /** An argument; undefined stands for one that is not given. */
  argument(index: number): Value;
  /** SQL whose keywords are the call's and whose parts keep their places: call.sql`DROP TABLE ${identifier(call.argument(0))}`. */
  readonly sql: (strings: TemplateStringsArray, ...parts: readonly SqlPart[]) => Text;
  /**
   * Sends SQL. A function is asked at the end of the migration: a query builder's SQL depends on calls that follow;
   * null from it sends nothing.
   */
  send(sql: Text | (() => Text | null), sending?: Sending): void;
  /** Sends what a value holds as SQL text: strings, several possible strings, or `unverifiable` for what is not known. */
  sendRaw(value: Value, sending?: Sending): void;
  /**
   * Says that nobody can tell what this call runs. `what` names it; without it, the call as written.
   * `unless` is asked at the end of the migration: then later calls may have told.
   */
  unverifiable(what?: string, reason?: string, unless?: () => boolean): void;
  /** Runs a function of the script with these arguments and gives what it returns; anything else gives something unknown. */
  run(callback: Value, args: readonly Value[], self?: Value | null): Value;
  /** Something unknown that this call gives. */
  unknown(): Value;
  /** Something that the call gives and that a quoting helper makes harmless as a part of SQL. */
  safe(): Value;
  /** Notes what the framework asks about at the end, such as `no transaction`. */
  note(word: string): void;
  /** Under what the call runs. */
  readonly conditions: readonly Condition[];
  /** The text of a file of the project, by a path relative to its root; null when there is none. */
  readonly files: Files;
  /** The migration's path. */
  readonly path: string;
}

/** A part of generated SQL: keywords, a text with places, or nothing. */
export type SqlPart = Text | string | null | undefined | false;
