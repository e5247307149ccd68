import { asText, isMissing, joined } from '../sql.ts';
import type { Text } from '../string-text.ts';
import { arrayValue, type Value } from '../values.ts';
import { applyType, typeText } from './column-types.ts';
import { type Build, cascade, clause, drop, escaped, type Given, has, ifExists, isSet, listOf, nameOf, type Operation, option, turning } from './given.ts'; // prettier-ignore

/** A function's parameters in parentheses. */
export function parameters(value: Value, given: Given, withDefaults = true): Text {
  const { sql } = given;
  const list = listOf(value).map((parameter) => {
    const options = applyType(parameter, given);
    const [mode, name, own] = [option(options, 'mode'), option(options, 'name'), option(options, 'default')];
    const words = [
      ...(isSet(mode) ? [asText(mode)] : []),
      ...(isSet(name) ? [nameOf(name)] : []),
      ...(options.properties.has('type') ? [typeText(options)] : []),
      ...(own && withDefaults ? [sql`DEFAULT ${escaped(own)}`] : []),
    ];
    return joined(words, ' ');
  });
  return sql`(${joined(list, ', ')})`;
}

const createFunction: Build = (given) => functionText(given, given.argument(0), given.argument(1), given.argument(2), given.argument(3)); // prettier-ignore

function functionText(given: Given, name: Value, params: Value, options: Value, definition: Value, returns?: string): readonly Text[] | null {
  const { sql } = given;
  const [returned, behavior, security] = [option(options, 'returns'), option(options, 'behavior'), option(options, 'security')]; // prettier-ignore
  if (options.kind === 'object' && !options.isOpen && !isSet(option(options, 'language'))) return null;
  const settings = listOf(option(options, 'set') ?? arrayValue([], [0, 0])).map((setting) => {
    const value = option(setting, 'value');
    return sql` SET ${nameOf(option(setting, 'configurationParameter') ?? setting)} TO ${value && asText(value)}`;
  });
  return [
    sql`CREATE${has(options, 'replace') && ' OR REPLACE'} FUNCTION ${nameOf(name)}${parameters(params, given)} RETURNS ${returns ?? (returned ? asText(returned) : 'void')} AS ${escaped(definition)} ${behavior ? asText(behavior) : 'VOLATILE'}${clause(given, options, 'language', ' LANGUAGE ')}${security && sql` SECURITY ${asText(security)}`}${has(options, 'window') && ' WINDOW'}${has(options, 'onNull') && ' RETURNS NULL ON NULL INPUT'}${clause(given, options, 'parallel', ' PARALLEL ')}${joined(settings, '')}`,
  ];
} // prettier-ignore

const dropFunction: Build = (given) => {
  const { sql, argument } = given;
  return [sql`DROP FUNCTION${ifExists(argument(2))} ${nameOf(argument(0))}${parameters(argument(1), given, false)}${cascade(argument(2))}`]; // prettier-ignore
};

const renameFunction: Build = (given) => {
  const { sql, argument } = given;
  return [sql`ALTER FUNCTION ${nameOf(argument(0))}${parameters(argument(1), given)} RENAME TO ${nameOf(argument(2))}`];
};

const createTrigger: Build = (given) => {
  const { sql, argument } = given;
  const [table, trigger, options, definition] = [argument(0), argument(1), argument(2), argument(3)];
  const own = option(options, 'function') ?? (isMissing(definition) ? undefined : trigger);
  const operation = option(options, 'operation');
  const when = option(options, 'when');
  const isConstraint = has(options, 'constraint');
  if (!own || !operation || !(when || isConstraint)) return options.kind === 'object' && !options.isOpen ? null : [sql`CREATE TRIGGER ${nameOf(trigger)} AFTER INSERT ON ${nameOf(table)} EXECUTE FUNCTION ${nameOf(own ?? options)}()`]; // prettier-ignore
  const isInstead = when?.kind === 'text' && /instead\s+of/i.test(when.text.map(({ text }) => text).join(''));
  const level = option(options, 'level');
  const deferral = !isConstraint ? '' : has(options, 'deferrable') ? ` DEFERRABLE INITIALLY ${has(options, 'deferred') ? 'DEFERRED' : 'IMMEDIATE'}` : ' NOT DEFERRABLE'; // prettier-ignore
  const condition = option(options, 'condition');
  const given0 = joined(listOf(option(options, 'functionParams') ?? arrayValue([], [0, 0])).map(escaped), ', ');
  const made = isMissing(definition) ? [] : functionText(given, own, arrayValue([], [0, 0]), options, definition, 'trigger'); // prettier-ignore
  if (!made) return null;
  const created = sql`CREATE${isConstraint && ' CONSTRAINT'} TRIGGER ${nameOf(trigger)} ${isConstraint || !when ? 'AFTER' : asText(when)} ${joined(listOf(operation).map(asText), ' OR ')} ON ${nameOf(table)}${deferral} FOR EACH ${isInstead ? 'ROW' : level ? asText(level) : 'STATEMENT'}${isSet(condition) && sql` WHEN (${asText(condition)})`} EXECUTE PROCEDURE ${nameOf(own)}(${given0})`; // prettier-ignore
  return [joined([...made, created], ';\n')];
};

