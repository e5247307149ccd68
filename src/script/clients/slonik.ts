import type { Call } from '../call.ts';
import { asText, identifier, joined, property } from '../sql.ts';
import { asOne, bound, type Composable, composed, eachWay, expectUse, inParentheses, isChange, type Life, sendText, templateText } from '../sql-tag/composable.ts'; // prettier-ignore
import type { Text } from '../string-text.ts';
import {
  builtin,
  type Method,
  receiver,
  type Receiver,
  type ReceiverType,
  stringValue,
  type Value,
} from '../values.ts';
import { rowsFor } from './rows.ts';

const tokenType: ReceiverType<Composable> = {
  name: 'SqlToken',
  isHarmless: true,
  methods: {},
  get: (self, name) => (name === 'sql' ? stringValue(self.state.toSql(), self.range) : undefined),
  others: 'nothing',
};

/** A query or a piece of one; a statement that is given to no connection does nothing. */
function token(call: Call, text: Text): Receiver {
  const life: Life = { isUsed: false };
  if (isChange(text)) expectUse(call, life);
  return receiver(tokenType, { toSql: () => text, shape: 'fragment', life, made: call.range } satisfies Composable, call.range); // prettier-ignore
}

const part = (value: Value): Text => composed(value) ?? bound(value);

const tagType: ReceiverType = {
  name: 'sql.tag',
  isHarmless: true,
  methods: {},
  tag: (_, template, call) => eachWay(template.values, template.range, (values) => token(call, templateText({ ...template, values }, part))), // prettier-ignore
};

const tag = receiver(tagType, null);
const safe: Method = (call) => call.safe();
const items = (value: Value) => (value.kind === 'array' ? value.items : [value]);

/** `sql.join(parts, glue)`. */
const join: Method = (call) => {
  const glue = composed(call.argument(1)) ?? [];
  return token(
    call,
    items(call.argument(0)).flatMap((item, index) => [...(index > 0 ? glue : []), ...part(item)]),
  );
};

/** `sql.unnest(rows, types)`. */
const unnest: Method = (call) => token(call, call.sql`unnest(${bound(call.argument(0))})`);

const type: ReceiverType = {
  name: 'sql',
  isHarmless: true,
  tag: (self, template, call) => tagType.tag?.(self, template, call) ?? call.unknown(),
  methods: {
    type: () => tag,
    typeAlias: () => tag,
    identifier: (call) => token(call, asOne(joined(items(call.argument(0)).map((item) => identifier(item)), '.'), call.range)),
    literalValue: (call) => token(call, bound(call.argument(0))),
    join,
    unnest,
    list: (call) => token(call, inParentheses(joined(items(call.argument(0)).map((item) => part(item)), ', '))),
    ...Object.fromEntries(['array', 'binary', 'date', 'interval', 'json', 'jsonb', 'timestamp', 'uuid'].map((name) => [name, safe])),
  },
  get: (_, name) => (name === 'unsafe' || name === 'fragment' || name === 'void' ? tag : undefined),
}; // prettier-ignore

/** The tag of slonik. */
export const sql = receiver(type, null);

/** `raw(text, values)` of @slonik/sql-tag-raw. */
export const raw = builtin('raw', (call) => eachWay([call.argument(0)], call.range, ([text]) => token(call, text ? asText(text) : []))); // prettier-ignore

/** Sends a query; an object with the text of one is a query as well. */
const runs: Method = (call) => {
  const query = call.argument(0);
  const written = property(query, 'sql');
  const text = composed(query) ?? (written ? asText(written) : null);
  if (text) sendText(call, text);
  else call.unverifiable();
  for (const arg of call.args) if (arg.kind === 'function') call.run(arg, []);
  return text ? rowsFor(call, text) : call.unknown();
};

const inside: Method = (call) => call.run(call.argument(0), [pool]);
const nothing: Method = (call) => call.unknown();

const queries = ['query', 'any', 'anyFirst', 'exists', 'many', 'manyFirst', 'maybeOne', 'maybeOneFirst', 'one', 'oneFirst', 'stream']; // prettier-ignore

const poolType: ReceiverType = {
  name: 'DatabasePool',
  methods: {
    ...Object.fromEntries(queries.map((name) => [name, runs])),
    copyFromBinary: runs,
    connect: inside,
    transaction: inside,
    end: nothing,
    state: nothing,
    getPoolState: nothing,
    on: nothing,
  },
  get: (_, name) => (name === 'pool' || name === 'connection' ? pool : undefined),
};

/** A pool, a connection or a transaction of slonik. */
export const pool: Receiver = receiver(poolType, null);
