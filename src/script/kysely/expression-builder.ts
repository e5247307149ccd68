import type { Call } from '../call.ts';
import { joined, knownString } from '../sql.ts';
import { inParentheses, composed, bound, enclosed } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import { type Method, receiver, type Receiver, type ReceiverType, type Value } from '../values.ts';
import type { Naming } from './builder.ts';
import { comparison, condition, filters, immediate, operand, referenced } from './expression.ts';
import { fragment } from './fragment.ts';
import { objectName } from './names.ts';
import { selectFrom } from './select.ts';

type Make = (call: Call, naming: Naming) => Text;

const gives = (make: Make): Method<Naming> => (call, { state }) => fragment(make(call, state), call.range, state); // prettier-ignore

const between = (word: string): Make => (call, naming) =>
  call.sql`${referenced(call.argument(0), call, naming)} ${word} ${operand(call.argument(1), call, naming)} AND ${operand(call.argument(2), call, naming)}`; // prettier-ignore

const unary = (sign: string): Make => (call, naming) => call.sql`${sign}${operand(call.argument(0), call, naming)}`; // prettier-ignore

const each = (part: Make | ((value: Value, call: Call, naming: Naming) => Text)) => (call: Call, naming: Naming) =>
  inParentheses(joined(call.args.map((arg) => (part as (value: Value, call: Call, naming: Naming) => Text)(arg, call, naming)), ', ')); // prettier-ignore

const type: ReceiverType<Naming> = {
  name: 'ExpressionBuilder',
  isHarmless: true,
  call: gives(condition),
  methods: {
    and: gives((call, naming) => filters(call.argument(0), 'AND', call, naming)),
    or: gives((call, naming) => filters(call.argument(0), 'OR', call, naming)),
    not: gives(unary('NOT ')),
    exists: gives(unary('EXISTS ')),
    neg: gives(unary('-')),
    unary: gives((call, naming) => call.sql`${knownString(call.argument(0))} ${operand(call.argument(1), call, naming)}`),
    between: gives(between('BETWEEN')),
    betweenSymmetric: gives(between('BETWEEN SYMMETRIC')),
    parens: gives((call, naming) => inParentheses(comparison(call.args, call, naming))),
    ref: gives((call, naming) => referenced(call.argument(0), call, naming)),
    refTuple: gives(each(referenced)),
    tuple: gives(each(operand)),
    val: gives((call) => bound(call.argument(0))),
    lit: gives((call) => immediate(call.argument(0))),
    table: gives((call, naming) => objectName(call.argument(0), naming)),
    cast: gives((call, naming) => call.sql`cast(${referenced(call.argument(0), call, naming)} AS ${dataType(call.argument(1))})`),
    selectFrom: (call, { state }) => selectFrom(call, state),
    case: (call, { state }) => fragment(call.sql`CASE ${call.args[0] && referenced(call.args[0], call, state)}`, call.range, state), // prettier-ignore
    jsonPath: (call) => call.safe(),
    withSchema: (call, { state }) => expressionBuilder({ ...state, schema: call.argument(0) }),
  },
  get: (self, name) => (name === 'eb' ? expressionBuilder(self.state) : name === 'fn' ? functions(self.state) : undefined),
  others: 'nothing',
}; // prettier-ignore

/** What callbacks of conditions and selections are given. */
export const expressionBuilder = (naming: Naming): Receiver => receiver(type, naming);

/** The name of a data type, which stands in the statement as it is. */
export function dataType(value: Value): Text {
  const text = composed(value);
  if (text) return text;
  const name = knownString(value);
  return name === null ? bound(value) : [constant(name, value.range)];
}

const sqlNames: Readonly<Record<string, string>> = { countAll: 'count', jsonAgg: 'json_agg', toJson: 'to_json' };

/** `fn.count('id')` and the like, of columns and expressions. */
const aggregate: Method<Naming> = (call, { state }) => {
  const args = call.args.length === 0 ? call.sql`*` : joined(call.args.map((arg) => referenced(arg, call, state)), ', ');
  return fragment(call.sql`${sqlNames[call.name] ?? call.name}(${args})`, call.range, state);
}; // prettier-ignore

/** `fn('lower', ['name'])`. */
const anyFunction: Method<Naming> = (call, { state }) => {
  const [name, list] = [knownString(call.argument(0)), call.argument(1)];
  if (name === null || !/^[\w.]+$/.test(name) || (list.kind !== 'array' && list.kind !== 'constant')) return call.safe(); // prettier-ignore
  const args = list.kind === 'array' ? list.items.map((item) => referenced(item, call, state)) : [];
  return fragment(call.sql`${name}(${joined(args, ', ')})`, call.range, state);
};

const names = ['avg', 'coalesce', 'count', 'countAll', 'max', 'min', 'sum', 'any', 'jsonAgg', 'toJson'];

const functionModule: ReceiverType<Naming> = {
  name: 'FunctionModule',
  isHarmless: true,
  call: anyFunction,
  methods: { agg: anyFunction, ...Object.fromEntries(names.map((name) => [name, aggregate])) },
  others: 'nothing',
};

/** `eb.fn` and `db.fn`. */
export const functions = (naming: Naming): Receiver => receiver(functionModule, naming);

/** What stands after FROM, or after a comma in a selection. */
export const selected = (value: Value, call: Call, naming: Naming): Text =>
  enclosed(value.kind === 'function' ? call.run(value, [expressionBuilder(naming)]) : value) ?? referenced(value, call, naming); // prettier-ignore
