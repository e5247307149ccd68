import { testOfText } from '../ask.ts';
import type { Call } from '../call.ts';
import { asText, identifier, isMissing, joined, property } from '../sql.ts';
import { bound, composed, eachWay, sendText, templateText } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import { type Method, receiver, type Receiver, type ReceiverType, stringValue, type Value } from '../values.ts';
import { whereClause } from './where.ts';

/** The table of a model: the client has its name with a small letter at its beginning. */
interface Model {
  readonly name: string;
}

const table = (call: Call, { name }: Model): Text => [constant(`"${name.charAt(0).toUpperCase()}${name.slice(1)}"`, call.range)]; // prettier-ignore

const named = (name: string, value: Value): Text => identifier(stringValue([constant(name, value.range)], value.range));

/** `"a" = …, "b" = …` of what a call writes. */
function assignments(call: Call, key: string): Text {
  const data = property(call.argument(0), key);
  const known = data?.kind === 'object' ? [...data.properties].filter(([, value]) => !isMissing(value)) : [];
  const texts = known.map(([name, value]): Text => [...named(name, value), ...changed(name, value)]);
  return texts.length > 0 ? joined(texts, ', ') : call.sql`"?" = ${bound(data ?? call.argument(0))}`;
}

const signs: Readonly<Record<string, string>> = { increment: '+', decrement: '-', multiply: '*', divide: '/' };

/** ` = 5`, or ` = "n" + 1` of `{ increment: 1 }`. */
function changed(name: string, value: Value): Text {
  const [operator, by] = value.kind === 'object' ? ([...value.properties][0] ?? []) : [];
  const sign = operator === undefined ? undefined : signs[operator];
  const head: Text = [constant(' = ', value.range)];
  return sign && by ? [...head, ...named(name, by), constant(` ${sign} `, by.range), ...bound(by)] : [...head, ...bound(value)];
} // prettier-ignore

function inserts(call: Call, model: Model, data: Value | undefined): Text {
  const rows = data?.kind === 'array' ? data.items : data ? [data] : [];
  const keys = [...new Set(rows.flatMap((row) => (row.kind === 'object' ? [...row.properties.keys()] : [])))];
  const names = joined(keys.map((key) => named(key, data ?? call.argument(0))), ', ');
  const values = keys.map((key) => property(rows[0] ?? call.argument(0), key)).map((value) => (value ? bound(value) : call.sql`DEFAULT`));
  return keys.length > 0
    ? call.sql`INSERT INTO ${table(call, model)} (${names}) VALUES (${joined(values, ', ')})`
    : call.sql`INSERT INTO ${table(call, model)} VALUES (${bound(data ?? call.argument(0))})`;
} // prettier-ignore

const sends = (make: (call: Call, model: Model) => Text): Method<Model> => (call, { state }) => {
  call.send(make(call, state));
  return call.unknown();
}; // prettier-ignore

const deletes = sends((call, model) => call.sql`DELETE FROM ${table(call, model)}${whereClause(call)}`);
const updates = sends((call, model) => call.sql`UPDATE ${table(call, model)} SET ${assignments(call, 'data')}${whereClause(call)}`); // prettier-ignore
const creates = sends((call, model) => inserts(call, model, property(call.argument(0), 'data')));
const upserts = sends((call, model) => call.sql`${inserts(call, model, property(call.argument(0), 'create'))} ON CONFLICT ("?") DO UPDATE SET ${assignments(call, 'update')}`); // prettier-ignore
const reads: Method<Model> = (call) => call.unknown();

const readers = ['findMany', 'findFirst', 'findFirstOrThrow', 'findUnique', 'findUniqueOrThrow', 'count', 'aggregate', 'groupBy']; // prettier-ignore

const modelType: ReceiverType<Model> = {
  name: 'PrismaModel',
  methods: {
    deleteMany: deletes,
    delete: deletes,
    updateMany: updates,
    updateManyAndReturn: updates,
    update: updates,
    upsert: upserts,
    create: creates,
    createMany: creates,
    createManyAndReturn: creates,
    ...Object.fromEntries(readers.map((name) => [name, reads])),
  },
};

/** Sends a query that the script has written. */
function sendWritten(call: Call, text: Text | null): Value {
  if (text) sendText(call, text);
  else call.unverifiable();
  return text ? { ...testOfText(text, call.range), expression: call.written } : call.unknown();
}

/** `` $executeRaw`…` ``, or with a query of `Prisma.sql`. */
const rawType: ReceiverType = {
  name: 'PrismaRaw',
  tag: (_, template, call) => eachWay(template.values, template.range, (values) => sendWritten(call, templateText({ ...template, values }, (value) => composed(value) ?? bound(value)))), // prettier-ignore
  call: (call) => sendWritten(call, composed(call.argument(0))),
  methods: {},
};

const unsafe: Method = (call) => eachWay([call.argument(0)], call.range, ([text]) => sendWritten(call, text ? asText(text) : null)); // prettier-ignore

const nothing: Method = (call) => call.unknown();

/** `$transaction([…])`, whose queries are sent where they are made, or a callback. */
const transaction: Method = (call) => {
  const [first = call.unknown()] = call.args;
  if (first.kind === 'function') return call.run(first, [client]);
  return first;
};

const clientType: ReceiverType = {
  name: 'PrismaClient',
  methods: {
    $executeRawUnsafe: unsafe,
    $queryRawUnsafe: unsafe,
    $queryRawTyped: (call) => sendWritten(call, composed(call.argument(0))),
    $transaction: transaction,
    $extends: () => client,
    $connect: nothing,
    $disconnect: nothing,
    $on: nothing,
    $use: nothing,
  },
  get: (_, name) => {
    if (name === '$executeRaw' || name === '$queryRaw') return receiver(rawType, null);
    return /^[$_]/.test(name) || name === 'constructor' ? undefined : receiver(modelType, { name });
  },
};

/** A client of Prisma. */
export const client: Receiver = receiver(clientType, null);
