import type { OutputUnit } from '@cfworker/json-schema';
import { nearest } from '../nearest.ts';
import { nameOf } from './plain.ts';
import { shorten, type Key } from './problem.ts';
import type { Schema } from './schema.ts';

/** Where a value breaks its schema, and what is wrong there. */
export interface Explanation {
  readonly keys: readonly Key[];
  readonly what: string;
}

/** Errors that only say that something inside is wrong. */
const wrappers = new Set([
  '$ref',
  'properties',
  'additionalProperties',
  'additionalItems',
  'items',
  'anyOf',
  'oneOf',
  'allOf',
  'if',
]);

/** A longer list of valid values is left out where one of them is near. */
const mostListed = 6;

/** The most telling of a validator's errors in words: the one that lies deepest in the value. */
export function explain(value: unknown, schema: Schema, errors: readonly OutputUnit[]): Explanation {
  const leaves = errors.filter(({ keyword }) => !wrappers.has(keyword));
  const depths = leaves.map(({ instanceLocation }) => instanceLocation.split('/').length);
  const deepest = depths.reduce((most, depth) => Math.max(most, depth), 0);
  const location = leaves[depths.indexOf(deepest)]?.instanceLocation ?? '#';
  const here = leaves.filter(({ instanceLocation }) => instanceLocation === location);
  const { keys, found } = follow(value, location);
  const parent = location.slice(0, location.lastIndexOf('/'));
  const around = errors.filter((error) => wrappers.has(error.keyword) && error.instanceLocation === parent);
  const parents = [...new Set(around.map((error) => error.keywordLocation))].map((place) => schemaAt(schema, place));
  const what = here.some(({ keyword }) => keyword === 'false')
    ? unknownKey(keys, parents)
    : wrongValue(found, schema, here);
  return { keys, what };
}

function unknownKey(keys: readonly Key[], parents: readonly Schema[]): string {
  const key = keys.at(-1) ?? '';
  if (typeof key === 'number') return 'is one too many here';
  const noun = keys.at(-2) === 'rules' ? 'rule' : keys.includes('rules') ? 'option' : 'key';
  const valid = [...new Set(parents.flatMap(({ properties = {} }) => Object.keys(properties)))];
  const near = nearest(key, valid);
  if (near !== null) return `unknown ${noun}; did you mean "${near}"?`;
  if (noun === 'rule') return 'unknown rule; "farout-guard rules" lists them';
  return valid.length === 0 ? `unknown ${noun}; there are none` : `unknown ${noun}; there are ${valid.join(', ')}`;
}

function wrongValue(found: unknown, schema: Schema, errors: readonly OutputUnit[]): string {
  const nodes = [...new Set(errors.map(({ keywordLocation }) => schemaAt(schema, keywordLocation)))];
  const special = errors.length === 1 && errors[0] && describeFault(errors[0].keyword, nodes[0] ?? {}, found);
  if (special) return special;
  const values = nodes.flatMap((node) => node.enum ?? []).filter((item) => typeof item === 'string');
  const near = typeof found === 'string' && values.length > mostListed ? nearest(found, values) : null;
  if (near !== null) return `unknown value ${show(found)}; did you mean "${near}"?`;
  return `must be ${joinOr(nodes.flatMap(describe))}, not ${show(found)}`;
}

/** Faults that are no matter of another type or value. */
function describeFault(keyword: string, node: Schema, found: unknown): string | null {
  if (keyword === 'required') {
    const missing = (node['required'] as readonly string[]).filter((key) => !Object.hasOwn(found as object, key));
    return `lacks ${missing.map((key) => `"${key}"`).join(' and ')}`;
  }
  if (keyword === 'minLength' || keyword === 'minItems') return 'must not be empty';
  if (keyword === 'maxLength') return `must not be longer than ${String(node['maxLength'])} characters`;
  if (keyword === 'format')
    return `${show(found)} is not a valid ${node['format'] === 'regex' ? 'regular expression' : String(node['format'])}`;
  return keyword === 'pattern' ? `${show(found)} must match ${String(node['pattern'])}` : null;
}

function describe(node: Schema): readonly string[] {
  if (node.title !== undefined) return [node.title];
  if (node.enum) return node.enum.map((value) => JSON.stringify(value));
  if (node.anyOf) return node.anyOf.flatMap(describe);
  if (node.type === 'integer') return [`a whole number${rangeOf(node)}`];
  if (node.type === 'number') return [`a number${rangeOf(node)}`];
  return [typeNames[node.type ?? ''] ?? 'another value'];
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  object: 'an object',
  string: 'a string',
};

function rangeOf(schema: Schema): string {
  const [minimum, maximum] = [schema.minimum, schema.maximum].map((bound) =>
    typeof bound === 'number' ? bound : undefined,
  );
  if (minimum === undefined) return maximum === undefined ? '' : ` up to ${maximum}`;
  return maximum === undefined ? ` from ${minimum} on` : ` from ${minimum} to ${maximum}`;
}

function joinOr(items: readonly string[]): string {
  const unique = [...new Set(items)];
  const last = unique.pop() ?? '';
  return unique.length === 0 ? last : `${unique.join(', ')} or ${last}`;
}

function show(value: unknown): string {
  return typeof value === 'string' || typeof value === 'boolean' ? shorten(JSON.stringify(value), 40) : nameOf(value);
}

/** The keys of a JSON pointer and the value there. */
function follow(value: unknown, pointer: string): { keys: readonly Key[]; found: unknown } {
  let found = value;
  const keys = parts(pointer).map((part) => {
    const key = Array.isArray(found) ? Number(part) : part;
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, key)
        ? found[key as keyof typeof found]
        : undefined;
    return key;
  });
  return { keys, found };
}

/** The schema whose keyword a location ends with; `$ref` in it stands for what it refers to. */
function schemaAt(schema: Schema, keywordLocation: string): Schema {
  return parts(keywordLocation)
    .slice(0, -1)
    .reduce<Schema>((node, part) => {
      const next = node[part];
      return part === '$ref' ? schemaAt(schema, `${String(next)}/`) : ((next ?? {}) as Schema);
    }, schema);
}

function parts(pointer: string): readonly string[] {
  const [, ...rest] = pointer.split('/');
  return rest.map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
}
