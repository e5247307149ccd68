import type { Range } from '../types.ts';
import type { Call } from './call.ts';
import type { Node } from './tree.ts';
import type { Text } from './string-text.ts';

/** What an expression of a script is known to give. `range` is where it is used (UTF-16 offsets). */
export type Value =
  | TextValue
  | ConstantValue
  | ArrayValue
  | ObjectValue
  | FunctionValue
  | Builtin
  | Receiver
  | Member
  | Test
  | Choice
  | Unknown;

/** A string; its segments say where each part of it is written. */
export interface TextValue {
  readonly kind: 'text';
  readonly text: Text;
  readonly range: Range;
}

export interface ConstantValue {
  readonly kind: 'constant';
  readonly value: number | bigint | boolean | null | undefined | RegExp;
  /** Settled by the database being PostgreSQL: what stands under the opposite never runs. */
  readonly isDecided?: boolean;
  /** Whether a callback got it in place of an error: what runs without one is what runs. */
  readonly isNoError?: boolean;
  readonly range: Range;
}

/** An array; `isOpen` when it may hold more than its items. Scripts change it, so it is not readonly. */
export interface ArrayValue {
  readonly kind: 'array';
  readonly items: Value[];
  isOpen: boolean;
  /** Whether nobody can tell at which place each item is. */
  isLoose?: boolean;
  readonly range: Range;
}

/** An object or a class's instance; what it lacks, it takes from `base`. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly properties: Map<string, Value>;
  /** Where the names of its properties are written. */
  readonly keys?: Map<string, Range>;
  isOpen: boolean;
  readonly base: Value | null;
  readonly range: Range;
}

/** A function of the script, with the variables around it. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly node: Node;
  readonly scope: Scope;
  readonly self: Value | null;
  /** A property that is computed when it is read. */
  readonly isGetter?: boolean;
  readonly range: Range;
}

/** A function or class whose effect is known without its source: of JavaScript, Node or a framework. */
export interface Builtin {
  readonly kind: 'builtin';
  readonly name: string;
  readonly call: (call: Call) => Value;
  /** Properties such as `Promise.all`. */
  readonly properties?: Readonly<Record<string, Value>>;
  /** A static member that a class of the script has from extending it. */
  readonly heirloom?: (heir: FunctionValue, name: string) => Value | undefined;
  readonly range: Range;
}

/** An object of a framework through which migrations reach the database. */
export interface Receiver<State = unknown> {
  readonly kind: 'receiver';
  readonly type: ReceiverType<State>;
  /** What the calls before have said, such as the table of a query; whether it is changed or replaced is the framework's choice. */
  readonly state: State;
  readonly range: Range;
}

/** What a kind of receiver can do. */
export interface ReceiverType<State = unknown> {
  /** As messages name it: `QueryRunner`. */
  readonly name: string;
  readonly methods: Readonly<Record<string, Method<State>>>;
  /** Properties that are not called: `knex.schema`. */
  readonly get?: (self: Receiver<State>, name: string) => Value | undefined;
  /** The receiver called as a function: `knex('users')`. */
  readonly call?: Method<State>;
  /** The receiver as a template's tag; without this a template is a call of `call`. */
  readonly tag?: (self: Receiver<State>, template: Template, call: Call) => Value;
  /**
   * What a method that is not in the table does: `chain` gives the receiver again, `nothing` something unknown;
   * `unverifiable` says that nobody can tell. Without this: `unverifiable`.
   */
  readonly others?: 'chain' | 'nothing' | 'unverifiable';
  /** What `await` and `then` give of it, such as a query's rows; without this, itself. */
  readonly awaited?: (self: Receiver<State>) => Value;
  /** Whether code that is not read here could do harm with it; without this: yes. */
  readonly isHarmless?: boolean;
}

/** Gives the call's value; without one it gives the receiver itself, so that a chain goes on. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- most methods send something and end there
export type Method<State = unknown> = (call: Call, self: Receiver<State>) => Value | undefined | void;

/** A template literal: `texts` has one more than `values`. */
export interface Template {
  readonly texts: readonly Text[];
  readonly values: readonly Value[];
  readonly range: Range;
}

/** A method that is taken without being called: `const { dropTable } = pgm`. */
export interface Member {
  readonly kind: 'member';
  readonly receiver: Receiver;
  readonly name: string;
  readonly range: Range;
}

