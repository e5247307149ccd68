import { rowsOf } from '../ask.ts';
import type { Call } from '../call.ts';
import { knownString, property } from '../sql.ts';
import { builtin, type Method, objectValue, optionsOf, receiver, type Receiver, type ReceiverType, type Value } from '../values.ts'; // prettier-ignore

/** `client.query(text, values, callback)`, or `{ text, values }` in one. */
const query: Method = (call) => {
  const [first = call.unknown()] = call.args;
  const text = textOf(first);
  call.sendRaw(text);
  const values = property(first, 'values') ?? call.args[1] ?? null;
  const rows = rowsOf(call, text, values?.kind === 'function' ? null : values);
  for (const arg of call.args) if (arg.kind === 'function') call.run(arg, [call.unknown(), rows]);
  return rows;
};

/** The text of a query, or of an object that holds it. */
function textOf(value: Value): Value {
  const texts = optionsOf(value).map((option) => property(option, 'text') ?? option);
  const [only] = texts;
  return only && texts.length === 1 ? only : value;
}

const nothing: Method = (call) => call.unknown();

/** `connect()` gives a client, or hands it to a callback. */
const connect: Method = (call, self) => {
  const callback = call.args.find(({ kind }) => kind === 'function');
  return callback ? call.run(callback, [call.unknown(), self, call.unknown()]) : self;
};

/** `pool.on('connect', (client) => …)`: events of the pool give a client, others do not. */
const listen: Method = (call, self) => {
  const event = knownString(call.argument(0));
  const isClients = event === null || /^(?:connect|acquire|release|remove)$/.test(event);
  call.run(call.argument(1), [isClients ? self : call.unknown()]);
  return self;
};

const clientType: ReceiverType = {
  name: 'Client',
  methods: {
    query,
    connect,
    release: nothing,
    end: nothing,
    on: listen,
    once: listen,
    off: nothing,
    removeListener: nothing,
    removeAllListeners: nothing,
    escapeIdentifier: (call: Call) => call.safe(),
    escapeLiteral: (call: Call) => call.safe(),
    setTypeParser: nothing,
  },
};

/** A client or a pool of pg. */
export const client: Receiver = receiver(clientType, null);

const make = (name: string) => builtin(name, () => client);
const escape = (name: string) => builtin(name, (call) => call.safe());
const names = { Client: make('Client'), Pool: make('Pool'), Query: builtin('Query', (call) => call.argument(0)), escapeIdentifier: escape('escapeIdentifier'), escapeLiteral: escape('escapeLiteral') }; // prettier-ignore

/** What the package exports. */
export const exported = { ...names, default: objectValue(Object.entries(names)) };

const text = (name: string) => builtin(name, (call) => call.argument(0));

/** `from` and `to` of pg-copy-streams. */
export const copyStreams = { from: text('from'), to: text('to') };
