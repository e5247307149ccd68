import { asText, joined } from '../sql.ts';
import type { Text } from '../string-text.ts';
import type { Value } from '../values.ts';
import { adapted } from './column-types.ts';
import { type Build, cascade, clause, type Given, has, ifExists, isSet, listOf, literalOf, nameClause, nameOf, type Operation, option, turning } from './given.ts'; // prettier-ignore
import { parameters } from './routines.ts';

/** An operator's name: its signs as they stand, with its schema before it. */
function signs(value: Value, { sql }: Given): Text {
  if (value.kind !== 'object' || literalOf(value)) return literalOf(value) ?? asText(value);
  const [schema, name] = [option(value, 'schema'), option(value, 'name')];
  return sql`${schema && sql`${asText(schema)}.`}${name && asText(name)}`;
}

/** The operators and functions of a class or family. */
function members(list: Value, given: Given): Text {
  const { sql } = given;
  return joined(
    listOf(list).map((member) => {
      const [type, number, name, params] = [option(member, 'type'), option(member, 'number'), option(member, 'name'), option(member, 'params')]; // prettier-ignore
      const isFunction = type !== undefined && textOf(type).toLowerCase() === 'function';
      const own = name ? nameOf(name) : [];
      const given0 =
        params && (isFunction || listOf(params).length > 0) ? parameters(params, given) : isFunction && '()';
      return sql`${isFunction ? 'FUNCTION' : 'OPERATOR'} ${number && asText(number)} ${own}${given0}`;
    }),
    ', ',
  );
}

const textOf = (value: Value) => asText(value).map(({ text }) => text).join(''); // prettier-ignore

const createOperator: Build = (given) => {
  const { sql, argument } = given;
  const options = argument(1);
  const signClause = (name: string, words: string) => {
    const value = option(options, name);
    return isSet(value) ? sql`${words}${signs(value, given)}` : [];
  };
  const definitions = [
    nameClause(given, options, 'procedure', 'PROCEDURE = '),
    nameClause(given, options, 'left', 'LEFTARG = '),
    nameClause(given, options, 'right', 'RIGHTARG = '),
    signClause('commutator', 'COMMUTATOR = '),
    signClause('negator', 'NEGATOR = '),
    nameClause(given, options, 'restrict', 'RESTRICT = '),
    nameClause(given, options, 'join', 'JOIN = '),
    has(options, 'hashes') ? sql`HASHES` : [],
    has(options, 'merges') ? sql`MERGES` : [],
  ].filter((text) => text.length > 0);
  return definitions.length === 0 ? null : [sql`CREATE OPERATOR ${signs(argument(0), given)} (${joined(definitions, ', ')})`];
}; // prettier-ignore

const dropOperator: Build = (given) => {
  const { sql, argument } = given;
  const options = argument(1);
  const side = (name: string) => {
    const value = option(options, name);
    return value ? nameOf(value) : sql`"none"`;
  };
  return [sql`DROP OPERATOR${ifExists(options)} ${signs(argument(0), given)}(${side('left')}, ${side('right')})${cascade(options)}`]; // prettier-ignore
};

const createClass: Build = (given) => {
  const { sql, argument } = given;
  const options = argument(4);
  const type = argument(1);
  const name = type.kind === 'object' ? nameOf(type) : nameOf({ kind: 'text', text: adapted(type), range: type.range });
  return [sql`CREATE OPERATOR CLASS ${nameOf(argument(0))}${has(options, 'default') && ' DEFAULT'} FOR TYPE ${name} USING ${nameOf(argument(2))}${clause(given, options, 'family', ' FAMILY ')} AS ${members(argument(3), given)}`]; // prettier-ignore
};

const dropUsing = (kind: string, options: number): Build => ({ sql, argument }) => [
  sql`DROP OPERATOR ${kind}${ifExists(argument(options))} ${nameOf(argument(0))} USING ${asText(argument(options - 1))}${cascade(argument(options))}`,
]; // prettier-ignore

const undoClass: Build = (given) => dropUsing('CLASS', 2)({ ...given, argument: (index) => given.argument([0, 2, 4][index] ?? index) }); // prettier-ignore

const createFamily: Build = ({ sql, argument }) => [sql`CREATE OPERATOR FAMILY ${nameOf(argument(0))} USING ${asText(argument(1))}`]; // prettier-ignore

const alterFamily =
  (words: string): Build =>
  (given) => {
    const { sql, argument } = given;
    return [sql`ALTER OPERATOR FAMILY ${nameOf(argument(0))} USING ${asText(argument(1))} ${words} ${members(argument(2), given)}`]; // prettier-ignore
  };

const renameUsing = (kind: string): Operation =>
  turning(({ sql, argument }) => [sql`ALTER OPERATOR ${kind} ${nameOf(argument(0))} USING ${asText(argument(1))} RENAME TO ${nameOf(argument(2))}`], 2, 1, 0); // prettier-ignore

/** Operations on operators, their classes and families. */
export const operators: Readonly<Record<string, Operation>> = {
  createOperator: { does: createOperator, undoes: dropOperator },
  dropOperator: { does: dropOperator },
  createOperatorClass: { does: createClass, undoes: undoClass },
  dropOperatorClass: { does: dropUsing('CLASS', 2) },
  renameOperatorClass: renameUsing('CLASS'),
  createOperatorFamily: { does: createFamily, undoes: dropUsing('FAMILY', 2) },
  dropOperatorFamily: { does: dropUsing('FAMILY', 2) },
  renameOperatorFamily: renameUsing('FAMILY'),
  addToOperatorFamily: { does: alterFamily('ADD'), undoes: alterFamily('DROP') },
  removeFromOperatorFamily: { does: alterFamily('DROP') },
};
