import type { Files } from '../types.ts';
import type { Call } from './call.ts';
import { itemsOf } from './iteration.ts';
import { asText, knownString } from './sql.ts';
import { isDangerous } from './strangers.ts';
import { constant } from './string-text.ts';
import {
  arrayValue,
  builtin,
  choiceOf,
  noError,
  objectValue,
  type ObjectValue,
  optionsOf,
  stringValue,
  type Value,
} from './values.ts';

const text = (value: string, call: Call): Value => stringValue([constant(value, call.range)], call.range);

/** Runs callbacks and gives what all arguments give. */
const all = (call: Call): Value => {
  const [first] = call.args;
  return first ?? call.unknown();
};

const entries = (of: (key: Value, value: Value, call: Call) => Value) => (call: Call): Value => {
  const [object] = call.args;
  if (object?.kind === 'array') return arrayValue(object.items.map((item, index) => of(text(String(index), call), item, call)), call.range);
  if (object?.kind !== 'object') return call.unknown();
  const found = [...object.properties].map(([key, value]) => of(text(key, call), value, call));
  return arrayValue(found, call.range, object.isOpen);
}; // prettier-ignore

const objects = builtin('Object', (call) => objectValue([], call.range), {
  keys: builtin('keys', entries((key) => key)),
  values: builtin('values', entries((_, value) => value)),
  entries: builtin('entries', entries((key, value, call) => arrayValue([key, value], call.range))),
  assign: builtin('assign', assignAll),
  freeze: builtin('freeze', all),
  fromEntries: builtin('fromEntries', (call) => call.unknown()),
  defineProperty: builtin('defineProperty', define),
}); // prettier-ignore

/** `Object.defineProperty(exports, 'up', { value })`, or with a getter as compilers write it. */
function define(call: Call): Value {
  const [target, name, about] = call.args;
  const key = name ? knownString(name) : null;
  if (target?.kind !== 'object' || about?.kind !== 'object' || key === null) return target ?? call.unknown();
  const getter = about.properties.get('get');
  const value = about.properties.get('value') ?? (getter && call.run(getter, []));
  if (value) target.properties.set(key, value);
  return target;
}

function assignAll(call: Call): Value {
  const [target, ...sources] = call.args;
  if (target?.kind !== 'object') return target ?? call.unknown();
  for (const source of sources) {
    if (source.kind === 'receiver') call.unverifiable();
    if (source.kind === 'object') for (const [key, value] of source.properties) target.properties.set(key, value);
    else target.isOpen = true;
  }
  return target;
}

/** `new Promise((resolve, reject) => …)` gives what `resolve` is given. */
function settled(call: Call): Value {
  const [executor] = call.args;
  const results: Value[] = [];
  const resolve = builtin('resolve', (inner) => {
    results.push(inner.args.at(-1) ?? inner.unknown());
    return inner.unknown();
  });
  const value = executor
    ? call.run(executor, [resolve, builtin('reject', (inner) => inner.unknown())])
    : call.unknown();
  return results.length > 0 ? choiceOf(results, call.range, call.written) : value;
}

/** `Promise.mapSeries(items, f)` of Bluebird. */
const overItems = (call: Call): Value => {
  const [items, each] = call.args;
  if (!items || !each) return call.unknown();
  return arrayValue(itemsOf(items, `${call.written}[]`).map((item) => call.run(each, [item])), call.range);
}; // prettier-ignore

const promises = builtin('Promise', settled, {
  all: builtin('all', all),
  allSettled: builtin('allSettled', all),
  resolve: builtin('resolve', all),
  race: builtin('race', all),
  reject: builtin('reject', (call) => {
    call.note('throws');
    return call.unknown();
  }),
  ...Object.fromEntries(['map', 'mapSeries', 'each'].map((name) => [name, builtin(name, overItems)])),
});

/** `Number(rows[0].count)` asks what `rows[0].count` asks. */
const sameQuestion = (call: Call): Value => {
  const [given] = call.args;
  return given?.kind === 'test' ? { ...given, range: call.range } : call.unknown();
};

/** Nobody can tell what it does. */
function unreadable(call: Call): Value {
  call.unverifiable();
  return call.unknown();
}

/** What an object keeps cannot be followed. */
function keptFrom(call: Call): Value {
  if (call.args.some((arg) => isDangerous(arg))) call.unverifiable();
  return call.unknown();
}

