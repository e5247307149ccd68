import { asText, joined, knownString } from '../sql.ts';
import type { Text } from '../string-text.ts';
import { objectValue, type Value } from '../values.ts';
import { deferrable } from './columns.ts';
import { clause, comment, composed, type Given, has, isSet, listOf, nameOf, namesOf, option } from './given.ts';

/** Constraints as the library writes them. */
export interface Constraints {
  readonly lines: readonly Text[];
  readonly comments: readonly Text[];
}

/** `REFERENCES t (id) ON DELETE CASCADE`; words that hold more than a name stand as they are. */
export function references(options: Value, given: Given): Text {
  const { sql } = given;
  const target = option(options, 'references') ?? option(options, 'name');
  if (!target) return sql`REFERENCES ${nameOf(options)}`;
  const words = knownString(target) ?? '';
  const isWritten = words.startsWith('"') || words.endsWith(')');
  return sql`REFERENCES ${isWritten ? asText(target) : nameOf(target)}${clause(given, options, 'match', ' MATCH ')}${clause(given, options, 'onDelete', ' ON DELETE ')}${clause(given, options, 'onUpdate', ' ON UPDATE ')}`; // prettier-ignore
}

/** The constraints of `createTable`'s and `addConstraint`'s options; `name` is the latter's. */
export function constraintsOf(table: Value, options: Value, name: Value | null, given: Given): Constraints {
  const { sql } = given;
  const bare = table.kind === 'object' ? (option(table, 'name') ?? table) : table;
  const named = (suffix: string, at: Value, ...rest: readonly (Value | string)[]) => nameOf(name ?? composed([bare, suffix, ...rest], at)); // prettier-ignore
  const foreignKeys = keysIn(options);
  const isDeferrable = has(options, 'deferrable');
  const primaryKey = option(options, 'primaryKey');
  const exclude = option(options, 'exclude');
  const lines = [
    ...checks(options).map(({ value, suffix }) => sql`CONSTRAINT ${named(`_chck${suffix}`, value)} CHECK (${asText(value)})`), // prettier-ignore
    ...uniques(options).map((set) => sql`CONSTRAINT ${named('_uniq_', set, ...underscored(set))} UNIQUE (${namesOf(set)})`), // prettier-ignore
    ...(isSet(primaryKey) ? [sql`CONSTRAINT ${named('_pkey', primaryKey)} PRIMARY KEY (${namesOf(primaryKey)})`] : []),
    ...foreignKeys.map((key) => foreignKey(key, named, given)),
    ...(isSet(exclude) ? [sql`CONSTRAINT ${named('_excl', exclude)} EXCLUDE ${asText(exclude)}`] : []),
  ];
  const ownComment = option(options, 'comment');
  const keyComments = foreignKeys.flatMap((key) => {
    const text = option(key, 'referencesConstraintComment');
    return isSet(text) ? [comment(given, 'CONSTRAINT', sql`${keyName(key, named)} ON ${nameOf(table)}`, text)] : [];
  });
  const comments = isSet(ownComment) && name ? [comment(given, 'CONSTRAINT', sql`${nameOf(name)} ON ${nameOf(table)}`, ownComment)] : []; // prettier-ignore
  return {
    lines: isDeferrable ? lines.map((line) => sql`${line} ${deferrable(options)}`) : lines,
    comments: [...keyComments, ...comments],
  };
}

function checks(options: Value): readonly { readonly value: Value; readonly suffix: string }[] {
  const check = option(options, 'check');
  if (!isSet(check)) return [];
  if (check.kind !== 'array') return [{ value: check, suffix: '' }];
  return listOf(check).map((value, index) => ({ value, suffix: `_${String(index + 1)}` }));
}

function uniques(options: Value): readonly Value[] {
  const unique = option(options, 'unique');
  if (!isSet(unique)) return [];
  const sets = listOf(unique);
  return sets.some(({ kind }) => kind === 'array') ? sets : [unique];
}

function keysIn(options: Value): readonly Value[] {
  const keys = option(options, 'foreignKeys');
  return isSet(keys) ? listOf(keys) : [];
}

const underscored = (columns: Value) => listOf(columns).flatMap((column, index) => (index === 0 ? [column] : ['_', column])); // prettier-ignore

type Named = (suffix: string, at: Value, ...rest: readonly (Value | string)[]) => Text;

function keyName(key: Value, named: Named): Text {
  const own = option(key, 'referencesConstraintName');
  const columns = option(key, 'columns') ?? key;
  return isSet(own) ? nameOf(own) : named('_fk_', columns, ...underscored(columns));
}

function foreignKey(key: Value, named: Named, given: Given): Text {
  const columns = option(key, 'columns');
  return given.sql`CONSTRAINT ${keyName(key, named)} FOREIGN KEY (${columns ? namesOf(columns) : nameOf(key)}) ${references(key, given)}`; // prettier-ignore
}

/** `constraints` together with the primary key of several columns. */
export function withPrimaryKey(constraints: Value | undefined, primaryKey: Value | null): Value {
  const own = constraints?.kind === 'object' ? [...constraints.properties] : [];
  return objectValue(primaryKey ? [...own, ['primaryKey', primaryKey]] : own, constraints?.range);
}

/** Lines of a statement with a word before each. */
export const listed = ({ sql }: Given, lines: readonly Text[], before: string): Text => joined(lines.map((line) => sql`${before}${line}`), ', '); // prettier-ignore
