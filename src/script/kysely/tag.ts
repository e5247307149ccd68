import type { Call } from '../call.ts';
import { asText, identifier, joined } from '../sql.ts';
import { asOne, bound, composed, eachWay, enclosed, templateText } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import { type Method, receiver, type ReceiverType, type Value } from '../values.ts';
import { fragment, statement } from './fragment.ts';
import { immediate } from './expression.ts';
import { objectName, reference } from './names.ts';

const unnamed = { schema: null, expressions: [] };

/** A value in a template: a part of the SQL, or bound to it. */
const parameter = (value: Value): Text => enclosed(value, ['select']) ?? bound(value);

const gives = (make: (value: Value, call: Call) => Text): Method => (call) => fragment(asOne(make(call.argument(0), call), call.range), call.range); // prettier-ignore

const lit = gives((value) => immediate(value));
const val = gives((value) => bound(value));

/** `sql.join(items, separator)`. */
function join(call: Call): Value {
  const [list, separator] = [call.argument(0), call.argument(1)];
  if (list.kind !== 'array') return call.safe();
  const between = composed(separator) ?? [constant(', ', list.range)];
  const parts = list.items.flatMap((item, index) => [...(index > 0 ? between : []), ...parameter(item)]);
  return fragment(parts, call.range);
}

const type: ReceiverType = {
  name: 'sql',
  isHarmless: true,
  tag: (_, template, call) =>
    eachWay(template.values, template.range, (values) => statement(templateText({ ...template, values }, parameter), call)),
  methods: {
    raw: (call) => eachWay([call.argument(0)], call.range, ([value]) => (value ? statement(asText(value), call) : call.unknown())),
    id: gives((_, call) => joined(call.args.map((arg) => identifier(arg)), '.')),
    ref: gives((value) => reference(value)),
    table: gives((value) => objectName(value, unnamed)),
    column: gives((value) => reference(value)),
    lit,
    literal: lit,
    val,
    value: val,
    join,
  },
}; // prettier-ignore

/** The tag `sql` of Kysely. */
export const sql = receiver(type, null);
