import { asText, joined, keysOf, knownString } from '../sql.ts';
import { unknown, type Value } from '../values.ts';
import { sequenceClauses, typeOf } from './column-types.ts';
import { type Build, clause, drop, escaped, has, ifExists, ifNotExists, isFalse, isNull, isSet, listOf, nameClause, nameOf, type Operation, option, rename, renamePart, turning } from './given.ts'; // prettier-ignore

const createType: Build = (given) => {
  const { sql, argument } = given;
  const [name, options] = [argument(0), argument(1)];
  if (options.kind === 'object') {
    const more = options.isOpen ? [sql`${nameOf(unknown('attributes', options.range))} text`] : [];
    const attributes = keysOf(options).map((key) => sql`${nameOf(key)} ${typeOf(options.properties.get(knownString(key) ?? '') ?? key, given)}`); // prettier-ignore
    return [sql`CREATE TYPE ${nameOf(name)} AS (${joined([...attributes, ...more], ', ')})`];
  }
  const values = options.kind === 'array' ? listOf(options).map(value) : [];
  return [sql`CREATE TYPE ${nameOf(name)} AS ENUM (${joined(values, ', ')})`];
};

/** A value of an enumeration: nobody can tell an unknown one, but it is a string. */
const value = (of: Value) => escaped(of.kind === 'text' ? of : { kind: 'text', text: asText(of), range: of.range });

const attribute =
  (words: string, then: string): Build =>
  (given) => {
    const { sql, argument } = given;
    return [sql`ALTER TYPE ${nameOf(argument(0))} ${words} ATTRIBUTE ${nameOf(argument(1))} ${then}${typeOf(argument(2), given)}`]; // prettier-ignore
  };

/** As the library writes it, the guard stands behind the name, where PostgreSQL takes none. */
const dropAttribute: Build = ({ sql, argument }) => [sql`ALTER TYPE ${nameOf(argument(0))} DROP ATTRIBUTE ${nameOf(argument(1))}${ifExists(argument(2))}`]; // prettier-ignore

const addValue: Build = ({ sql, argument }) => {
  const options = argument(2);
  const [before, after] = [option(options, 'before'), option(options, 'after')];
  return [sql`ALTER TYPE ${nameOf(argument(0))} ADD VALUE${ifNotExists(options)} ${value(argument(1))}${isSet(before) && sql` BEFORE ${value(before)}`}${isSet(after) && sql` AFTER ${value(after)}`}`]; // prettier-ignore
};

const renameValue: Build = ({ sql, argument }) => [sql`ALTER TYPE ${nameOf(argument(0))} RENAME VALUE ${value(argument(1))} TO ${value(argument(2))}`]; // prettier-ignore

const createDomain: Build = (given) => {
  const { sql, argument } = given;
  const options = argument(2);
  const [own, check, name] = [option(options, 'default'), option(options, 'check'), option(options, 'constraintName')];
  const isNotNull = has(options, 'notNull');
  const constraint = isNotNull ? sql` NOT NULL` : isSet(check) ? sql` CHECK (${asText(check)})` : null;
  return [sql`CREATE DOMAIN ${nameOf(argument(0))} AS ${typeOf(argument(1), given)}${clause(given, options, 'collation', ' COLLATE ')}${own && sql` DEFAULT ${escaped(own)}`}${constraint && isSet(name) && sql` CONSTRAINT ${nameOf(name)}`}${constraint}`]; // prettier-ignore
};

const alterDomain: Build = (given) => {
  const { sql, argument } = given;
  const options = argument(1);
  const [own, notNull, check] = [option(options, 'default'), option(options, 'notNull'), option(options, 'check')];
  const actions = [
    isNull(own) ? sql`DROP DEFAULT` : own ? sql`SET DEFAULT ${escaped(own)}` : null,
    isSet(notNull) ? sql`SET NOT NULL` : isFalse(notNull) || has(options, 'allowNull') ? sql`DROP NOT NULL` : null,
    isSet(check) ? sql`${nameClause(given, options, 'constraintName', 'CONSTRAINT ')} CHECK (${asText(check)})` : null,
  ].filter((action) => action !== null);
  // The library forgets the word ADD before a check, which PostgreSQL refuses: what was meant is judged.
  const written = actions.map((action) => sql`ALTER DOMAIN ${nameOf(argument(0))} ${isCheck(action) && 'ADD '}${action}`); // prettier-ignore
  return written.length === 0 ? null : [joined(written, ';\n')];
};

const isCheck = (action: readonly { readonly text: string }[]) => /^(?:CONSTRAINT | CHECK)/.test(action[0]?.text ?? '');

const createSequence: Build = (given) => {
  const { sql, argument } = given;
  const options = argument(1);
  return [sql`CREATE${has(options, 'temporary') && ' TEMPORARY'} SEQUENCE${ifNotExists(options)} ${nameOf(argument(0))} ${joined(sequenceClauses(given, options), ' ')}`]; // prettier-ignore
};

const alterSequence: Build = (given) => {
  const { sql, argument } = given;
  const restart = option(argument(1), 'restart');
  const isPlain = restart?.kind === 'constant' && restart.value === true;
  const clauses = [
    ...sequenceClauses(given, argument(1)),
    ...(isSet(restart) ? [isPlain ? sql`RESTART` : sql`RESTART WITH ${asText(restart)}`] : []),
  ];
  return clauses.length === 0 ? null : [sql`ALTER SEQUENCE ${nameOf(argument(0))} ${joined(clauses, ' ')}`];
};

/** The library calls `dropDomain(name, options)`. */
const undoDomain: Build = (given) => drop('DOMAIN')({ ...given, argument: (index) => given.argument(index === 1 ? 2 : index) }); // prettier-ignore

/** Operations on types, domains and sequences. */
export const types: Readonly<Record<string, Operation>> = {
  createType: { does: createType, undoes: drop('TYPE') },
  addType: { does: createType, undoes: drop('TYPE') },
  dropType: { does: drop('TYPE') },
  renameType: rename('TYPE'),
  renameTypeAttribute: renamePart('TYPE', 'ATTRIBUTE '),
  renameTypeValue: turning(renameValue, 0, 2, 1),
  addTypeAttribute: { does: attribute('ADD', ''), undoes: dropAttribute },
  dropTypeAttribute: { does: dropAttribute },
  setTypeAttribute: { does: attribute('ALTER', 'SET DATA TYPE ') },
  addTypeValue: { does: addValue },
  createDomain: { does: createDomain, undoes: undoDomain },
  dropDomain: { does: drop('DOMAIN') },
  alterDomain: { does: alterDomain },
  renameDomain: rename('DOMAIN'),
  createSequence: { does: createSequence, undoes: drop('SEQUENCE') },
  dropSequence: { does: drop('SEQUENCE') },
  alterSequence: { does: alterSequence },
  renameSequence: rename('SEQUENCE'),
  renameSchema: rename('SCHEMA'),
};
