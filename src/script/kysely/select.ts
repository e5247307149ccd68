import { testOfText } from '../ask.ts';
import type { Call } from '../call.ts';
import { identifier, joined, knownString } from '../sql.ts';
import { composed, inParentheses } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import type { Method, Receiver, ReceiverType, Value } from '../values.ts';
import { adds, build, type Built, clears, type Naming, part, type Parts, runnable, same, sets } from './builder.ts';
import { comparison, operand, referenced } from './expression.ts';
import { expressionBuilder, selected } from './expression-builder.ts';
import { orderedColumn, tables } from './names.ts';

/** A list of things to select; a callback may give it as a whole. */
export function selection(call: Call, naming: Naming): Text {
  const [first] = call.args;
  const list = first?.kind === 'function' ? call.run(first, [expressionBuilder(naming)]) : first;
  if (!list) return [];
  return list.kind === 'array' ? joined(list.items.map((item) => selected(item, call, naming)), ', ') : selected(list, call, naming);
} // prettier-ignore

/** `where(…)` and `whereRef(…)`, as all queries have them. */
export const wheres: Record<string, Method<Built>> = {
  where: adds('where', (call, { naming }) => comparison(call.args, call, naming)),
  whereRef: adds('where', (call, { naming }) => comparison(call.args, call, naming, true)),
  clearWhere: clears('where'),
};

/** Tables that a call names, with what its callbacks give. */
export const tablesOf = (value: Value, call: Call, naming: Naming): Text =>
  tables(value, naming, (callback) => call.run(callback, [expressionBuilder(naming)]));

const join = (words: string): Method<Built> =>
  adds('join', (call, { naming }) => {
    const [table, left, right] = call.args;
    const on = left?.kind === 'function' ? conditions(call, left, naming) : left && right ? comparison([left, equals(left), right], call, naming, true) : null;
    return call.sql` ${words} ${table && tablesOf(table, call, naming)}${on && call.sql` ON ${on}`}`;
  }); // prettier-ignore

const equals = (value: Value): Value => ({ kind: 'text', text: [constant('=', value.range)], range: value.range });

/** What a callback like `join => join.onRef('a.id', '=', 'b.id')` asks for. */
function conditions(call: Call, callback: Value, naming: Naming): Text {
  const result = call.run(callback, [build(call, joinBuilder, naming, (parts) => conjunction(parts, 'on'))]);
  return composed(result) ?? call.sql`true`;
}

const joinBuilder: ReceiverType<Built> = {
  name: 'Join',
  isHarmless: true,
  methods: {
    on: adds('on', (call, { naming }) => comparison(call.args, call, naming)),
    onRef: adds('on', (call, { naming }) => comparison(call.args, call, naming, true)),
    onTrue: adds('on', (call) => call.sql`true`),
    $call: same,
  },
  others: 'chain',
};

/** Conditions that all must hold. */
const conjunction = (parts: Parts, name: string): Text => joined(parts[name] ?? [], ' AND ');

/** ` WHERE …`, or nothing. */
export function whereClause(parts: Parts): Text {
  const [first] = parts['where'] ?? [];
  return first ? [keywords(' WHERE ', first), ...conjunction(parts, 'where')] : [];
}

const keywords = (text: string, beside: Text) => constant(text, [beside[0]?.source[0] ?? 0, beside[0]?.source[0] ?? 0]);

/** Words and what they introduce, each separated by a comma; nothing without content. */
export function clause(words: string, parts: Parts, name: string, separator = ', '): Text {
  const texts = parts[name] ?? [];
  const [first] = texts;
  return first ? [keywords(words, first), ...joined(texts, separator)] : [];
}

/** `from` says the call and its tables; without it, nothing is read. */
function render(head: Call, from: Text): Built['render'] {
  return (parts) => [
    ...clause('', parts, 'with', ' '),
    ...head.sql`SELECT `,
    ...clause('DISTINCT ON (', parts, 'distinct on'),
    ...((parts['distinct on']?.length ?? 0) > 0 ? head.sql`) ` : []),
    ...part(parts, 'distinct'),
    ...clause('', parts, 'select'),
    ...from,
    ...clause('', parts, 'join', ''),
    ...whereClause(parts),
    ...clause(' GROUP BY ', parts, 'group by'),
    ...clause(' HAVING ', parts, 'having', ' AND '),
    ...clause(' ', parts, 'set', ' '),
    ...clause(' ORDER BY ', parts, 'order by'),
    ...clause(' LIMIT ', parts, 'limit'),
    ...clause(' OFFSET ', parts, 'offset'),
    ...clause(' ', parts, 'end', ' '),
  ];
}

/** `db.selectFrom('users')`, with what `with` said before it. */
export function selectFrom(call: Call, naming: Naming, before: Parts = {}): Receiver {
  const [first] = call.args;
  const from = first ? call.sql` FROM ${tablesOf(first, call, naming)}` : [];
  return build(call, type, naming, render(call, from), before);
}

