import type { Call } from './call.ts';
import { narrowed } from './conditions.ts';
import { decided, sameDatabase } from './dialect.ts';
import { itemsOf } from './iteration.ts';
import { asText, joined, knownString } from './sql.ts';
import { bounded, constant, type Text, textValue } from './string-text.ts';
import { concatenated } from './templates.ts';
import { rangeOf } from './tree.ts';
import { type ArrayValue, arrayValue, awaited, builtin, choiceOf, constantValue, type FunctionValue, stringValue, type Test, type TextValue, unknown, type Value } from './values.ts'; // prettier-ignore

/** What a method of JavaScript's own gives; null when the value has no such method, or nothing is known of it. */
export function knownMethod(object: Value, call: Call): Value | null {
  if (call.name === 'then' || call.name === 'catch' || call.name === 'finally') return settled(object, call);
  switch (object.kind) {
    case 'array':
      return ofArray(object, call);
    case 'text':
      return ofText(object, call);
    case 'function':
      return ofFunction(object, call);
    case 'member':
      return ofMember(object, call);
    case 'test':
      return ofTest(object, call);
    case 'constant':
      return call.name.startsWith('to') ? stringValue(asText(object), call.range) : null;
    default:
      return null;
  }
}

/** `promise.then(f)`: what the promise gives, f gets. */
function settled(object: Value, call: Call): Value {
  const results = call.args.map((arg) => (call.name === 'then' ? call.run(arg, [awaited(object)]) : call.run(arg, [])));
  return call.name === 'then' ? (results[0] ?? object) : object;
}

function ofArray(array: ArrayValue, call: Call): Value | null {
  const [first] = call.args;
  const each = (items: readonly Value[]) => items.map((item, index) => (first ? call.run(first, [item, constantValue(index, call.range), array]) : item)); // prettier-ignore
  const items = itemsOf(array, `${call.written}[]`);
  const again = (values: readonly Value[]) => arrayValue([...values], call.range, array.isOpen);
  switch (call.name) {
    case 'forEach':
    case 'map':
      return again(each(items));
    case 'flatMap':
      return again(each(items).flatMap((item) => (item.kind === 'array' ? item.items : [item])));
    case 'reduce':
    case 'reduceRight':
      return first ? reduced(items, first, call) : null;
    case 'filter':
    case 'find':
    case 'some':
    case 'every':
      each(items);
      return call.name === 'filter' ? (first?.kind === 'builtin' ? again(items) : loosened(again(items))) : call.name === 'find' ? choiceOf(items, call.range, call.written) : call.unknown(); // prettier-ignore
    case 'join':
      return join(array, call);
    case 'push':
    case 'unshift':
      array.items.push(...call.args);
      return constantValue(array.items.length, call.range);
    case 'concat':
      return joinedArrays(array, items, call);
    case 'reverse':
    case 'sort':
    case 'toReversed':
    case 'toSorted':
      return turned(array, items, call);
    case 'pop':
    case 'shift':
      return choiceOf(loosened(array).items, call.range, call.written);
    case 'fill':
    case 'splice':
    case 'with':
    case 'toSpliced':
      array.items.push(...call.args);
      return loosened(array);
    case 'flat':
      return again(items.flatMap((item) => (item.kind === 'array' ? item.items : [item])));
    case 'slice':
      return numbersOf(call) ? again(items.slice(...(numbersOf(call) ?? []))) : loosened(again(items));
    case 'includes':
      return included(items, call);
    case 'entries':
      return again(items.map((item, index) => arrayValue([constantValue(index, call.range), item], call.range)));
    case 'values':
      return array;
    default:
      return null;
  }
}

const loosened = (array: ArrayValue) => Object.assign(array, { isLoose: true });

/** An array in another order; what changes it in place leaves the order open. */
function turned(array: ArrayValue, items: readonly Value[], call: Call): Value {
  if (!call.name.startsWith('to')) loosened(array);
  const again = (values: readonly Value[]) => arrayValue([...values], call.range, array.isOpen);
  if (call.name.endsWith('everse') || call.name.endsWith('eversed')) return again(items.toReversed());
  const words = items.map((item) => knownString(item));
  if (call.args.length > 0 || words.includes(null)) return loosened(again(items));
  return again(items.toSorted((a, b) => ((knownString(a) ?? '') < (knownString(b) ?? '') ? -1 : 1)));
}

/** `['mysql', 'sqlite'].includes(dialect)` is decided where all are names of databases. */
function included(items: readonly Value[], call: Call): Value {
  const answers = items.map((item) => sameDatabase(item, call.argument(0)));
  return answers.length > 0 && answers.every((answer) => answer !== null) ? decided(answers.includes(true), call.range) : call.unknown(); // prettier-ignore
}

const mostItems = 10_000;

/** `a.concat(b)`: a script may double its arrays, which is followed up to a limit. */
function joinedArrays(array: ArrayValue, items: readonly Value[], call: Call): Value {
  const all = [...items, ...call.args.flatMap((arg) => (arg.kind === 'array' ? arg.items : [arg]))];
  return arrayValue(all.slice(0, mostItems), call.range, array.isOpen || all.length > mostItems);
}

function reduced(items: readonly Value[], callback: Value, call: Call): Value {
  const [start, ...rest] = call.args.length > 1 ? [call.argument(1), ...items] : items;
  return rest.reduce<Value>((before, item) => call.run(callback, [before, item]), start ?? call.unknown());
}

