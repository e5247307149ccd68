import { asText, joined, knownString } from '../sql.ts';
import type { Text } from '../string-text.ts';
import { objectValue, type Value } from '../values.ts';
import { type Build, cascade, clause, composed, concurrently, type Given, has, ifExists, ifNotExists, isSet, listOf, literalOf, nameOf, namesOf, type Operation, option, rename } from './given.ts'; // prettier-ignore

const operators = /->>|->|#>>|#>|@\?|@@|@>|<@|\?\||\?&|\?|#-|\|\||::/;

/** Whether words are no name but an expression, as the library tells them apart. */
function isExpression(words: string): boolean {
  if (operators.test(words) || /^[\w.]+\(/.test(words) || /\s[+*/-]\s/.test(words)) return true;
  return /[=<>!]/.test(words) && /[a-zA-Z0-9]/.test(words);
}

/** A column or an expression of an index. */
function columnText(column: Value, { sql }: Given): Text {
  const literal = literalOf(column);
  if (literal) return literal;
  const words = knownString(column);
  if (words === null || !/[^\w".]/.test(words)) return nameOf(column);
  return words.endsWith(')') && !isExpression(words) ? asText(column) : sql`(${asText(column)})`;
}

function indexColumn(column: Value, given: Given): Text {
  if (column.kind !== 'object' || literalOf(column)) return columnText(column, given);
  const [name, opclass, sort] = [option(column, 'name'), option(column, 'opclass'), option(column, 'sort')];
  return given.sql`${columnText(name ?? column, given)}${isSet(opclass) && given.sql` ${nameOf(opclass)}`}${isSet(sort) && given.sql` ${asText(sort)}`}`; // prettier-ignore
}

/** The index's name: its own, or made of the table and the columns. */
function indexName(table: Value, columns: Value, options: Value): Value {
  const own = option(options, 'name');
  const schema = option(table, 'schema');
  const inSchema = (name: Value) => (schema ? objectValue([['schema', schema], ['name', name]], name.range) : name); // prettier-ignore
  if (isSet(own)) return inSchema(own);
  const parts = listOf(columns).flatMap((column, index) => [...(index > 0 ? ['_'] : []), wordsOf(option(column, 'name') ?? column)]); // prettier-ignore
  const end = has(options, 'unique') ? '_unique_index' : '_index';
  return inSchema(composed([option(table, 'name') ?? table, '_', ...parts, end], columns));
}

function wordsOf(column: Value): Value | string {
  const words = knownString(column);
  return words !== null && isExpression(words) ? `(${words})` : column;
}

const createIndex: Build = (given) => {
  const { sql, argument } = given;
  const [table, columns, options] = [argument(0), argument(1), argument(2)];
  const include = option(options, 'include');
  const nulls = option(options, 'nulls');
  const name = nameOf(indexName(option(table, 'name') ?? table, columns, options));
  const list = joined(listOf(columns).map((column) => indexColumn(column, given)), ', '); // prettier-ignore
  return [
    sql`CREATE${has(options, 'unique') && ' UNIQUE'} INDEX${concurrently(options)}${ifNotExists(options)} ${name} ON ${nameOf(table)}${clause(given, options, 'method', ' USING ')} (${list})${isSet(include) && sql` INCLUDE (${namesOf(include)})`}${isSet(nulls) && sql` NULLS ${knownString(nulls)?.toUpperCase() ?? 'DISTINCT'}`}${clause(given, options, 'where', ' WHERE ')}`,
  ]; // prettier-ignore
};

const dropIndex: Build = ({ sql, argument }) => {
  const options = argument(2);
  const name = nameOf(indexName(argument(0), argument(1), options));
  return [sql`DROP INDEX${concurrently(options)}${ifExists(options)} ${name}${cascade(options)}`];
};

/** Operations on indexes. */
export const indexes: Readonly<Record<string, Operation>> = {
  createIndex: { does: createIndex, undoes: dropIndex },
  addIndex: { does: createIndex, undoes: dropIndex },
  dropIndex: { does: dropIndex },
  renameIndex: rename('INDEX'),
};
