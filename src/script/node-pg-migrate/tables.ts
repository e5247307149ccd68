import { asText, joined, keysOf } from '../sql.ts';
import type { Text } from '../string-text.ts';
import { unknown, type Value } from '../values.ts';
import { adapted } from './column-types.ts';
import { columnsOf, identityWords } from './columns.ts';
import { constraintsOf, listed, withPrimaryKey } from './constraints.ts';
import { type Build, cascade, comment, drop, escaped, type Given, has, ifExists, ifNotExists, isFalse, isNull, isSet, listOf, nameClause, nameOf, type Operation, option, rename, renamePart } from './given.ts'; // prettier-ignore

/** Statements that the library sends as one. */
const together = (texts: readonly Text[]): readonly Text[] => [joined(texts, ';\n')];

const createTable: Build = (given) => {
  const { sql, argument } = given;
  const [table, map, options] = [argument(0), argument(1), argument(2)];
  const columns = columnsOf(table, map, given);
  const constraints = constraintsOf(table, withPrimaryKey(option(options, 'constraints'), columns.primaryKey), null, given); // prettier-ignore
  const rest = map.kind !== 'object' || map.isOpen ? [sql`LIKE ${nameOf(unknown('columns', map.range))}`] : [];
  const lines = [...columns.lines, ...constraints.lines, ...like(options, given), ...rest];
  const temporary = has(options, 'temporary') && ' TEMPORARY';
  const unlogged = has(options, 'unlogged') && ' UNLOGGED';
  const text = option(options, 'comment');
  return together([
    sql`CREATE${temporary}${unlogged} TABLE${ifNotExists(options)} ${nameOf(table)} (${joined(lines, ', ')})${inherits(options, given)}${partition(options, given)}`, // prettier-ignore
    ...columns.comments,
    ...constraints.comments,
    ...(text ? [comment(given, 'TABLE', nameOf(table), text)] : []),
  ]);
};

const inherits = (options: Value, given: Given) => {
  const parent = nameClause(given, options, 'inherits', ' INHERITS (');
  return parent.length > 0 && given.sql`${parent})`;
};

function like(options: Value, { sql }: Given): readonly Text[] {
  const value = option(options, 'like');
  if (!isSet(value)) return [];
  const own = option(value, 'options');
  const words = (name: string, keyword: string) => {
    const given = own && option(own, name);
    return (given ? listOf(given) : []).flatMap((each) => sql` ${keyword} ${asText(each)}`);
  };
  return [sql`LIKE ${nameOf(option(value, 'table') ?? value)}${words('including', 'INCLUDING')}${words('excluding', 'EXCLUDING')}`]; // prettier-ignore
}

function partition(options: Value, { sql }: Given): Text {
  const value = option(options, 'partition');
  if (!isSet(value)) return [];
  const [strategy, columns] = [option(value, 'strategy'), option(value, 'columns')];
  const keys = (columns ? listOf(columns) : []).map((column) => {
    const [collate, opclass] = [option(column, 'collate'), option(column, 'opclass')];
    return sql`${nameOf(option(column, 'name') ?? column)}${collate && sql` COLLATE ${asText(collate)}`}${opclass && sql` ${asText(opclass)}`}`; // prettier-ignore
  });
  return sql` PARTITION BY ${strategy && asText(strategy)} (${joined(keys, ', ')})`;
}

const alterTable: Build = ({ sql, argument }) => {
  const options = argument(1);
  const security = option(options, 'levelSecurity');
  const unlogged = option(options, 'unlogged');
  const actions = [
    ...(isSet(security) ? [sql`${asText(security)} ROW LEVEL SECURITY`] : []),
    ...(isFalse(unlogged) ? [sql`SET LOGGED`] : isSet(unlogged) ? [sql`SET UNLOGGED`] : []),
  ];
  return actions.length === 0 ? null : [sql`ALTER TABLE ${nameOf(argument(0))} ${joined(actions, ', ')}`];
};

const addColumns: Build = (given) => {
  const { sql, argument } = given;
  const [table, map] = [argument(0), argument(1)];
  const { lines, comments } = columnsOf(table, map, given);
  const more = unknown('columns', map.range);
  const rest = map.kind !== 'object' || map.isOpen ? [sql`${nameOf(more)} ${nameOf(more)}`] : [];
  const added = listed(given, [...lines, ...rest], `ADD${ifNotExists(argument(2)) || ''} `);
  return together([sql`ALTER TABLE ${nameOf(table)} ${added}`, ...comments]);
};

