import { testOfText } from '../ask.ts';
import type { Call } from '../call.ts';
import { asText } from '../sql.ts';
import { constant, type Text, textValue } from '../string-text.ts';
import { builtin, objectValue, optionsOf, receiver, type Receiver, type ReceiverType, stringValue, unknown, type Value } from '../values.ts'; // prettier-ignore
import { withBindings } from './bindings.ts';
import { type Fragment, takeParts } from './fragment.ts';
import { limited } from './replace-text.ts';
import { verbatimOf } from './words.ts';

/** What `knex.raw(…)` gives. */
interface Raw extends Fragment {
  text: Text;
  readonly bindings: Value;
  readonly written: string;
  /** Whether the script waits for it, so that it certainly runs. */
  isAwaited: boolean;
}

/** Words with which PostgreSQL's statements begin; what begins otherwise is a part of one. */
const statement =
  /^(?:\s|\(|;|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:alter|analy[sz]e|begin|call|checkpoint|close|cluster|comment|commit|copy|create|deallocate|declare|delete|discard|do|drop|end|execute|explain|fetch|grant|import|insert|listen|load|lock|merge|move|notify|prepare|reassign|refresh|reindex|release|reset|revoke|rollback|savepoint|security|select|set|show|start|table|truncate|unlisten|update|vacuum|values|with)\b(?!\.)/i; // prettier-ignore

const type: ReceiverType<Raw> = {
  name: 'Raw',
  methods: {
    wrap(call, { state }) {
      state.text = limited(call.sql`${verbatimOf(call.argument(0))}${state.text}${verbatimOf(call.argument(1))}`);
    },
    toString: text,
    toQuery: text,
    toSQL: compiled,
  },
  others: 'chain',
  isHarmless: true,
  awaited: ({ state, range }) => {
    state.isAwaited = true;
    return { ...testOfText(state.text, range, state.bindings), expression: state.written };
  },
};

function text(call: Call, { state }: Receiver<Raw>): Value {
  state.isPart = true;
  return stringValue(state.text, call.range);
}

function compiled(call: Call, self: Receiver<Raw>): Value {
  return compiledSql(call, text(call, self));
}

/** What `toSQL()` gives, and its `toNative()`. */
export function compiledSql(call: Call, sql: Value): Value {
  const parts = [['sql', sql], ['bindings', call.unknown()]] as const; // prettier-ignore
  const native = builtin('toNative', () => objectValue(parts));
  return objectValue([...parts, ['toNative', native]], call.range);
}

/** A text that is a part of other SQL, and never runs by itself. */
export function part(text: Text, range: Value['range']): Receiver {
  const state: Raw = { text, bindings: unknown('', range), written: textValue(text), fragment: () => state.text, isPart: true, isAwaited: false }; // prettier-ignore
  return receiver(type as ReceiverType, state, range);
}

/** `knex.raw(sql, bindings)`: runs, unless it becomes a part of another call's SQL. */
export function raw(call: Call): Value {
  const [sql, bindings] = [call.argument(0), call.argument(1)];
  takeParts(call.args);
  const options = optionsOf(sql).map((option) => withBindings(verbatimOf(option), bindings));
  const [first = []] = options;
  const state: Raw = { text: first, bindings, written: call.written, fragment: () => state.text, isPart: false, isAwaited: false }; // prettier-ignore
  if (options.length > 1) {
    // Which of them runs is not known: all that can be seen is judged.
    state.text = asText(sql);
    if (options.some((each) => statement.test(textValue(each)))) call.sendRaw(sql);
  } else send(call, state);
  return receiver(type as ReceiverType, state, call.range);
}

function send(call: Call, state: Raw): void {
  if (isHidden(state.text)) call.unverifiable(undefined, undefined, () => state.isPart);
  else call.send(() => (runs(state) ? state.text : null), { raw: true });
}

/** Whether nothing of a text is known. */
const isHidden = (text: Text) =>
  text.some(({ kind }) => kind === 'hole') &&
  text.every(({ kind, text: words }) => kind === 'hole' || words.trim() === '');

function runs({ isPart, isAwaited, text: sql }: Raw): boolean {
  return isAwaited || (!isPart && statement.test(textValue(sql)));
}

/** `schema.raw(sql, bindings)`: runs at once; its text. */
export function runRaw(call: Call): Text | null {
  takeParts(call.args);
  const [only, ...others] = optionsOf(call.argument(0));
  const sql = only && others.length === 0 ? withBindings(verbatimOf(only), call.argument(1)) : [];
  if (others.length > 0 || isHidden(sql)) call.sendRaw(call.argument(0));
  else call.send(sql, { raw: true });
  return sql.length > 0 ? sql : null;
}

/** `knex.fn`. */
export const functions = objectValue([
  ['now', builtin('now', (call) => part([constant(nowOf(call.argument(0)), call.range)], call.range))],
  ['uuid', builtin('uuid', (call) => part([constant('(gen_random_uuid())', call.range)], call.range))],
  ['uuidToBin', builtin('uuidToBin', (call) => call.safe())],
  ['binToUuid', builtin('binToUuid', (call) => call.safe())],
]);

const nowOf = (precision: Value) =>
  precision.kind === 'constant' && typeof precision.value === 'number'
    ? `CURRENT_TIMESTAMP(${precision.value})`
    : 'CURRENT_TIMESTAMP';
