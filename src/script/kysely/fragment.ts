import type { Range } from '../../types.ts';
import { testOfText } from '../ask.ts';
import type { Call } from '../call.ts';
import { identifier } from '../sql.ts';
import { type Composable, expectUse, inParentheses, isChange, type Life, sendText } from '../sql-tag/composable.ts';
import type { Text } from '../string-text.ts';
import { type Method, receiver, type Receiver, type ReceiverType, type Value } from '../values.ts';
import { calls, compiles, type Naming } from './builder.ts';
import { comparison, filters, operand, referenced } from './expression.ts';

/** A piece of SQL: of the tag `sql`, or of an expression builder. */
interface Fragment extends Composable {
  readonly naming: Naming;
}

const unnamed: Naming = { schema: null, expressions: [] };

/** A piece of SQL as the scripts have it. */
export function fragment(text: Text, made: Range, naming: Naming = unnamed, life: Life = { isUsed: false }): Receiver {
  const state: Fragment = { toSql: () => text, shape: 'fragment', life, made, naming };
  return receiver(isChange(text) ? type : harmless, state, made);
}

/** A piece of SQL that the script has written; it does nothing where it is never run. */
export function statement(text: Text, call: Call): Receiver {
  const life: Life = { isUsed: false };
  if (isChange(text)) expectUse(call, life);
  return fragment(text, call.range, unnamed, life);
}

const grows = (make: (call: Call, before: Text, naming: Naming) => Text): Method<Fragment> => (call, { state }) => {
  state.life.isUsed = true;
  return fragment(make(call, state.toSql(), state.naming), call.range, state.naming);
}; // prettier-ignore

const same: Method<Fragment> = (call, { type: own, state }) =>
  receiver(own, { ...state, made: call.range }, call.range);

const execute: Method<Fragment> = (call, { state }) => {
  state.life.isUsed = true;
  const text = state.toSql();
  sendText(call, text);
  return { ...testOfText(text, call.range), expression: call.written };
};

const joins = (word: 'AND' | 'OR') => grows((call, before, naming) => inParentheses(call.sql`${before} ${word} ${call.args.length === 3 ? comparison(call.args, call, naming) : filtersOf(call, word, naming)}`)); // prettier-ignore

const filtersOf = (call: Call, word: 'AND' | 'OR', naming: Naming) =>
  call.argument(0).kind === 'function' ? operand(call.argument(0), call, naming) : filters(arrayed(call.argument(0)), word, call, naming); // prettier-ignore

const arrayed = (value: Value): Value => ({ kind: 'array', items: [value], isOpen: false, range: value.range });

const type: ReceiverType<Fragment> = {
  name: 'RawBuilder',
  methods: {
    execute,
    compile: compiles,
    as: grows((call, before) => {
      const alias = call.argument(0);
      return call.sql`${before} AS ${alias.kind === 'receiver' ? operand(alias, call, unnamed) : identifier(alias)}`;
    }),
    and: joins('AND'),
    or: joins('OR'),
    distinct: grows((_, before) => before),
    filterWhere: grows((call, before, naming) => call.sql`${before} FILTER (WHERE ${comparison(call.args, call, naming)})`), // prettier-ignore
    when: grows((call, before, naming) => call.sql`${before} WHEN ${comparison(call.args, call, naming)}`),
    then: grows((call, before, naming) => call.sql`${before} THEN ${operand(call.argument(0), call, naming)}`),
    thenRef: grows((call, before, naming) => call.sql`${before} THEN ${referenced(call.argument(0), call, naming)}`),
    else: grows((call, before, naming) => call.sql`${before} ELSE ${operand(call.argument(0), call, naming)}`),
    elseRef: grows((call, before, naming) => call.sql`${before} ELSE ${referenced(call.argument(0), call, naming)}`),
    end: grows((call, before) => call.sql`${before} END`),
    $call: calls,
    $castTo: same,
    $notNull: same,
    withPlugin: same,
    toOperationNode: same,
  },
  others: 'chain',
};

const harmless: ReceiverType<Fragment> = { ...type, isHarmless: true };
