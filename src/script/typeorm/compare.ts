import { asText, knownString } from '../sql.ts';
import type { Value } from '../values.ts';
import { is } from './column.ts';
import { listOf, option, truth } from './options.ts';
import { originOf } from './questions.ts';

/** Whether what decides about dropping is the same in both for certain. */
export function isMadeAnew(old: Value, column: Value): boolean {
  if (['type', 'length', 'isArray'].some((name) => !isSame(old, column, name))) return true;
  const kind = option(column, 'generatedType');
  const isStored = kind ? !is(kind, 'VIRTUAL') : originOf(column) !== null;
  return isStored && !(isSame(old, column, 'generatedType') && isSame(old, column, 'asExpression'));
}

/** Whether an option is the same in both columns: because both say so, or because one is a copy of the other. */
export function isSame(old: Value, column: Value, name: string): boolean {
  const [before, after] = [option(old, name), option(column, name)];
  if (before && after) return before === after || sameText(before, after);
  if (before) return isDescribed(column) && isOff(before, name);
  if (after) return isDescribed(old) && isOff(after, name);
  const [from, to] = [originOf(old) ?? (old.kind === 'text' ? old : null), originOf(column)];
  if (!from && !to) return isDescribed(old) && isDescribed(column);
  return from !== null && to !== null && (from === to || sameText(from, to));
} // prettier-ignore

const switches = new Set(['length', 'isArray', 'isNullable', 'isUnique', 'isPrimary', 'isGenerated']);

/** Whether an option says what TypeORM takes without it. */
const isOff = (value: Value, name: string): boolean => switches.has(name) && truth(value) === false;

/** Whether an option that an object does not name is not set: `new TableColumn({ … })`. */
const isDescribed = (column: Value): boolean => column.kind === 'object' && !column.isOpen && !originOf(column);

function sameText(before: Value, after: Value): boolean {
  const [a, b] = [knownString(before), knownString(after)];
  if (a !== null || b !== null) return a === b;
  if (before.kind === 'array' && after.kind === 'array') return sameText(joinedItems(before), joinedItems(after));
  return before.kind === 'constant' && after.kind === 'constant' && before.value === after.value;
}

const joinedItems = (value: Value): Value => {
  const text = listOf(value).flatMap((item) => asText(item));
  return { kind: 'text', text, range: value.range };
};