/** A question to the database whether something is there: true while it is (`present`) or while it is not (`absent`). */
export interface Test {
  readonly kind: 'test';
  readonly tests: 'present' | 'absent' | 'other';
  /** Catalog relations or functions that it reads: `pg_tables`, `columns`; see src/effect/catalogs.ts. */
  readonly reads: readonly string[];
  /** Names that it asks for. */
  readonly literals: readonly string[];
  /** Its source, for where its answer becomes a part of SQL. */
  readonly expression?: string;
  /** What the script gets when it is there, such as the table that it asked for. */
  readonly answer?: Value;
  readonly range: Range;
}

/** One of several values, such as a conditional expression's. */
interface Choice {
  readonly kind: 'choice';
  readonly options: readonly Value[];
  /** Its source, as far as it is known. */
  readonly expression: string;
  readonly range: Range;
}

/** What cannot be known; `expression` is its source. `isSafe`: a helper that quotes gave it. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly expression: string;
  readonly isSafe?: boolean;
  /** Names the database that the framework talks to. */
  readonly isDialect?: boolean;
  readonly range: Range;
}

/** Variables by name. */
export interface Scope {
  readonly variables: Map<string, Value>;
  readonly parent: Scope | null;
  /** Whether `var` declares here. */
  readonly isFunction: boolean;
  /** The text of the file that the code stands in. */
  readonly source: string;
  /** Where that file is, relative to the project's root. */
  readonly path: string;
  /** Whether it is another file than the migration. */
  readonly isForeign: boolean;
  /** Where the file imports from others. */
  readonly imports: readonly Range[];
}

/** A scope inside another. */
export const newScope = (parent: Scope, isFunction = false): Scope => ({
  ...parent,
  variables: new Map(),
  parent,
  isFunction,
});

/** The text of the file that code in a scope stands in. */
export const sourceOf = ({ source }: Scope): string => source;

/** A receiver of a type; frameworks make theirs with this. */
export function receiver<State>(type: ReceiverType<State>, state: State, range: Range = [0, 0]): Receiver {
  return { kind: 'receiver', type, state, range } as Receiver;
}

export const stringValue = (text: Text, range: Range): TextValue => ({ kind: 'text', text, range });
export const constantValue = (value: ConstantValue['value'], range: Range): ConstantValue => ({ kind: 'constant', value, range }); // prettier-ignore
/** What callbacks get in place of an error. */
export const noError = (range: Range): ConstantValue => ({ kind: 'constant', value: null, isNoError: true, range });
export const unknown = (expression: string, range: Range): Unknown => ({ kind: 'unknown', expression, range });
export const arrayValue = (items: Value[], range: Range, isOpen = false): ArrayValue => ({ kind: 'array', items, isOpen, range }); // prettier-ignore
export const builtin = (name: string, call: Builtin['call'], properties?: Builtin['properties']): Builtin =>
  properties ? { kind: 'builtin', name, call, properties, range: [0, 0] } : { kind: 'builtin', name, call, range: [0, 0] }; // prettier-ignore

/** An object of known properties. */
export function objectValue(entries: Iterable<readonly [string, Value]>, range: Range = [0, 0], base: Value | null = null): ObjectValue {
  return { kind: 'object', properties: new Map(entries), isOpen: false, base, range };
} // prettier-ignore

const mostOptions = 8;

/** One of the values; equal receivers and constants count once. */
export function choiceOf(values: readonly Value[], range: Range, expression = ''): Value {
  const options = [...new Set(values.flatMap((value) => (value.kind === 'choice' ? value.options : [value])))];
  const [first] = options;
  if (first && options.length === 1) return first;
  return options.length === 0 || options.length > mostOptions ? unknown(expression, range) : { kind: 'choice', options, expression, range }; // prettier-ignore
}

/** All that a value may be. */
export const optionsOf = (value: Value): readonly Value[] => (value.kind === 'choice' ? value.options : [value]);

/** What `await` makes of a value. */
export function awaited(value: Value): Value {
  if (value.kind === 'choice') return { ...value, options: value.options.map((option) => awaited(option)) };
  return value.kind === 'receiver' && value.type.awaited ? value.type.awaited(value) : value;
}
