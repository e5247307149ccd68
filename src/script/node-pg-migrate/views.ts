import { asText, joined, keysOf, knownString } from '../sql.ts';
import type { Text } from '../string-text.ts';
import type { Value } from '../values.ts';
import { type Build, concurrently, drop, escaped, type Given, has, ifNotExists, isFalse, isNull, isSet, listOf, nameClause, nameOf, namesOf, type Operation, option, rename, renamePart } from './given.ts'; // prettier-ignore

/** `key = value` of those options that are (not) null. */
function settings(options: Value | undefined, { sql }: Given, areNull: boolean): readonly Text[] {
  if (options?.kind !== 'object') return [];
  return keysOf(options).flatMap((key) => {
    const value = options.properties.get(knownString(key) ?? '');
    if (!value || isNull(value) !== areNull) return [];
    const isFlag = areNull || (value.kind === 'constant' && value.value === true);
    return [isFlag ? asText(key) : sql`${asText(key)} = ${asText(value)}`];
  });
}

const withSettings = (options: Value | undefined, given: Given) => {
  const found = settings(options, given, false);
  return found.length > 0 && given.sql` WITH (${joined(found, ', ')})`;
};

const columnList = (options: Value, { sql }: Given) => {
  const columns = option(options, 'columns');
  return columns && listOf(columns).length > 0 && sql` (${namesOf(columns)})`;
};

/** `SET (…)` and `RESET (…)`. */
function changes(options: Value | undefined, given: Given): readonly Text[] {
  const [set, reset] = [settings(options, given, false), settings(options, given, true)];
  return [
    ...(set.length > 0 ? [given.sql`SET (${joined(set, ', ')})`] : []),
    ...(reset.length > 0 ? [given.sql`RESET (${joined(reset, ', ')})`] : []),
  ];
}

const createView: Build = (given) => {
  const { sql, argument } = given;
  const [options, check] = [argument(1), option(argument(1), 'checkOption')];
  return [sql`CREATE${has(options, 'replace') && ' OR REPLACE'}${has(options, 'temporary') && ' TEMPORARY'}${has(options, 'recursive') && ' RECURSIVE'} VIEW ${nameOf(argument(0))}${columnList(options, given)}${withSettings(option(options, 'options'), given)} AS ${asText(argument(2))}${isSet(check) && sql` WITH ${asText(check)} CHECK OPTION`}`]; // prettier-ignore
};

const alterView: Build = (given) => {
  const { sql, argument } = given;
  const check = option(argument(1), 'checkOption');
  const own = option(argument(1), 'options');
  const all = [...changes(own, given)];
  const withCheck = check ? [sql`SET (check_option = ${asText(check)})`] : [];
  const clauses = [...withCheck, ...all].map((each) => sql`ALTER VIEW ${nameOf(argument(0))} ${each}`);
  return clauses.length === 0 ? null : [joined(clauses, ';\n')];
};

const alterViewColumn: Build = ({ sql, argument }) => {
  const own = option(argument(2), 'default');
  if (!own) return argument(2).kind === 'object' ? [] : null;
  const action = isNull(own) ? sql`DROP DEFAULT` : sql`SET DEFAULT ${escaped(own)}`;
  return [sql`ALTER VIEW ${nameOf(argument(0))} ALTER COLUMN ${nameOf(argument(1))} ${action}`];
};

const dataClause = (options: Value) => {
  const data = option(options, 'data');
  return data && (isSet(data) ? ' WITH DATA' : ' WITH NO DATA');
};

const createMaterializedView: Build = (given) => {
  const { sql, argument } = given;
  const options = argument(1);
  return [sql`CREATE MATERIALIZED VIEW${ifNotExists(options)} ${nameOf(argument(0))}${columnList(options, given)}${withSettings(option(options, 'storageParameters'), given)}${nameClause(given, options, 'tablespace', ' TABLESPACE ')} AS ${asText(argument(2))}${dataClause(options)}`]; // prettier-ignore
};

const alterMaterializedView: Build = (given) => {
  const { sql, argument } = given;
  const options = argument(1);
  const cluster = option(options, 'cluster');
  const clauses = [
    ...(isNull(cluster) || isFalse(cluster) ? [sql`SET WITHOUT CLUSTER`] : []),
    ...(isSet(cluster) ? [sql`CLUSTER ON ${nameOf(cluster)}`] : []),
    nameClause(given, options, 'extension', 'DEPENDS ON EXTENSION '),
    ...changes(option(options, 'storageParameters'), given),
  ].filter((text) => text.length > 0);
  return clauses.length === 0 ? null : [sql`ALTER MATERIALIZED VIEW ${nameOf(argument(0))} ${joined(clauses, ', ')}`];
};

const refresh: Build = ({ sql, argument }) => [sql`REFRESH MATERIALIZED VIEW${concurrently(argument(1))} ${nameOf(argument(0))}${dataClause(argument(1))}`]; // prettier-ignore

/** Operations on views. */
export const views: Readonly<Record<string, Operation>> = {
  createView: { does: createView, undoes: drop('VIEW') },
  dropView: { does: drop('VIEW') },
  alterView: { does: alterView },
  alterViewColumn: { does: alterViewColumn },
  renameView: rename('VIEW'),
  createMaterializedView: { does: createMaterializedView, undoes: drop('MATERIALIZED VIEW') },
  dropMaterializedView: { does: drop('MATERIALIZED VIEW') },
  alterMaterializedView: { does: alterMaterializedView },
  renameMaterializedView: rename('MATERIALIZED VIEW'),
  renameMaterializedViewColumn: renamePart('MATERIALIZED VIEW', 'COLUMN '),
  refreshMaterializedView: { does: refresh, undoes: refresh },
};
