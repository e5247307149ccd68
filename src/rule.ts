import type { Edit, Level, Migration, Range, Subject, Suggestion } from './types.ts';

/** What a rule yields: the words that are wrong and the values for its message. */
export interface Problem<Id extends string = string> {
  readonly messageId: Id;
  readonly range: Range;
  readonly data?: Readonly<Record<string, string>>;
  /** Where it differs from the rule's: a problem of level 1 only warns. */
  readonly level?: Level;
  /** Asked for where mends are wanted alone: a change that mends it and does nothing else; null where it cannot be made. */
  readonly fix?: () => readonly Edit[] | null;
  /** Asked for in the same way: changes that a person may choose from. */
  readonly suggestions?: () => readonly (Suggestion | null)[];
}

/** A rule: a generator over a migration. Its name is its file's name. */
export interface Rule<Id extends string = string, Options extends object = object> {
  /** "Disallow …" or "Require …". */
  readonly description: string;
  readonly level: Level;
  /** First line: what is wrong and why. Following lines: the safe way as SQL. `{{name}}` is filled from `data`. */
  readonly messages: Readonly<Record<Id, string>>;
  /** JSON Schema of the options object. */
  readonly schema: object;
  readonly defaults: Options;
  /** What it is asked about; without this: migrations. */
  readonly judges?: readonly Subject[];
  /** Whether it speaks of changes alone: at other times a comment that silences it has no effect, and needs none. */
  readonly needsHistory?: boolean;
  /** Whether only the preset `protocol` has it on. */
  readonly protocolOnly?: boolean;
  /** Whether any of its problems may bring a fix. */
  readonly fixable?: boolean;
  check(migration: Migration, options: Options): Iterable<Problem<Id>>;
}

/** Gives a rule its types; the value is returned as it is. */
export function defineRule<const Id extends string, Options extends object>(
  rule: Rule<Id, Options>,
): Rule<Id, Options> {
  return rule;
}
