import type {
  Constraint as ConstraintNode,
  Node,
  ObjectType as NodeObjectType,
  RangeVar,
  TypeName,
} from '@pgsql/types';
import type { Constraint, ConstraintType, DataType, ObjectType } from '../../operation.ts';
import type { Name } from '../../types.ts';
import { quoteIdentifier } from '../quote.ts';

/** The strings of a list of String nodes, such as a dotted name. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

/** A dotted name as a Name; a database before the schema is left out. */
export function nameOf(parts: readonly string[]): Name {
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' };
}

/** The name of a relation as FROM, INTO and the like write it. */
export function relationName(relation: RangeVar | undefined): Name {
  return { schema: relation?.schemaname ?? null, name: relation?.relname ?? '' };
}

/** A name without schema. */
export function bare(name: string | undefined): Name {
  return { schema: null, name: name ?? '' };
}

/** The name in whatever node a statement keeps its object in: a list, a string, a type, a function with arguments. */
export function objectName(node: Node | undefined): Name {
  if (!node) return bare('');
  if ('List' in node) return listName(node.List.items ?? []);
  if ('String' in node) return bare(node.String.sval);
  if ('TypeName' in node) return nameOf(strings(node.TypeName.names));
  if ('ObjectWithArgs' in node) return nameOf(strings(node.ObjectWithArgs.objname));
  if ('RangeVar' in node) return relationName(node.RangeVar);
  if ('RoleSpec' in node) return bare(node.RoleSpec.rolename ?? 'current_user');
  return bare('');
}

/** A list holds a dotted name, or types: of a cast, a transform. */
function listName(items: readonly Node[]): Name {
  const types = items.flatMap((item) => ('TypeName' in item ? [dataType(item.TypeName)?.text ?? ''] : []));
  return types.length > 0 ? bare([...types, ...strings(items)].join(' AS ')) : nameOf(strings(items));
}

const typeTexts: Readonly<Record<string, string>> = {
  int2: 'smallint', int4: 'integer', int8: 'bigint', float4: 'real', float8: 'double precision', bool: 'boolean', bpchar: 'char',
  varbit: 'bit varying', timetz: 'time with time zone',
}; // prettier-ignore

/** A data type; null where the node is missing. */
export function dataType(type: TypeName | undefined): DataType | null {
  if (!type) return null;
  const parts = strings(type.names);
  const { schema, name } = nameOf(parts);
  const modifiers = (type.typmods ?? []).flatMap((node) =>
    'A_Const' in node && node.A_Const.ival ? [node.A_Const.ival.ival ?? 0] : [],
  );
  const array = (type.arrayBounds ?? []).length > 0;
  const builtIn = schema === 'pg_catalog';
  const shown = builtIn ? (typeTexts[name] ?? name) : parts.map(quoteIdentifier).join('.');
  // `char` alone is stored as bpchar(1), `interval` with a field mask that is no size.
  const size = modifiers.length > 0 && name !== 'interval' ? `(${modifiers.join(', ')})` : '';
  return { schema: builtIn ? null : schema, name, modifiers, array, text: `${shown}${size}${array ? '[]' : ''}` };
}

/** The type of an argument; `users.id%TYPE` is that of a column. */
export function argumentType(type: TypeName | undefined): string {
  return `${dataType(type)?.text ?? ''}${type?.pct_type ? '%TYPE' : ''}`;
}

const constraintTypes: Readonly<Record<string, ConstraintType>> = {
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'exclude',
  CONSTR_FOREIGN: 'foreign key',
  CONSTR_NOTNULL: 'not null',
  CONSTR_PRIMARY: 'primary key',
  CONSTR_UNIQUE: 'unique',
};

/** A constraint, or null for what the grammar calls one and is none: DEFAULT, GENERATED, DEFERRABLE. */
export function constraintOf(node: ConstraintNode, column: string | null): Constraint | null {
  const type = constraintTypes[node.contype ?? ''];
  if (!type) return null;
  const named = strings(node.keys).concat(strings(node.fk_attrs));
  return {
    type,
    name: node.conname ?? null,
    columns: named.length > 0 || column === null ? named : [column],
    references: node.pktable ? relationName(node.pktable) : null,
    notValid: node.skip_validation ?? false,
    usingIndex: node.indexname ?? null,
  };
}

const objectTypes: Readonly<Partial<Record<NodeObjectType, ObjectType>>> = {
  OBJECT_ACCESS_METHOD: 'access method',
  OBJECT_AGGREGATE: 'aggregate',
  OBJECT_CAST: 'cast',
  OBJECT_COLLATION: 'collation',
  OBJECT_CONVERSION: 'conversion',
  OBJECT_DATABASE: 'database',
  OBJECT_DOMAIN: 'domain',
  OBJECT_EVENT_TRIGGER: 'event trigger',
  OBJECT_EXTENSION: 'extension',
  OBJECT_FDW: 'foreign data wrapper',
  OBJECT_FOREIGN_SERVER: 'server',
  OBJECT_FOREIGN_TABLE: 'foreign table',
  OBJECT_FUNCTION: 'function',
  OBJECT_INDEX: 'index',
  OBJECT_LANGUAGE: 'language',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_OPCLASS: 'operator class',
  OBJECT_OPERATOR: 'operator',
  OBJECT_OPFAMILY: 'operator family',
  OBJECT_POLICY: 'policy',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_ROLE: 'role',
  OBJECT_ROUTINE: 'routine',
  OBJECT_RULE: 'rule',
  OBJECT_SCHEMA: 'schema',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_SUBSCRIPTION: 'subscription',
  OBJECT_TABLE: 'table',
  OBJECT_TABLESPACE: 'tablespace',
  OBJECT_TRANSFORM: 'transform',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_TSCONFIGURATION: 'text search configuration',
  OBJECT_TSDICTIONARY: 'text search dictionary',
  OBJECT_TSPARSER: 'text search parser',
  OBJECT_TSTEMPLATE: 'text search template',
  OBJECT_TYPE: 'type',
  OBJECT_USER_MAPPING: 'user mapping',
  OBJECT_VIEW: 'view',
};

/** The manual's word for the parser's object type. */
export function objectTypeOf(type: NodeObjectType | undefined): ObjectType {
  return objectTypes[type ?? 'OBJECT_TABLE'] ?? 'table';
}
