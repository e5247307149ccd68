import type { Range } from '../../types.ts';
import { asText } from '../sql.ts';
import { bound, type Composable, composed, eachWay, templateText } from '../sql-tag/composable.ts';
import type { Text } from '../string-text.ts';
import {
  builtin,
  objectValue,
  receiver,
  type Receiver,
  type ReceiverType,
  stringValue,
  type Value,
} from '../values.ts';

const type: ReceiverType<Composable> = {
  name: 'Sql',
  isHarmless: true,
  methods: {},
  get: (self, name) => (name === 'sql' || name === 'text' ? stringValue(self.state.toSql(), self.range) : undefined),
  others: 'nothing',
};

/** A piece of SQL of `Prisma.sql`. */
const fragment = (text: Text, made: Range): Receiver =>
  receiver(type, { toSql: () => text, shape: 'fragment', life: { isUsed: false }, made } satisfies Composable, made);

const part = (value: Value): Text => composed(value) ?? bound(value);

const sqlType: ReceiverType = {
  name: 'Prisma.sql',
  isHarmless: true,
  methods: {},
  tag: (_, template) => eachWay(template.values, template.range, (values) => fragment(templateText({ ...template, values }, part), template.range)), // prettier-ignore
};

const join = builtin('join', (call) => {
  const [list, separator] = [call.argument(0), call.argument(1)];
  if (list.kind !== 'array') return call.safe();
  const between = separator.kind === 'text' ? asText(separator) : call.sql`, `;
  return fragment(list.items.flatMap((item, index) => [...(index > 0 ? between : []), ...part(item)]), call.range);
}); // prettier-ignore

const raw = builtin('raw', (call) => eachWay([call.argument(0)], call.range, ([text]) => fragment(text ? asText(text) : [], call.range))); // prettier-ignore

/** The namespace `Prisma`. */
export const namespace = objectValue([
  ['sql', receiver(sqlType, null)],
  ['raw', raw],
  ['join', join],
  ['empty', fragment([], [0, 0])],
]);
