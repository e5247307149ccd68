import { rowsOf, testOfText } from '../ask.ts';
import type { Call } from '../call.ts';
import { asText, isMissing } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { concatenated } from '../templates.ts';
import { arrayValue, receiver, type ReceiverType, type Template, type Value } from '../values.ts';

/** A method that needs nothing of its receiver. */
export type Plain = (call: Call) => Value | undefined;

/** `query(sql, parameters?)`: what it finds answers a condition. */
export function runRaw(call: Call): Value {
  call.sendRaw(call.argument(0));
  return rowsOf(call, call.argument(0), call.argument(1));
}

/** Text with its values as parameters; a function gives a part of the SQL itself, or a list of values. */
function textOf({ texts, values }: Template, call: Call): Text {
  let parameters = 0;
  const parameter = (value: Value): Text => [constant(`$${++parameters}`, value.range)];
  return texts.flatMap((text, index) => {
    const value = values[index];
    if (!value) return text;
    if (value.kind === 'constant' && value.value === null) return [...text, constant('NULL', value.range)];
    if (value.kind !== 'function') return [...text, ...parameter(value)];
    const given = call.run(value, []);
    const list = given.kind === 'array' ? given.items.flatMap((item, at) => [...(at > 0 ? [constant(', ', item.range)] : []), ...parameter(item)]) : null; // prettier-ignore
    return [...text, ...(list ?? asText(concatenated([given], value.range)))];
  });
}

const tag: ReceiverType<null> = {
  name: 'sql',
  methods: {},
  call(call) {
    call.sendRaw(call.argument(0));
    return call.unknown();
  },
  tag(_, template, call) {
    const text = textOf(template, call);
    call.send(text, { raw: true });
    const given = template.values.filter((value) => !isMissing(value));
    return { ...testOfText(text, call.range, arrayValue([...given], call.range)), expression: call.written };
  },
};

/** `` queryRunner.sql`…` ``, of a manager, a repository, a data source. */
export const sqlTag = receiver(tag, null);
