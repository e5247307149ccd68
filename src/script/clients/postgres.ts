import type { Call } from '../call.ts';
import { resolvePath } from '../globals.ts';
import { asText, knownString } from '../sql.ts';
import { bound, composed, eachWay } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import { builtin, type Method, receiver, type ReceiverType, type Template, type Value } from '../values.ts';
import { helper, helperText } from './postgres-helper.ts';
import { pending } from './pending.ts';

/** The text of a template: each value is a query, a helper, or bound to it. */
function written({ texts, values }: Template): Text {
  return texts.reduce<Text>((before, text, index) => {
    const value = values[index];
    const next = [...before, ...text];
    return value ? [...next, ...(composed(value) ?? helperText(value, next) ?? bound(value))] : next;
  }, []);
}

/** `sql.unsafe(text)`. */
const unsafe: Method = (call) => eachWay([call.argument(0)], call.range, ([text]) => pending(call, text ? asText(text) : [])); // prettier-ignore

/** `sql.file(path)`: a file of the project, or one beside the script. */
const file: Method = (call) => {
  const path = knownString(call.argument(0));
  const text = path === null ? null : (call.files.read(resolvePath(path)) ?? call.files.read(resolvePath(call.path, '..', path)));
  if (text === null) call.unverifiable();
  return text === null ? call.unknown() : pending(call, [constant(text, call.range)]);
}; // prettier-ignore

/** `sql.begin(options, sql => …)`: runs the callback with a connection of its own. */
const begin: Method = (call) => {
  const callback = call.args.find(({ kind }) => kind === 'function');
  if (!callback) call.unverifiable();
  return callback ? call.run(callback, [connection]) : call.unknown();
};

const value: Method = (call) => call.safe();
const nothing: Method = (call) => call.unknown();

const type: ReceiverType = {
  name: 'postgres',
  tag: (_, template, call) => eachWay(template.values, template.range, (values) => pending(call, written({ ...template, values }))), // prettier-ignore
  call: (call: Call): Value => helper(call.args, call.range),
  methods: {
    unsafe,
    file,
    begin,
    savepoint: begin,
    reserve: () => connection,
    release: nothing,
    end: nothing,
    close: nothing,
    listen: nothing,
    notify: nothing,
    subscribe: nothing,
    json: value,
    array: value,
    typed: value,
  },
  get: (_, name) => (/^(?:options|parameters|types|typed|PostgresError)$/.test(name) ? builtin(name, (call) => call.safe()) : undefined), // prettier-ignore
};

/** A connection of postgres.js: the function `sql` with all that it has. */
export const connection = receiver(type, null);