const dropColumns: Build = (given) => {
  const { sql, argument } = given;
  const [columns, options] = [argument(1), argument(2)];
  const isMap = columns.kind === 'object' && !columns.properties.has('literal');
  const names: readonly Value[] = isMap ? [...keysOf(columns), ...(columns.isOpen ? [unknown('columns', columns.range)] : [])] : listOf(columns); // prettier-ignore
  const lines = names.map((name) => sql`DROP${ifExists(options)} ${nameOf(name)}${cascade(options)}`);
  return [sql`ALTER TABLE ${nameOf(argument(0))} ${joined(lines, ', ')}`];
};

const alterColumn: Build = (given) => {
  const { sql, argument } = given;
  const [table, column, options] = [argument(0), argument(1), argument(2)];
  if (options.kind !== 'object') return null;
  const actions = columnActions(options, given).map((action) => sql`ALTER ${nameOf(column)} ${action}`);
  const text = option(options, 'comment');
  const path = joined([nameOf(table), nameOf(column)], '.');
  if (actions.length === 0 && options.isOpen) return null;
  return together([
    ...(actions.length > 0 ? [sql`ALTER TABLE ${nameOf(table)} ${joined(actions, ', ')}`] : []),
    ...(text ? [comment(given, 'COLUMN', path, text)] : []),
  ]);
};

function columnActions(options: Value, given: Given): readonly Text[] {
  const { sql } = given;
  const [value, type, notNull] = [option(options, 'default'), option(options, 'type'), option(options, 'notNull')];
  const [sequence, expression] = [option(options, 'sequenceGenerated'), option(options, 'expressionGenerated')];
  const words = (name: string, keyword: string) => {
    const found = option(options, name);
    return isSet(found) && sql` ${keyword} ${asText(found)}`;
  };
  return [
    isNull(value) ? sql`DROP DEFAULT` : value ? sql`SET DEFAULT ${escaped(value)}` : null,
    type ? sql`SET DATA TYPE ${adapted(type)}${words('collation', 'COLLATE')}${words('using', 'USING')}` : null,
    isSet(notNull) ? sql`SET NOT NULL` : isFalse(notNull) || has(options, 'allowNull') ? sql`DROP NOT NULL` : null,
    sequence ? (isSet(sequence) ? sql`ADD ${identityWords(sequence, given)}` : sql`DROP IDENTITY`) : null,
    isNull(expression) ? sql`DROP EXPRESSION` : expression ? sql`SET EXPRESSION AS (${asText(expression)})` : null,
  ].filter((text) => text !== null);
}

const addConstraint: Build = (given) => {
  const { sql, argument } = given;
  const [table, name, options] = [argument(0), argument(1), argument(2)];
  const own = isSet(name) ? name : null;
  if (options.kind !== 'object' || options.properties.size === 0) {
    return [sql`ALTER TABLE ${nameOf(table)} ADD ${own && sql`CONSTRAINT ${nameOf(own)} `}${asText(options)}`];
  }
  const { lines, comments } = constraintsOf(table, options, own, given);
  if (lines.length === 0) return null;
  return together([sql`ALTER TABLE ${nameOf(table)} ${listed(given, lines, 'ADD ')}`, ...comments]);
};

const dropConstraint: Build = ({ sql, argument }) => {
  const options = argument(2);
  return [sql`ALTER TABLE${has(options, 'ifTableExists') && ' IF EXISTS'} ${nameOf(argument(0))} DROP CONSTRAINT${ifExists(options)} ${nameOf(argument(1))}${cascade(options)}`]; // prettier-ignore
};

/** A constraint without a name, or one that is raw SQL, is not undone. */
const undoConstraint: Build = (given) => {
  const [name, options] = [given.argument(1), given.argument(2)];
  return isNull(name) || options.kind === 'text' ? null : dropConstraint(given);
};

/** Operations on tables, columns and constraints. */
export const tables: Readonly<Record<string, Operation>> = {
  createTable: { does: createTable, undoes: drop('TABLE') },
  dropTable: { does: drop('TABLE') },
  renameTable: rename('TABLE'),
  alterTable: { does: alterTable },
  addColumns: { does: addColumns, undoes: dropColumns },
  addColumn: { does: addColumns, undoes: dropColumns },
  dropColumns: { does: dropColumns },
  dropColumn: { does: dropColumns },
  renameColumn: renamePart('TABLE', ''),
  alterColumn: { does: alterColumn },
  addConstraint: { does: addConstraint, undoes: undoConstraint },
  createConstraint: { does: addConstraint, undoes: undoConstraint },
  dropConstraint: { does: dropConstraint },
  renameConstraint: renamePart('TABLE', 'CONSTRAINT '),
};
