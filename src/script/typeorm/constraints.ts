import type { Call } from '../call.ts';
import { asText, identifier, joined, knownString } from '../sql.ts';
import type { Text } from '../string-text.ts';
import { objectValue, type Value } from '../values.ts';
import { generatedName, givenName, sortedColumns } from './names.ts';
import { listOf, maybe, nameOf, option, path, pathIn, schemaOf, surely } from './options.ts';

/** The kinds of constraints that have objects of their own. */
export type Constraint = 'unique' | 'check' | 'exclusion' | 'foreign key';

/** Column names in parentheses; without any that is known, a placeholder. */
const columnList = (call: Call, columns: readonly Value[]): Text =>
  call.sql`(${columns.length === 0 ? identifier(call.unknown()) : joined(columns.map((each) => identifier(nameOf(each))), ', ')})`; // prettier-ignore

const columnsOf = (options: Value, name = 'columnNames') => listOf(option(options, name));

/** The constraint's name: its own, or the one that TypeORM makes. */
export function constraintName(kind: Constraint, table: Value, options: Value): Text {
  const expression = option(options, 'expression');
  const parts = kind === 'check' || kind === 'exclusion' ? [expression] : sortedColumns(columnsOf(options));
  return givenName(kind, table, options, parts);
}

/** `CONSTRAINT name UNIQUE (…)` and the like. */
export function constraintSql(call: Call, kind: Constraint, table: Value, options: Value): Text {
  return call.sql`CONSTRAINT ${constraintName(kind, table, options)} ${definition(call, kind, table, options)}${deferral(call, kind, options)}`;
}

function definition(call: Call, kind: Constraint, table: Value, options: Value): Text {
  const expression = option(options, 'expression');
  switch (kind) {
    case 'unique':
      return call.sql`UNIQUE ${columnList(call, columnsOf(options))}`;
    case 'check':
      return call.sql`CHECK (${asText(expression ?? call.unknown())})`;
    case 'exclusion':
      return call.sql`EXCLUDE ${asText(expression ?? call.unknown())}`;
    case 'foreign key': {
      const referenced = option(options, 'referencedTableName') ?? call.unknown();
      const target = pathIn(option(options, 'referencedSchema') ?? option(table, 'schema'), referenced);
      return call.sql`FOREIGN KEY ${columnList(call, columnsOf(options))} REFERENCES ${target}${referencedColumns(call, options)}${action(call, options, 'onDelete', ' ON DELETE ')}${action(call, options, 'onUpdate', ' ON UPDATE ')}`;
    }
  }
}

function referencedColumns(call: Call, options: Value): Text | null {
  const columns = columnsOf(options, 'referencedColumnNames');
  return columns.length === 0 ? null : call.sql` ${columnList(call, columns)}`;
}

function action(call: Call, options: Value, name: string, words: string): Text | null {
  const value = option(options, name);
  // What an unknown value does is not known before it runs; only known words are SQL here.
  return value && knownString(value) ? call.sql`${words}${asText(value)}` : null;
}

function deferral(call: Call, kind: Constraint, options: Value): Text | null {
  return kind === 'check' ? null : action(call, options, 'deferrable', ' DEFERRABLE ');
}

/** The primary key of columns; TypeORM names it when the script does not. */
export function primaryKeySql(call: Call, table: Value, columns: readonly Value[], own?: Value): Text {
  return call.sql`CONSTRAINT ${primaryKeyName(table, columns, own)} PRIMARY KEY ${columnList(call, columns)}`;
}

/** The name of a primary key. */
export function primaryKeyName(table: Value, columns: readonly Value[], own?: Value): Text {
  const names = sortedColumns(columns.map((each) => nameOf(each)));
  const [first] = columns;
  const name = own ?? (first && option(first, 'primaryKeyConstraintName'));
  return name ? identifier(name) : generatedName('primary key', table, first ?? table, names);
} // prettier-ignore

/** CREATE INDEX of a table's or view's index; indexes of views are never made concurrently. */
export function indexSql(call: Call, table: Value, index: Value, isView = false): Text {
  const [type, where] = [option(index, 'type'), option(index, 'where')];
  const using = surely(option(index, 'isSpatial')) ? ' USING gist' : type && call.sql` USING ${asText(type)}`;
  const concurrently = !isView && surely(option(index, 'isConcurrent'));
  return call.sql`CREATE ${surely(option(index, 'isUnique')) && 'UNIQUE '}INDEX ${concurrently && 'CONCURRENTLY '}${indexName(table, index)} ON ${path(table)}${using} ${columnList(call, columnsOf(index))}${where && maybe(where) && call.sql` WHERE ${asText(where)}`}`;
}

/** An index's own name, or the one that TypeORM makes. */
function indexName(table: Value, index: Value): Text {
  const where = option(index, 'where');
  const parts = [...sortedColumns(columnsOf(index)), ...(where && maybe(where) ? [where] : [])];
  return givenName('index', table, index, parts);
}

/** DROP INDEX; an index lives in its table's schema. */
export function dropIndexSql(call: Call, table: Value, index: Value, ifExists: Value): Text {
  const schema = schemaOf(table);
  const isObject = index.kind === 'object';
  return call.sql`DROP INDEX ${isObject && surely(option(index, 'isConcurrent')) && 'CONCURRENTLY '}${surely(ifExists) && 'IF EXISTS '}${schema && call.sql`${identifier(schema)}.`}${isObject ? indexName(table, index) : identifier(nameOf(index))}`;
} // prettier-ignore

/** The constraint that makes one column unique. */
export function uniqueOf(column: Value): Value {
  const names: Value = { kind: 'array', items: [nameOf(column)], isOpen: false, range: column.range };
  return objectValue([['columnNames', names]], column.range);
}

/** `CONSTRAINT name UNIQUE (column)`. */
export function uniqueSql(call: Call, table: Value, column: Value): Text {
  const unique = uniqueOf(column);
  return call.sql`CONSTRAINT ${constraintName('unique', table, unique)} UNIQUE (${identifier(nameOf(column))})`;
}

/** The columns of a table's primary key, as far as its object tells them. */
export function primaryColumns(table: Value): readonly Value[] {
  return listOf(option(table, 'columns')).filter((column) => column.kind === 'object' && surely(option(column, 'isPrimary')));
} // prettier-ignore
