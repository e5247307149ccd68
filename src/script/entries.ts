import type { Direction, Range } from '../types.ts';
import { interfacesOf, superName } from './classes.ts';
import type { Entry } from './framework.ts';
import type { Module } from './module.ts';
import { type FunctionValue, type ObjectValue, optionsOf, type Value } from './values.ts';

/** Arguments of an entry function by direction; one list when both are given the same. */
type Arguments = readonly Value[] | Readonly<Record<Direction, readonly Value[]>>;

/**
 * The functions `up` and `down` of a script, however it exports them: `export function up`, `exports.up =`,
 * `module.exports = { up }`, `export default { up }`.
 */
export function exportedEntries({ exports }: Module, args: Arguments, names: Readonly<Record<Direction, string>> = { up: 'up', down: 'down' }): readonly Entry[] {
  const whole = exports.properties.get('default');
  const homes = [exports, ...(whole?.kind === 'object' ? [whole] : [])];
  return (['up', 'down'] as const).flatMap((direction) => {
    const home = homes.find(({ properties }) => functionsOf(properties.get(names[direction])).length > 0);
    return home ? entryOf(home, direction, names[direction], args) : [];
  });
} // prettier-ignore

/** The methods `up` and `down` of the script's classes that implement or extend one of these names; of all, when none is given. */
export function classEntries(module: Module, args: Arguments, names: readonly string[] = []): readonly Entry[] {
  return classesOf(module).flatMap((each) => {
    const own = [...interfacesOf(each), superName(each)];
    if (names.length > 0 && !names.some((name) => own.includes(name))) return [];
    const object = module.instantiate(each);
    return (['up', 'down'] as const).flatMap((direction) => entryOf(object, direction, direction, args));
  });
}

function entryOf(home: ObjectValue, direction: Direction, name: string, args: Arguments): readonly Entry[] {
  const own = home.properties.get(name);
  // Of functions that a script exports in one case or another, each may be run.
  return functionsOf(own ?? inherited(home, name)).map((callee): Entry => {
    const self = (own && callee.self) ?? home;
    return { direction, callee, args: 'up' in args ? args[direction] : args, self };
  });
}

function functionsOf(value: Value | undefined): readonly FunctionValue[] {
  return value ? optionsOf(value).filter((option) => option.kind === 'function') : [];
}

/** A method of the class that the script's class extends. */
function inherited({ base }: ObjectValue, name: string): Value | undefined {
  return base?.kind === 'object' ? (base.properties.get(name) ?? inherited(base, name)) : undefined;
}

/** The classes that a script exports, or else all of its top level. */
export function classesOf({ exports, scope }: Module): readonly FunctionValue[] {
  const isClass = (value: Value): value is FunctionValue => value.kind === 'function' && value.node.type.startsWith('Class'); // prettier-ignore
  const exported = [...exports.properties.values()].filter(isClass);
  const found = exported.length > 0 ? exported : [...scope.variables.values()].filter(isClass);
  return [...new Map(found.map((each) => [each.node, each])).values()];
}

/** Where a function's name, or else the function, stands. */
export function nameRange({ node, range }: FunctionValue): Range {
  return 'id' in node && node.id ? (node.id.range ?? [node.id.start, node.id.end]) : range;
}