const dropTrigger: Build = ({ sql, argument }) => [sql`DROP TRIGGER${ifExists(argument(2))} ${nameOf(argument(1))} ON ${nameOf(argument(0))}${cascade(argument(2))}`]; // prettier-ignore

/** The trigger goes, and the function that was made with it. */
const undoTrigger: Build = (given) => {
  const { sql, argument } = given;
  const [options, definition] = [argument(2), argument(3)];
  const own = option(options, 'function') ?? argument(1);
  const dropped = isMissing(definition) ? [] : [sql`DROP FUNCTION${ifExists(options)} ${nameOf(own)}()${cascade(options)}`]; // prettier-ignore
  return [joined([...(dropTrigger(given) ?? []), ...dropped], ';\n')];
};

const renameTrigger: Build = ({ sql, argument }) => [sql`ALTER TRIGGER ${nameOf(argument(1))} ON ${nameOf(argument(0))} RENAME TO ${nameOf(argument(2))}`]; // prettier-ignore

const createCast: Build = ({ sql, argument }) => {
  const [source, target, options] = [argument(0), argument(1), argument(2)];
  const [own, types, as] = [option(options, 'functionName'), option(options, 'argumentTypes'), option(options, 'as')];
  const names = types ? listOf(types) : [source];
  const how = isSet(own) ? sql`WITH FUNCTION ${nameOf(own)}(${joined(names.map(asText), ', ')})` : has(options, 'inout') ? sql`WITH INOUT` : sql`WITHOUT FUNCTION`; // prettier-ignore
  return [sql`CREATE CAST (${asText(source)} AS ${asText(target)}) ${how}${isSet(as) && sql` AS ${asText(as)}`}`];
};

const dropCast: Build = ({ sql, argument }) => [sql`DROP CAST${ifExists(argument(2))} (${asText(argument(0))} AS ${asText(argument(1))})`]; // prettier-ignore

/** Operations on functions, triggers and casts. */
export const routines: Readonly<Record<string, Operation>> = {
  createFunction: { does: createFunction, undoes: dropFunction },
  dropFunction: { does: dropFunction },
  renameFunction: turning(renameFunction, 2, 1, 0),
  createTrigger: { does: createTrigger, undoes: undoTrigger },
  dropTrigger: { does: dropTrigger },
  renameTrigger: turning(renameTrigger, 0, 2, 1),
  createCast: { does: createCast, undoes: dropCast },
  dropCast: { does: dropCast },
  createExtension: { does: createExtension, undoes: dropExtension },
  addExtension: { does: createExtension, undoes: dropExtension },
  dropExtension: { does: dropExtension },
  createSchema: { does: createSchema, undoes: drop('SCHEMA') },
  dropSchema: { does: drop('SCHEMA') },
};

function createExtension({ sql, argument }: Given): readonly Text[] {
  const schema = option(argument(1), 'schema');
  return listOf(argument(0)).map((each) => sql`CREATE EXTENSION${has(argument(1), 'ifNotExists') && ' IF NOT EXISTS'} ${nameOf(each)}${isSet(schema) && sql` SCHEMA ${nameOf(schema)}`}`); // prettier-ignore
}

function dropExtension({ sql, argument }: Given): readonly Text[] {
  return listOf(argument(0)).map((each) => sql`DROP EXTENSION${ifExists(argument(1))} ${nameOf(each)}${cascade(argument(1))}`); // prettier-ignore
}

function createSchema(given: Given): readonly Text[] {
  const { sql, argument } = given;
  return [sql`CREATE SCHEMA${has(argument(1), 'ifNotExists') && ' IF NOT EXISTS'} ${nameOf(argument(0))}${clause(given, argument(1), 'authorization', ' AUTHORIZATION ')}`]; // prettier-ignore
}