function join(array: ArrayValue, call: Call): Value {
  const given = call.argument(0);
  const separator = given.kind === 'constant' && given.value === undefined ? ',' : knownString(given);
  if (separator === null || array.isOpen || array.isLoose === true || array.items.some(({ kind }) => kind === 'choice')) return call.unknown();
  return stringValue(joined(array.items.map((item) => bounded(asText(item), call.range)), separator), call.range);
} // prettier-ignore

function ofText(object: TextValue, call: Call): Value | null {
  const known = knownString(object);
  const plain = (text: string) => stringValue([constant(text, object.range)], call.range);
  switch (call.name) {
    case 'trim':
    case 'trimStart':
    case 'trimEnd':
    case 'toString':
    case 'valueOf':
    case 'normalize':
      return { ...object, range: call.range };
    case 'concat':
      return concatenated([object, ...call.args], call.range);
    case 'toLowerCase':
      return known === null ? null : plain(known.toLowerCase());
    case 'toUpperCase':
      return known === null ? null : plain(known.toUpperCase());
    case 'repeat':
      return null;
    case 'replace':
    case 'replaceAll':
      return known === null ? null : replaced(known, call, plain);
    case 'split':
      return known === null ? null : splitText(object, known, call);
    case 'slice':
    case 'substring':
      return sliced(known, numbersOf(call), plain);
    case 'includes':
    case 'startsWith':
    case 'endsWith':
      return null;
    default:
      return null;
  }
}

/** A replacement must not make a text of any length. */
const mostWork = 10_000_000;

function replaced(text: string, call: Call, plain: (text: string) => Value): Value | null {
  const [pattern, replacement] = [call.argument(0), call.argument(1)];
  const [from, to] = [knownString(pattern), knownString(replacement)];
  if (to === null || text.length * Math.max(to.length, 1) > mostWork) return null;
  const all = call.name === 'replaceAll';
  if (from !== null) return plain(all ? text.replaceAll(from, to) : text.replace(from, to));
  return pattern.kind === 'constant' && pattern.value instanceof RegExp && isQuick(pattern.value) ? plain(text.replace(pattern.value, to)) : null; // prettier-ignore
}

function sliced(text: string | null, bounds: readonly number[] | null, plain: (text: string) => Value): Value | null {
  return text === null || !bounds ? null : plain(text.slice(...bounds));
}

/** The arguments as numbers, when all are known. */
function numbersOf(call: Call): readonly number[] | null {
  const numbers = call.args.flatMap((arg) => (arg.kind === 'constant' ? [Number(arg.value)] : []));
  return numbers.length === call.args.length ? numbers : null;
}

/** An expression of the script must not keep the linter busy: only those without repetition in repetition are run. */
const isQuick = ({ source }: RegExp) => source.length < 60 && !/[*+}]\)?[*+{]/.test(source) && !/\)[*+{]/.test(source);

function splitText(object: TextValue, known: string, call: Call): Value | null {
  const separator = knownString(call.argument(0));
  if (separator === null) return null;
  const parts = known.split(separator).map((part): Value => stringValue([constant(part, object.range)], object.range));
  return arrayValue(parts, call.range);
}

/** `q.query.call(q, …)`, `q.query.apply(q, […])`, `q.query.bind(q, …)`. */
function ofMember(object: Value, call: Call): Value | null {
  const [, ...rest] = call.args;
  if (call.name === 'call') return call.run(object, rest);
  if (call.name === 'apply' && rest[0]?.kind === 'array') return call.run(object, rest[0].items);
  return call.name === 'bind' ? bound(object, call) : null;
}

/** `f.call(self, …)`, `f.apply(self, […])`, `f.bind(self, …)`. */
function ofFunction(object: FunctionValue, call: Call): Value | null {
  const [self, ...rest] = call.args;
  if (call.name === 'call') return call.run(object, rest, self ?? null);
  if (call.name === 'apply') return call.run(object, rest[0]?.kind === 'array' ? rest[0].items : [], self ?? null);
  if (call.name !== 'bind') return null;
  return rest.length > 0 ? bound(object, call) : { ...object, self: self ?? null };
}

/** `f.bind(self, a, b)`: a function that has its first arguments. */
function bound(object: Value, call: Call): Value {
  const [self, ...rest] = call.args;
  return rest.length === 0 ? object : builtin('bind', (later) => call.run(object, [...rest, ...later.args], self ?? null));
} // prettier-ignore

/** Whether a callback makes something of its own: a function to be run, a text that is more than what it is given. */
export function isMade(result: Value): boolean {
  return /^(?:function|builtin|member)$/.test(result.kind) || (result.kind === 'text' && result.text.some(({ kind, text }) => kind !== 'hole' && text.trim() !== '')); // prettier-ignore
}

/** `rows.some(row => row.name === 'users')`: asks for what the names in it say. Any row is given to the callback. */
function ofTest(test: Test, call: Call): Value {
  const results = call.args.flatMap((arg) => (arg.kind === 'function' ? [call.run(arg, [unknown(`${test.expression ?? ''}[]`, test.range)])] : [])); // prettier-ignore
  if (call.name === 'map' && results[0] && isMade(results[0])) return arrayValue(results, call.range);
  const literals = call.args.flatMap((arg) => (arg.kind === 'function' ? wordsIn(arg) : (knownString(arg) ?? [])));
  return narrowed(test, literals, call.range);
}

function wordsIn({ node, scope }: FunctionValue): readonly string[] {
  const source: Text = [constant(scope.source.slice(...rangeOf(node)), [0, 0])];
  return [...textValue(source).matchAll(/(['"`])((?:(?!\1)[^\\])*)\1/g)].map(([, , word = '']) => word);
}
