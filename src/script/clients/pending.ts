import { testOfText } from '../ask.ts';
import type { Call } from '../call.ts';
import { type Composable, type Life } from '../sql-tag/composable.ts';
import { type Text, textValue } from '../string-text.ts';
import { type Method, receiver, type Receiver, type ReceiverType, type Value } from '../values.ts';
import { rowMethods } from './rows.ts';

/** A query that runs when it is awaited, unless it becomes a part of another. */
export interface Pending extends Composable {
  readonly written: string;
}

const statements =
  /^(?:\s|\(|--[^\n]*\n|\/\*[^]*?\*\/)*(?:alter|analy[sz]e|begin|call|checkpoint|cluster|comment|commit|copy|create|deallocate|declare|delete|discard|do|drop|end|execute|explain|fetch|grant|import|insert|listen|load|lock|merge|notify|prepare|reassign|refresh|reindex|release|reset|revoke|rollback|savepoint|security|select|set|show|start|table|truncate|unlisten|update|vacuum|values|with)\b/i;

/** Sends a query at the end of the migration, unless another one has taken it in. Pieces that begin no statement are not sent. */
export function pending(call: Call, text: Text, type: ReceiverType<Pending> = pendingType): Receiver {
  const life: Life = { isUsed: false };
  const words = textValue(text);
  if (statements.test(words)) call.send(() => (life.isUsed ? null : text), { raw: true });
  else if (words.trimStart().startsWith('${')) call.unverifiable(undefined, undefined, () => life.isUsed);
  const state: Pending = { toSql: () => text, shape: 'fragment', life, made: call.range, written: call.written };
  return receiver(type, state, call.range);
} // prettier-ignore

const same: Method<Pending> = (call, { type, state }) => receiver(type, { ...state, made: call.range }, call.range);

const rows = ({ state, range }: Receiver<Pending>): Value => ({ ...testOfText(state.toSql(), range), expression: state.written }); // prettier-ignore

const names = ['simple', 'execute', 'raw', 'values', 'readable', 'writable', 'cancel', 'describe', 'stream', 'cursor'];

/** A query of postgres.js. */
const pendingType: ReceiverType<Pending> = {
  name: 'Query',
  methods: {
    ...Object.fromEntries(names.map((name) => [name, same])),
    ...(rowMethods as Readonly<Record<string, Method<Pending>>>),
    some: (call, self) => (call.args.forEach((arg) => call.run(arg, [])), rows(self)),
    find: (call, self) => (call.args.forEach((arg) => call.run(arg, [])), rows(self)),
  },
  get: (self) => rows(self),
  isHarmless: true,
};
