import { textValue } from '../string-text.ts';
import { optionsOf, type Value } from '../values.ts';

/** The major version of Sequelize that runs a script. */
export type Version = 6 | 7;

/** What a table says of a word; nothing for words that every object knows, such as `constructor`. */
export function entry<Entry>(table: Readonly<Record<string, Entry>>, word: string): Entry | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** Whether an option is set, or may be: what is not known counts as set. */
export function maySet(options: Value, name: string): boolean {
  return optionsOf(options).some((each) => {
    if (each.kind !== 'object') return each.kind === 'unknown';
    const value = each.properties.get(name);
    return value ? isTruthy(value) : each.isOpen;
  });
}

/** Whether an option is surely set. */
export function isSet(options: Value, name: string): boolean {
  return optionsOf(options).every((each) => {
    const value = each.kind === 'object' ? each.properties.get(name) : undefined;
    return value !== undefined && value.kind !== 'unknown' && isTruthy(value);
  });
}

/** Whether a value is surely false in a condition: `null`, `false`, `0`, an empty string. */
export function isFalsy(value: Value): boolean {
  return !isTruthy(value);
}

function isTruthy(value: Value): boolean {
  return optionsOf(value).some((each) => {
    if (each.kind === 'constant') return Boolean(each.value);
    return each.kind !== 'text' || textValue(each.text) !== '';
  });
}

/** An option's value; of several possible objects, the first that has it. */
export function option(options: Value, name: string): Value | undefined {
  for (const each of optionsOf(options)) {
    const value = each.kind === 'object' ? each.properties.get(name) : undefined;
    if (value && !(value.kind === 'constant' && (value.value === undefined || value.value === null))) return value;
  }
  return undefined;
}

/** The items of an array, or none. */
export function itemsIn(value: Value | undefined): readonly Value[] {
  return value?.kind === 'array' ? value.items : [];
}
