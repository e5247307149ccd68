import { asText, joined, knownString } from '../sql.ts';
import type { Text } from '../string-text.ts';
import type { Value } from '../values.ts';
import { type Build, escaped, type Given, has, ifExists, isFalse, isSet, listOf, mayHave, nameOf, namesOf, type Operation, option, rename, turning } from './given.ts'; // prettier-ignore

const flags = ['superuser', 'createdb', 'createrole', 'inherit', 'login', 'replication', 'bypassrls'] as const;

/** Without a word of the author, a new role gets these. */
const created: Readonly<Record<string, boolean>> = { superuser: false, createdb: false, createrole: false, inherit: true, login: false, replication: false }; // prettier-ignore

function roleOptions(options: Value, { sql }: Given, isNew: boolean): Text {
  const words = flags.flatMap((name) => {
    const value = option(options, name);
    const isOn = value ? isSet(value) : isNew ? created[name] : undefined;
    return isOn === undefined ? [] : [sql`${isOn ? '' : 'NO'}${name.toUpperCase()}`];
  });
  const lists = [['inRole', 'IN ROLE '], ['role', 'ROLE '], ['admin', 'ADMIN ']] as const; // prettier-ignore
  const [limit, password, valid] = [option(options, 'limit'), option(options, 'password'), option(options, 'valid')];
  const encrypted = isFalse(option(options, 'encrypted')) ? 'UNENCRYPTED' : 'ENCRYPTED';
  return joined([
    ...words,
    ...(isSet(limit) ? [sql`CONNECTION LIMIT ${asText(limit)}`] : []),
    ...(password ? [sql`${encrypted} PASSWORD ${passwordText(password)}`] : []),
    ...(valid ? [sql`VALID UNTIL ${isSet(valid) ? escaped(valid) : "'infinity'"}`] : []),
    ...lists.flatMap(([name, keyword]) => {
      const value = option(options, name);
      return isSet(value) ? [sql`${keyword}${joined(listOf(value).map(asText), ', ')}`] : [];
    }),
  ], ' ');
} // prettier-ignore

const passwordText = (value: Value) => escaped(value.kind === 'unknown' ? { kind: 'text', text: asText(value), range: value.range } : value); // prettier-ignore

const createRole: Build = (given) => [given.sql`CREATE ROLE ${nameOf(given.argument(0))} WITH ${roleOptions(given.argument(1), given, true)}`]; // prettier-ignore

const alterRole: Build = (given) => {
  const options = roleOptions(given.argument(1), given, false);
  if (options.length === 0) return given.argument(1).kind === 'object' ? [] : null;
  return [given.sql`ALTER ROLE ${nameOf(given.argument(0))} WITH ${options}`];
};

const dropRole: Build = ({ sql, argument }) => [sql`DROP ROLE${ifExists(argument(1))} ${nameOf(argument(0))}`];

const grantRoles: Build = ({ sql, argument }) => [sql`GRANT ${namesOf(argument(0))} TO ${namesOf(argument(1))}${has(argument(2), 'withAdminOption') && ' WITH ADMIN OPTION'}`]; // prettier-ignore

const revokeRoles: Build = ({ sql, argument }) => [sql`REVOKE ${has(argument(2), 'onlyAdminOption') && 'ADMIN OPTION FOR '}${namesOf(argument(0))} FROM ${namesOf(argument(1))}${mayHave(argument(2), 'cascade') && ' CASCADE'}`]; // prettier-ignore

type Target = (options: Value, given: Given) => Text;

const schemas: Target = (options, { sql }) => sql`SCHEMA ${namesOf(option(options, 'schemas') ?? options)}`;

const tables: Target = (options, { sql }) => {
  const schema = option(options, 'schema');
  return schema ? sql`ALL TABLES IN SCHEMA ${nameOf(schema)}` : namesOf(option(options, 'tables') ?? options);
};

const rolesOf = (options: Value) => joined(listOf(option(options, 'roles') ?? options).map((role) => (knownString(role) === 'PUBLIC' ? asText(role) : nameOf(role))), ', '); // prettier-ignore

const privilegesOf = (options: Value) => {
  const privileges = option(options, 'privileges');
  return privileges ? joined(listOf(privileges).map(asText), ', ') : 'ALL';
};

const grant =
  (target: Target): Build =>
  (given) => {
    const options = given.argument(0);
    return [given.sql`GRANT ${privilegesOf(options)} ON ${target(options, given)} TO ${rolesOf(options)}${has(options, 'withGrantOption') && ' WITH GRANT OPTION'}`]; // prettier-ignore
  };

const revoke =
  (target: Target): Build =>
  (given) => {
    const options = given.argument(0);
    return [given.sql`REVOKE ${has(options, 'onlyGrantOption') && 'GRANT OPTION FOR '}${privilegesOf(options)} ON ${target(options, given)} FROM ${rolesOf(options)}${mayHave(options, 'cascade') && ' CASCADE'}`]; // prettier-ignore
  };

function policyClauses(options: Value, { sql }: Given, isNew: boolean): Text {
  const [role, using, check] = [option(options, 'role'), option(options, 'using'), option(options, 'check')];
  const roles = role ? joined(listOf(role).map(asText), ', ') : isNew ? sql`PUBLIC` : [];
  return joined([
    ...(roles.length > 0 ? [sql`TO ${roles}`] : []),
    ...(isSet(using) ? [sql`USING (${asText(using)})`] : []),
    ...(isSet(check) ? [sql`WITH CHECK (${asText(check)})`] : []),
  ], ' ');
} // prettier-ignore

const createPolicy: Build = (given) => {
  const { sql, argument } = given;
  const command = option(argument(2), 'command');
  return [sql`CREATE POLICY ${nameOf(argument(1))} ON ${nameOf(argument(0))} FOR ${command ? asText(command) : 'ALL'} ${policyClauses(argument(2), given, true)}`]; // prettier-ignore
};

const alterPolicy: Build = (given) => {
  const { sql, argument } = given;
  const clauses = policyClauses(argument(2), given, false);
  return clauses.length === 0 ? null : [sql`ALTER POLICY ${nameOf(argument(1))} ON ${nameOf(argument(0))} ${clauses}`];
};

const dropPolicy: Build = ({ sql, argument }) => [sql`DROP POLICY${ifExists(argument(2))} ${nameOf(argument(1))} ON ${nameOf(argument(0))}`]; // prettier-ignore

const renamePolicy: Build = ({ sql, argument }) => [sql`ALTER POLICY ${nameOf(argument(1))} ON ${nameOf(argument(0))} RENAME TO ${nameOf(argument(2))}`]; // prettier-ignore

/** Operations on roles, privileges and policies. */
export const roles: Readonly<Record<string, Operation>> = {
  createRole: { does: createRole, undoes: dropRole },
  alterRole: { does: alterRole },
  dropRole: { does: dropRole },
  renameRole: rename('ROLE'),
  grantRoles: { does: grantRoles, undoes: revokeRoles },
  revokeRoles: { does: revokeRoles },
  grantOnSchemas: { does: grant(schemas), undoes: revoke(schemas) },
  revokeOnSchemas: { does: revoke(schemas) },
  grantOnTables: { does: grant(tables), undoes: revoke(tables) },
  revokeOnTables: { does: revoke(tables) },
  createPolicy: { does: createPolicy, undoes: dropPolicy },
  alterPolicy: { does: alterPolicy },
  dropPolicy: { does: dropPolicy },
  renamePolicy: turning(renamePolicy, 0, 2, 1),
};
