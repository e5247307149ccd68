import type { Call } from '../call.ts';
import { type Composable, composed, expectUse, type Life, sendText } from '../sql-tag/composable.ts';
import { type Text, textValue } from '../string-text.ts';
import {
  choiceOf,
  type Method,
  type Receiver,
  receiver,
  type ReceiverType,
  stringValue,
  type Value,
} from '../values.ts';

/** The clauses of a statement, by name; each call adds one or takes one's place. */
export type Parts = Readonly<Record<string, readonly Text[]>>;

/** What names in a statement mean: the schema of `withSchema`, and what is a common table expression. */
export interface Naming {
  readonly schema: Value | null;
  readonly expressions: readonly string[];
}

/** A statement that is being built. Each call gives a new one. */
export interface Built extends Composable {
  readonly parts: Parts;
  readonly naming: Naming;
  /** The statement of which these are the parts. */
  readonly render: (parts: Parts) => Text;
}

type Part = (call: Call, self: Built) => Text;

/** A builder at its beginning. What changes something is reported where it is never run. */
export function build(call: Call, type: ReceiverType<Built>, naming: Naming, render: Built['render'], parts: Parts = {}): Receiver {
  const life: Life = { isUsed: false };
  const shape = type.name === 'SelectQueryBuilder' ? 'select' : type.name.endsWith('Builder') ? 'change' : 'fragment';
  if (shape === 'change' || (shape === 'select' && changesRows(parts))) expectUse(call, life);
  return receiver(type, stateOf({ parts, naming, render, life, shape, made: call.range }), call.range);
} // prettier-ignore

const changesRows = (parts: Parts) => /\b(?:delete|insert|merge|update)\b/i.test(textValue(part(parts, 'with')));

const stateOf = (state: Omit<Built, 'toSql'>): Built => ({ ...state, toSql: () => state.render(state.parts) });

/** The builder after a call. */
export function again(self: Receiver<Built>, call: Call, parts: Parts): Receiver {
  const { naming, render, life, shape } = self.state;
  return receiver(self.type, stateOf({ parts, naming, render, life, shape, made: call.range }), call.range);
}

/** The same builder, as this call gives it. */
export const same: Method<Built> = (call, self) => again(self, call, self.state.parts);

/** A call that adds to a clause. */
export const adds = (name: string, part: Part): Method<Built> => (call, self) =>
  again(self, call, { ...self.state.parts, [name]: [...(self.state.parts[name] ?? []), part(call, self.state)] }); // prettier-ignore

/** A call that gives a clause its only content. */
export const sets = (name: string, part: Part): Method<Built> => (call, self) =>
  again(self, call, { ...self.state.parts, [name]: [part(call, self.state)] }); // prettier-ignore

/** A call that sets words: `IF EXISTS `. */
export const words = (name: string, text: string): Method<Built> => sets(name, (call) => call.sql`${text}`);

/** A call that takes clauses away. */
export const clears = (...names: readonly string[]): Method<Built> => (call, self) =>
  again(self, call, Object.fromEntries(Object.entries(self.state.parts).filter(([name]) => !names.includes(name)))); // prettier-ignore

/** A clause's content: all of it, one after the other. */
export const part = (parts: Parts, name: string): Text => (parts[name] ?? []).flat();

const valueOf = <State>({ type, state, range }: Receiver<State>): Receiver => receiver(type, state, range);

/** `$call(f)`: what f gives. */
export const calls = <State>(call: Call, self: Receiver<State>): Value => call.run(call.argument(0), [valueOf(self)]);

/** `$if(condition, f)`: what f gives, or the builder as it was. */
const callsIf: Method<Built> = (call, self) => {
  const [condition, callback] = [call.argument(0), call.argument(1)];
  const before = again(self, call, self.state.parts);
  if (condition.kind === 'constant') return condition.value ? call.run(callback, [valueOf(self)]) : before;
  return choiceOf([before, call.run(callback, [valueOf(self)])], call.range);
};

/** Sends the statement; `give` says what its rows are to the script. */
const executes = (give: (call: Call, text: Text) => Value, dress = (_: Call, text: Text) => text): Method<Built> => (call, self) => {
  const text = dress(call, composed(valueOf({ ...self, range: self.state.made })) ?? []);
  // What made it unknown is reported where it stands.
  if (text.length > 0) sendText(call, text);
  return give(call, text);
}; // prettier-ignore

/** `explain(format, options)`: with the option `analyze` it runs. */
function explained(call: Call, text: Text): Text {
  const options = composed(call.argument(1));
  return call.sql`EXPLAIN ${options && call.sql`(${options}) `}${text}`;
}

/** A compiled query: it runs when it is handed to `executeQuery`. */
const compiledQuery: ReceiverType<Composable> = {
  name: 'CompiledQuery',
  methods: {},
  get: (self, name) => (name === 'sql' ? stringValue(composed(valueOf(self)) ?? [], self.range) : undefined),
  others: 'nothing',
};

/** `compile()`. */
export const compiles = (call: Call, { state }: { readonly state: Composable }): Value =>
  receiver(compiledQuery, { ...state, made: call.range }, call.range);

/** Calls that all builders have which can be run. */
export function runnable(give: (call: Call, text: Text) => Value = (call) => call.unknown()): Record<string, Method<Built>> {
  const execute = executes(give);
  const explain = executes((call) => call.unknown(), explained);
  return {
    execute,
    executeTakeFirst: execute,
    executeTakeFirstOrThrow: execute,
    stream: execute,
    compile: compiles,
    explain,
    toOperationNode: same,
    withPlugin: same,
    $call: calls,
    $if: callsIf,
    $castTo: same,
    $narrowType: same,
    $assertType: same,
    $asTuple: same,
    $asScalar: same,
    $notNull: same,
    $pickTables: same,
    $omitTables: same,
    $extendTables: same,
  };
} // prettier-ignore
