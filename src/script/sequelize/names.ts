import type { Range } from '../../types.ts';
import { hole } from '../hole.ts';
import { identifier, knownString } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { optionsOf, type Value } from '../values.ts';
import { option, type Version } from './options.ts';

/** A name of which the quotes are taken away before it is quoted, as Sequelize does. */
export function quoted(value: Value): Text {
  const name = knownString(value);
  if (name === '*') return [constant('*', value.range)];
  return name === null ? identifier(value) : quotedName(name, value.range);
}

/** A known name in quotes. */
const quotedName = (name: string, range: Range): Text => [constant(`"${name.replaceAll('"', '')}"`, range)];

/** A name whose last dot parts schema and object. */
export function quotedParts(value: Value): Text {
  const name = knownString(value);
  const dot = name?.lastIndexOf('.') ?? -1;
  if (name === null || dot === -1) return quoted(value);
  return [...quotedName(name.slice(0, dot), value.range), constant('.', value.range), ...quotedName(name.slice(dot + 1), value.range)]; // prettier-ignore
}

/** A table as an argument names it: a string, `{ tableName, schema }`, or a model. */
export interface Table {
  readonly name: Value;
  readonly schema: Value | null;
}

/** What an argument says of a table. */
export function tableOf(value: Value, schema: Value | null = null): Table {
  const options = optionsOf(value);
  const first = options.find(({ kind }) => kind === 'object') ?? options[0] ?? value;
  if (first.kind === 'receiver' && isTable(first.state)) return first.state;
  // Which of several names it is nobody knows.
  if (first.kind !== 'object') return { name: value, schema };
  return { name: option(first, 'tableName') ?? { kind: 'unknown', expression: 'table', range: value.range }, schema: option(first, 'schema') ?? schema }; // prettier-ignore
}

const isTable = (state: unknown): state is Table => typeof state === 'object' && state !== null && 'name' in state && 'schema' in state; // prettier-ignore

/** `quoteTable`: a string is one name, dots and all. */
export function quotedTable(table: Table, version: Version): Text {
  const { name, schema } = table;
  const isDefault = schema === null || (version === 7 && knownString(schema) === 'public');
  return isDefault ? quoted(name) : [...quoted(schema), constant('.', schema.range), ...quoted(name)];
}

/** The table with its schema, which is `public` when nothing is said: version 6 writes it so in some queries. */
export function tableInSchema(table: Table, version: Version): Text {
  if (version === 7 || table.schema) return quotedTable(table, version);
  return [constant('"public".', table.name.range), ...quoted(table.name)];
}

/** Where a string's last dot parts schema and table: version 6 reads it so for indexes and constraints. */
export function tableInParts(value: Value, version: Version): Text {
  return version === 6 && value.kind === 'text' ? quotedParts(value) : quotedTable(tableOf(value), version);
}

/** A name made of others, such as an index's of its columns; what is not known leaves a placeholder. */
export function madeName(parts: readonly (string | null)[], make: (parts: readonly string[]) => string, range: Range): Text {
  const known = parts.flatMap((part) => (part === null ? [] : [part]));
  if (known.length === parts.length) return quotedName(make(known), range);
  return [{ ...hole(parts.map((part) => part ?? '…').join(' '), range), kind: 'constant' }];
} // prettier-ignore

/** The name of the type that Sequelize makes for an ENUM of a table's column. */
export function enumName(table: Table, column: Value, range: Range): Text {
  const name = madeName([knownString(table.name), knownString(column)], (parts) => ['enum', ...parts].join('_'), range);
  return [...(table.schema ? quoted(table.schema) : quotedName('public', range)), constant('.', range), ...name];
}

/** `userTokens` as `user_tokens`. */
export function underscored(name: string): string {
  return name
    .split('::')
    .map((part) => part.replace(/([A-Z])/g, '_$1').replace(/^_/, ''))
    .join('/')
    .toLowerCase();
}
