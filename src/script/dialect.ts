import type { Range } from '../types.ts';
import { knownString } from './sql.ts';
import { type ConstantValue, type Unknown, type Value } from './values.ts';

const ours = /^(?:pg|pgnative|pgsql|postgres|postgresql|postgis)$/;
const others =
  /^(?:aurora(?:data)?mysql|bettersqlite3?|capacitor|cockroach(?:db)?|cordova|d1|db2|expo|firebird|ibmi|libsql|mariadb|mongodb|mssql|mysql2?|nativescript|oracle(?:db)?|reactnative|redshift|sap|snowflake|spanner|sqljs|sqlite3?|sqlserver|tedious|turso)$/;

/** What is noted when a branch for another database is left out. */
export const otherDatabase = 'has a branch for another database';

/** What a framework answers to the question which database it talks to: here it is PostgreSQL. */
export function dialect(expression: string, range: Range): Unknown {
  return { kind: 'unknown', expression, isDialect: true, range };
}

/** Whether two values are the same database, when one is the framework's answer and the other a database's name; else null. */
export function sameDatabase(left: Value, right: Value): boolean | null {
  if (isDialect(left)) return isOurs(right);
  return isDialect(right) ? isOurs(left) : null;
}

const isDialect = (value: Value) => value.kind === 'unknown' && value.isDialect === true;

/** Whether a name, or the last word of `DatabaseType.sqlite`, means PostgreSQL; null when it is no database's name. */
function isOurs(value: Value): boolean | null {
  const written =
    knownString(value) ?? (value.kind === 'unknown' && /^[A-Z]/.test(value.expression) ? value.expression : '');
  const name = written.slice(written.lastIndexOf('.') + 1).toLowerCase().replace(/[-_]/g, ''); // prettier-ignore
  if (ours.test(name)) return true;
  return others.test(name) ? false : null;
}

/** What is decided because the database is PostgreSQL: the branch for another one never runs there. */
export function decided(value: boolean, range: Range): ConstantValue {
  return { kind: 'constant', value, isDecided: true, range };
}

/** The answer that is decided, or null. */
export function decision(value: Value): boolean | null {
  return value.kind === 'constant' && value.isDecided === true ? Boolean(value.value) : null;
}
