import { isMissing, joined, knownString, qualified } from '../sql.ts';
import { asOne, bound, composed, inParentheses } from '../sql-tag/composable.ts';
import { constant, type Text, textValue } from '../string-text.ts';
import { type ObjectValue, receiver, type Receiver, type ReceiverType, stringValue, type Value } from '../values.ts';
import type { Range } from '../../types.ts';

/** What `sql(…)` was given: it is written in the way of the words before it. */
interface Given {
  readonly args: readonly Value[];
  readonly range: Range;
}

const type: ReceiverType<Given> = { name: 'Builder', methods: {}, others: 'nothing', isHarmless: true };

/** `sql('users')`, `sql(['a', 'b'])`, `sql(row, 'a', 'b')`. */
export const helper = (args: readonly Value[], range: Range): Receiver => receiver(type, { args, range }, range);

const keywords = /(?<=^|[\s(])(values|in|select|as|returning|update|insert)(?=$|[\s(])|\(/gi;

/** The SQL of a helper after these words; null for any other value. */
export function helperText(value: Value, before: Text): Text | null {
  if (value.kind !== 'receiver' || value.type.name !== 'Builder') return null;
  const { args, range } = value.state as Given;
  const [first = stringValue([], range), ...rest] = args.map((arg) => (arg.kind === 'array' && arg.isOpen ? { ...arg, items: [] } : arg)); // prettier-ignore
  const word = [...textValue(before).matchAll(keywords)].at(-1)?.[0].toLowerCase();
  const columns = rest.flatMap((each) => (each.kind === 'array' ? each.items : [each]));
  switch (word) {
    case 'in':
    case 'values':
      return lists(first, columns);
    case 'insert':
      return inserted(first, columns);
    case 'update':
      return assigned(first, columns);
    default:
      return first.kind === 'object' ? names(namesOf(first, columns, range)) : asOne(names(first.kind === 'array' ? first.items : [first]), range); // prettier-ignore
  }
}

const names = (values: readonly Value[]): Text =>
  joined(
    values.map((value) => composed(value) ?? qualified(value)),
    ', ',
  );

const part = (value: Value): Text => composed(value) ?? bound(value);

/** The names of an object's values that are written: those asked for, or all. */
function namesOf(row: ObjectValue, columns: readonly Value[], range: Range): readonly Value[] {
  if (columns.length > 0) return columns;
  return [...row.properties].flatMap(([key, value]) => (isMissing(value) ? [] : [stringValue([constant(key, range)], range)]));
} // prettier-ignore

function valuesOf(row: Value, columns: readonly Value[]): Text {
  if (row.kind === 'array') return inParentheses(joined(row.items.map((item) => part(item)), ', '));
  if (row.kind !== 'object') return inParentheses(part(row));
  const each = namesOf(row, columns, row.range).map((name) => row.properties.get(knownString(name) ?? ''));
  return inParentheses(joined(each.map((value) => (value ? part(value) : [constant('NULL', row.range)])), ', '));
} // prettier-ignore

function lists(first: Value, columns: readonly Value[]): Text {
  const isRows = first.kind === 'array' && first.items.some(({ kind }) => kind === 'array' || kind === 'object');
  if (isRows) return joined(first.items.map((row) => valuesOf(row, columns)), ', ');
  if (first.kind === 'array' && first.items.length === 0) return [constant('(NULL)', first.range)];
  return valuesOf(first, columns);
} // prettier-ignore

function inserted(first: Value, columns: readonly Value[]): Text {
  const rows = first.kind === 'array' ? first.items : [first];
  const [row] = rows;
  const keys = row?.kind === 'object' ? namesOf(row, columns, first.range) : columns;
  const head = keys.length > 0 ? inParentheses(names(keys)) : [];
  const values = joined(rows.map((each) => valuesOf(each, keys)), ', ');
  return [...head, constant('VALUES ', first.range), ...(values.length > 0 ? values : inParentheses(bound(first)))];
} // prettier-ignore

function assigned(first: Value, columns: readonly Value[]): Text {
  const keys = first.kind === 'object' ? namesOf(first, columns, first.range) : columns;
  const texts = keys.map((key): Text => {
    const value = first.kind === 'object' ? first.properties.get(knownString(key) ?? '') : undefined;
    return [...qualified(key), constant(' = ', key.range), ...part(value ?? key)];
  });
  return texts.length > 0 ? joined(texts, ', ') : [constant('"?" = ', first.range), ...bound(first)];
}