/** Variables that every script has. `Promise.all(f)` of Bluebird and the like are no different. */
export function globals(): readonly (readonly [string, Value])[] {
  return [
    ['Object', objects],
    ['Promise', promises],
    ['Array', builtin('Array', (call) => arrayValue([], call.range, true), { from: builtin('from', arrayFrom), isArray: builtin('isArray', (call) => call.unknown()), of: builtin('of', (call) => arrayValue([...call.args], call.range)) })],
    ['String', builtin('String', (call) => stringValue(asText(call.argument(0)), call.range))],
    ...['Number', 'BigInt', 'Boolean', 'parseInt', 'parseFloat'].map((name) => [name, builtin(name, sameQuestion)] as const),
    ['JSON', objectValue([['stringify', builtin('stringify', (call) => call.unknown())], ['parse', builtin('parse', (call) => call.unknown())]])],
    ['console', builtin('console', (call) => call.unknown(), Object.fromEntries(['log', 'info', 'warn', 'error', 'debug', 'time', 'timeEnd', 'table'].map((name) => [name, builtin(name, (call) => call.unknown())])))],
    ...['setTimeout', 'setImmediate', 'queueMicrotask'].map((name) => [name, builtin(name, (call) => call.run(call.argument(0), []))] as const),
    ['URL', builtin('URL', (call) => urlOf(call))],
    ['Set', builtin('Set', all)],
    ['Map', builtin('Map', keptFrom)],
    ...['eval', 'Function'].map((name) => [name, builtin(name, unreadable)] as const),
    ['Error', builtin('Error', (call) => call.unknown())],
    ['Date', builtin('Date', (call) => call.unknown(), { now: builtin('now', (call) => call.unknown()) })],
  ];
} // prettier-ignore

function arrayFrom(call: Call): Value {
  const [items, each] = call.args;
  if (items?.kind !== 'array') return arrayValue(each ? [call.run(each, [])] : [], call.range, true);
  return each ? arrayValue(items.items.map((item) => call.run(each, [item])), call.range, items.isOpen) : items;
} // prettier-ignore

/** `new URL('./x.sql', import.meta.url)`: the path beside the script. */
function urlOf(call: Call): Value {
  const [path, base] = [knownString(call.argument(0)), knownString(call.argument(1))];
  if (path === null || base === null) return call.unknown();
  return text(resolvePath(base.slice(0, base.lastIndexOf('/') + 1) || '.', path), call);
}

/** A path made of parts, without `.` and `..` as far as they can go. */
export function resolvePath(...parts: readonly string[]): string {
  const names: string[] = [];
  for (const name of parts.join('/').split(/[\\/]+/)) {
    if (name === '..' && names.length > 0 && names.at(-1) !== '..') names.pop();
    else if (name !== '.' && name !== '') names.push(name);
  }
  return names.join('/');
}

const joinPaths = builtin('join', (call) => {
  const parts = call.args.map((arg) => knownString(arg));
  return parts.every((part) => part !== null) ? text(resolvePath(...parts), call) : call.unknown();
});

/** The text of a file of the project, when its path is known and it is there. */
function readText(call: Call, files: Files): Value {
  const paths = optionsOf(call.argument(0)).map((option) => knownString(option));
  const texts = paths.flatMap((path) =>
    path === null || path.startsWith('..') ? [] : (files.read(resolvePath(path)) ?? []),
  );
  // Of several paths, those that are not there could not be read.
  if (texts.length > 0 && !paths.includes(null))
    return choiceOf(
      texts.map((found) => stringValue([constant(found, call.head)], call.range)),
      call.range,
      call.written,
    );
  const callback = call.args.find(({ kind }) => kind === 'function');
  return callback ? call.run(callback, [noError(call.range), call.unknown()]) : call.unknown();
}

const readFile = builtin('readFile', (call) => {
  const callback = call.args.find(({ kind }) => kind === 'function');
  const found = readText(call, call.files);
  return callback && found.kind === 'text' ? call.run(callback, [noError(call.range), found]) : found;
});
const fileSystem = (): ObjectValue => {
  const promised = objectValue([['readFile', readFile]]);
  return objectValue([['readFileSync', builtin('readFileSync', (call) => readText(call, call.files))], ['readFile', readFile], ['promises', promised]]);
}; // prettier-ignore

const folder = builtin('dirname', (call) => {
  const path = knownString(call.argument(0));
  return path === null ? call.unknown() : text(path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || '.', call);
});

/** What `child_process` runs, such as `psql`. */
const programs = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'];

/** What Node's own modules give, as far as migrations use it; undefined for any other module. */
export function nodeModule(name: string): Value | undefined {
  switch (name.replace(/^node:/, '')) {
    case 'fs':
      return withDefault(fileSystem());
    case 'fs/promises':
      return withDefault(objectValue([['readFile', readFile]]));
    case 'path':
      return withDefault(objectValue([['join', joinPaths], ['resolve', joinPaths], ['dirname', folder]])); // prettier-ignore
    case 'url':
      return withDefault(objectValue([['fileURLToPath', builtin('fileURLToPath', all)], ['pathToFileURL', builtin('pathToFileURL', all)]])); // prettier-ignore
    case 'child_process':
      return withDefault(objectValue(programs.map((each) => [each, builtin(each, unreadable)] as const)));
    case 'bluebird':
      return { ...promises, properties: { ...promises.properties, default: promises } };
    case 'util':
      return withDefault(objectValue([['promisify', builtin('promisify', all)]]));
    default:
      return undefined;
  }
}

/** The object itself is its module's default. */
function withDefault(module: ObjectValue): Value {
  module.properties.set('default', module);
  return module;
}
