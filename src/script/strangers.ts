import type { Call } from './call.ts';
import type { World } from './machine.ts';
import { isMade } from './methods.ts';
import { textValue } from './string-text.ts';
import { type Node, rangeOf } from './tree.ts';
import { arrayValue, type FunctionValue, optionsOf, unknown, type Value } from './values.ts';

/** Names under which clients of databases take SQL. */
const rawMethods = new Set(['query', 'raw', 'execute', 'exec', 'unsafe', 'runSql', 'executeSql', 'queryRaw', '$executeRaw', '$executeRawUnsafe', '$queryRaw', '$queryRawUnsafe', 'sql']); // prettier-ignore

const sqlBegins =
  /^(?:\s|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:alter|create|comment|copy|delete|do|drop|grant|insert|merge|revoke|select|truncate|update|with)\s/i;

/**
 * A call of what is not known: functions that it is given run, SQL that is plainly meant for a database is read,
 * and with an object of the database in its hands nobody can tell what it does.
 */
export function stranger(world: World, object: Value, call: Call): Value {
  const results = call.args.flatMap((arg) =>
    arg.kind === 'function' ? [call.run(arg, unknownArguments(arg))] : isBound(arg) ? [call.run(arg, [])] : [],
  );
  // What is made of each of unknown things is made of one of them.
  if (call.name === 'map' && results[0] && isMade(results[0])) return arrayValue(results, call.range);
  const adopted = world.adopt(object, call);
  if (adopted) return adopted;
  const [first] = call.args;
  if (first && object.kind !== 'text' && object.kind !== 'array' && rawMethods.has(call.name) && isSql(first))
    call.sendRaw(first);
  else if (!isPeaceful(call.written)) {
    call.note(calledStranger);
    if (object.kind === 'member' || isDestroyer(object, call) || call.args.some((arg) => isDangerous(arg)))
      call.unverifiable();
  }
  return call.unknown();
}

/** `f.bind(self, …)` that is given away. */
const isBound = ({ kind, ...value }: Value) => kind === 'builtin' && 'name' in value && value.name === 'bind';

/** Methods that destroy data, whatever object of a database they belong to. */
const destroyers =
  /^(?:drop(?:Table|Column|Schema|Database|Type|View)s?(?:IfExists)?|dropAllTables|clearDatabase|truncate(?:Table)?)$/;

function isDestroyer(object: Value, { name, written, args: [first] }: Call): boolean {
  if (object.kind === 'unknown' && /^new (?:Weak)?(?:Map|Set)\b/.test(object.expression)) return false;
  if (name === 'synchronize') return first?.kind === 'constant' && first.value === true;
  return destroyers.test(name) && written.includes(`.${name}`);
}

/** What is noted when something is called of which nothing is known. */
export const calledStranger = 'calls what is not known';

/** Nobody knows what a function will be given: each parameter is known by its name alone. */
export function unknownArguments({ node, scope }: FunctionValue): readonly Value[] {
  const parameters = 'params' in node ? (node.params as readonly Node[]) : [];
  return parameters.map((parameter) => unknown(scope.source.slice(...rangeOf(parameter)), rangeOf(parameter)));
}

const isSql = (value: Value) => optionsOf(value).some((option) => option.kind === 'text' && sqlBegins.test(textValue(option.text))); // prettier-ignore

/** Functions that only look at what they are given. */
const isPeaceful = (written: string) => /^(?:console|assert|expect|logger?|debug|this\.logger|Logger)\b/.test(written);

/** Whether a value gives access to the database. */
export function isDangerous(value: Value, depth = 0): boolean {
  if (depth > 3) return false;
  if (value.kind === 'receiver') return value.type.isHarmless !== true;
  if (value.kind === 'member') return isDangerous(value.receiver);
  if (value.kind === 'array') return value.items.some((item) => isDangerous(item, depth + 1));
  if (value.kind === 'choice') return value.options.some((option) => isDangerous(option, depth + 1));
  return value.kind === 'object' && [...value.properties.values()].some((each) => isDangerous(each, depth + 1));
}
