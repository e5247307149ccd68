import type { Call } from '../call.ts';
import { itemsOf } from '../iteration.ts';
import { arrayValue, type Builtin, builtin, noError, objectValue, type Value } from '../values.ts';

/** The callback that a step calls when it is done. */
const done = builtin('callback', (call) => call.unknown());

/** Runs steps one after the other, then what comes last: `async.series([f, g], callback)`. */
function runSteps(call: Call): Value {
  const [steps, last] = call.args;
  const found = steps?.kind === 'object' ? [...steps.properties.values()] : steps ? itemsOf(steps, call.written) : [];
  for (const step of found) runStep(call, step);
  if (last) call.run(last, [noError(call.range), call.unknown()]);
  return call.unknown();
}

/** A step gets the results of those before it, as many as it takes, and the callback; of `async.auto` the last one of a list. */
function runStep(call: Call, step: Value): void {
  const own = step.kind === 'array' ? step.items.at(-1) : step;
  if (!own) return;
  const amount = own.kind === 'function' && 'params' in own.node ? (own.node.params as readonly unknown[]).length : 1;
  const results = Array.from({ length: Math.max(amount - 1, 0) }, () => call.unknown());
  if (own.kind === 'unknown' || own.kind === 'choice') call.unverifiable();
  else call.run(own, [...results, done]);
}

/** `async.eachSeries(items, f, callback)`; some take a number before the function. */
function overItems(call: Call): Value {
  const [items, ...rest] = call.args;
  const [each, last] = rest.filter(({ kind }) => kind === 'function' || kind === 'builtin');
  if (!items || !each) return call.unknown();
  const found = items.kind === 'object' ? [...items.properties.values()] : itemsOf(items, 'item');
  for (const item of found) call.run(each, [item, done, done]);
  if (last) call.run(last, [noError(call.range), call.unknown()]);
  return arrayValue([], call.range, true);
}

const named = (call: Builtin['call'], ...names: readonly string[]) => names.map((name) => [name, builtin(name, call)] as const); // prettier-ignore

const members: Readonly<Record<string, Value>> = Object.fromEntries([
  ...named(runSteps, 'series', 'waterfall', 'parallel', 'parallelLimit', 'auto', 'tryEach'),
  ...named(overItems, 'each', 'eachSeries', 'eachLimit', 'eachOf', 'eachOfSeries', 'forEach', 'forEachSeries', 'forEachOf', 'forEachOfSeries', 'map', 'mapSeries', 'mapLimit', 'concatSeries'),
]); // prettier-ignore

/** The package `async`, with which callbacks are put in order. */
export const asyncPackage: Readonly<Record<string, Value>> = {
  ...members,
  default: objectValue(Object.entries(members)),
};