/** `db.selectNoFrom(…)`. */
export function selectNoFrom(call: Call, naming: Naming, before: Parts): Receiver {
  return build(call, type, naming, render(call, []), { ...before, select: [selection(call, naming)] });
}

/** Another query, or what a callback makes of several: a list of texts. */
const setOperation = (words: string): Method<Built> =>
  adds('set', (call, { naming }) => {
    const [first] = call.args;
    const value = first?.kind === 'function' ? call.run(first, [expressionBuilder(naming)]) : first;
    const list = value?.kind === 'array' ? value.items : value ? [value] : [];
    return joined(list.map((each) => call.sql`${words} ${composed(each)}`), ' ');
  }); // prettier-ignore

function ordering(call: Call, naming: Naming): Text {
  const [column, direction] = [call.argument(0), call.argument(1)];
  if (column.kind === 'array') return joined(column.items.map((item) => orderedColumn(item)), ', ');
  const order = composed(direction) ?? (/^(?:asc|desc)$/i.test(knownString(direction) ?? '') ? call.sql`${knownString(direction)}` : []);
  const expression = column.kind === 'text' && /\s/.test(knownString(column) ?? '') ? orderedColumn(column) : referenced(column, call, naming);
  return order.length > 0 ? call.sql`${expression} ${order}` : expression;
} // prettier-ignore

const list = (call: Call, naming: Naming): Text => {
  const value = call.argument(0);
  const items = value.kind === 'array' ? value.items : [value];
  return joined(items.map((item) => referenced(item, call, naming)), ', ');
}; // prettier-ignore

const locks: readonly (readonly [string, string])[] = [
  ['forUpdate', 'FOR UPDATE'],
  ['forShare', 'FOR SHARE'],
  ['forKeyShare', 'FOR KEY SHARE'],
  ['forNoKeyUpdate', 'FOR NO KEY UPDATE'],
  ['skipLocked', 'SKIP LOCKED'],
  ['noWait', 'NOWAIT'],
];
const joinWords = ['inner', 'left', 'right', 'full', 'cross'];
const setWords = ['union', 'intersect', 'except'];

const type: ReceiverType<Built> = {
  name: 'SelectQueryBuilder',
  isHarmless: true,
  methods: {
    ...runnable((call, text) => ({ ...testOfText(text, call.range), expression: call.written })),
    ...wheres,
    select: adds('select', (call, { naming }) => selection(call, naming)),
    selectAll: adds('select', (call, { naming }) => allOf(call, naming)),
    distinct: sets('distinct', (call) => call.sql`DISTINCT `),
    distinctOn: adds('distinct on', (call, { naming }) => list(call, naming)),
    groupBy: adds('group by', (call, { naming }) => list(call, naming)),
    having: adds('having', (call, { naming }) => comparison(call.args, call, naming)),
    havingRef: adds('having', (call, { naming }) => comparison(call.args, call, naming, true)),
    orderBy: adds('order by', (call, { naming }) => ordering(call, naming)),
    limit: sets('limit', (call, { naming }) => operand(call.argument(0), call, naming)),
    offset: sets('offset', (call, { naming }) => operand(call.argument(0), call, naming)),
    modifyEnd: adds('end', (call, { naming }) => operand(call.argument(0), call, naming)),
    clearSelect: clears('select'),
    clearGroupBy: clears('group by'),
    clearOrderBy: clears('order by'),
    clearLimit: clears('limit'),
    clearOffset: clears('offset'),
    as: (call, self) => {
      const inner = self.state.render(self.state.parts);
      const text = call.sql`${inParentheses(inner)} AS ${identifier(call.argument(0))}`;
      return build(call, aliased, self.state.naming, () => text);
    },
    ...Object.fromEntries(locks.map(([name, words]) => [name, adds('end', (call) => call.sql`${words}`)])),
    ...Object.fromEntries(joinWords.map((word) => [`${word}Join`, join(`${word.toUpperCase()} JOIN`)])),
    ...Object.fromEntries(['inner', 'left', 'cross'].map((word) => [`${word}JoinLateral`, join(`${word.toUpperCase()} JOIN LATERAL`)])),
    ...Object.fromEntries(setWords.flatMap((word) => [[word, setOperation(word.toUpperCase())], [`${word}All`, setOperation(`${word.toUpperCase()} ALL`)]])),
  },
  others: 'chain',
}; // prettier-ignore

const aliased: ReceiverType<Built> = { name: 'Aliased', methods: {}, others: 'chain' };

function allOf(call: Call, naming: Naming): Text {
  const [first] = call.args;
  if (!first) return call.sql`*`;
  const names = first.kind === 'array' ? first.items : [first];
  return joined(names.map((name) => call.sql`${referenced(name, call, naming)}.*`), ', ');
} // prettier-ignore
