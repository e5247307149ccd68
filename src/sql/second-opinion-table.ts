import type {
  AlterColumn as ParsedAlterColumn, AlterTableStatement, ColumnConstraint, CreateColumnDef, CreateTableStatement, DataTypeDef, TableAlteration,
  TableConstraint,
} from 'pgsql-ast-parser'; // prettier-ignore
import type { Column, Constraint, ConstraintType, DataType, Operation } from '../operation.ts';
import type { Name } from '../types.ts';
import { base, create, names, nameOf } from './second-opinion-base.ts';

const aliases: Readonly<Record<string, string>> = {
  bigint: 'int8', 'bit varying': 'varbit', boolean: 'bool', char: 'bpchar', character: 'bpchar', 'character varying': 'varchar',
  dec: 'numeric', decimal: 'numeric', 'double precision': 'float8', float: 'float8', int: 'int4', integer: 'int4', real: 'float4',
  smallint: 'int2', 'time with time zone': 'timetz', 'time without time zone': 'time', 'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
}; // prettier-ignore

const serials: Readonly<Record<string, string>> = {
  serial: 'int4', serial4: 'int4', bigserial: 'int8', serial8: 'int8', smallserial: 'int2', serial2: 'int2',
}; // prettier-ignore

const requiring: readonly string[] = ['not null', 'primary key'];

export function createTable(statement: CreateTableStatement): Operation {
  const columns = statement.columns.flatMap((column) => (column.kind === 'column' ? [columnOf(column)] : []));
  return create('table', nameOf(statement.name), {
    clause: statement.ifNotExists ? 'if not exists' : null,
    temporary: statement.temporary ?? false,
    columns,
    constraints: (statement.constraints ?? []).map(constraintOf),
  });
}

/** The operations of an ALTER TABLE; null when one of its actions is not known. */
export function alterTable({ table, changes }: AlterTableStatement): readonly Operation[] | null {
  const operations = changes.map((change) => actionOf(change, nameOf(table)));
  return operations.every((operation) => operation !== null) ? operations : null;
}

function actionOf(change: TableAlteration, table: Name): Operation | null {
  switch (change.type) {
    case 'rename':
      return { kind: 'rename', ...base, object: 'table', of: table, from: table.name, to: nameOf(change.to).name, ifExists: false };
    case 'rename column':
    case 'rename constraint': {
      const [object, old] = change.type === 'rename column' ? (['column', change.column] as const) : (['constraint', change.constraint] as const);
      return { kind: 'rename', ...base, object, of: table, from: nameOf(old).name, to: nameOf(change.to).name, ifExists: false };
    }
    case 'add column':
      return { kind: 'add-column', ...base, table, column: columnOf(change.column), ifNotExists: change.ifNotExists ?? false };
    case 'add constraint':
      return { kind: 'add-constraint', ...base, object: 'table', table, constraint: constraintOf(change.constraint) };
    case 'owner':
      return { kind: 'alter-table', ...base, object: 'table', table, action: 'owner to', subject: nameOf(change.to) };
    case 'alter column':
      return alterColumn(change.alter, table, nameOf(change.column).name);
    default:
      return dropPart(change, table);
  }
} // prettier-ignore

function dropPart(
  change: Extract<TableAlteration, { type: 'drop column' | 'drop constraint' }>,
  table: Name,
): Operation {
  const flags = { ifExists: change.ifExists ?? false, cascade: change.behaviour === 'cascade' };
  return change.type === 'drop column'
    ? { kind: 'drop-column', ...base, object: 'table', table, column: nameOf(change.column).name, ...flags }
    : { kind: 'drop-constraint', ...base, object: 'table', table, name: nameOf(change.constraint).name, ...flags };
}

function alterColumn(alter: ParsedAlterColumn, table: Name, column: string): Operation | null {
  if (alter.type === 'set type')
    return { kind: 'alter-column-type', ...base, table, column, type: typeOf(alter.dataType), using: null };
  if (alter.type === 'add generated')
    return alter.expression ? null : { kind: 'alter-column', ...base, table, column, action: 'add identity' };
  return { kind: 'alter-column', ...base, table, column, action: alter.type };
}

function columnOf({ name, dataType, constraints = [] }: CreateColumnDef): Column {
  const column = nameOf(name).name;
  const written = typeOf(dataType);
  const serial = Object.hasOwn(serials, written.name) ? serials[written.name] : undefined;
  const generated = generation(constraints);
  return {
    name: column,
    type: serial ? { ...written, schema: null, name: serial } : written,
    notNull:
      constraints.some(({ type }) => requiring.includes(type)) || serial !== undefined || generated === 'identity',
    hasDefault: constraints.some(({ type }) => type === 'default') || serial !== undefined,
    generated,
    constraints: constraints.flatMap((part) => columnConstraint(part, column)),
  };
}

function generation(constraints: readonly ColumnConstraint[]): Column['generated'] {
  const found = constraints.find((part) => part.type === 'add generated');
  return found ? (found.expression ? 'stored' : 'identity') : null;
}

function columnConstraint(part: ColumnConstraint, column: string): Constraint[] {
  const name = part.constraintName ? nameOf(part.constraintName).name : null;
  switch (part.type) {
    case 'unique':
    case 'primary key':
      return [constraint(part.type, name, [column])];
    case 'check':
      return [constraint('check', name, [])];
    case 'reference':
      return [constraint('foreign key', name, [column], nameOf(part.foreignTable))];
    default:
      return [];
  }
}

function constraintOf(part: TableConstraint): Constraint {
  const name = part.constraintName ? nameOf(part.constraintName).name : null;
  if (part.type === 'check') return constraint('check', name, []);
  if (part.type === 'foreign key')
    return constraint(
      'foreign key',
      name,
      'localColumns' in part ? names(part.localColumns) : [],
      nameOf(part.foreignTable),
    );
  return constraint(part.type, name, names(part.columns));
}

function constraint(type: ConstraintType, name: string | null, columns: readonly string[], references: Name | null = null): Constraint {
  return { type, name, columns, references, notValid: false, usingIndex: null };
} // prettier-ignore

function typeOf(written: DataTypeDef): DataType {
  if (written.kind === 'array') return { ...typeOf(written.arrayOf), array: true };
  const { schema, name } = nameOf(written);
  const known = schema === null && !written.doubleQuoted && Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  const modifiers = written.config ?? (known === 'bpchar' || name === 'bit' ? [1] : []);
  if (name === 'float' && modifiers.length > 0)
    return { schema, name: (modifiers[0] ?? 0) < 25 ? 'float4' : 'float8', modifiers: [], array: false, text: name };
  return { schema, name: known ?? name, modifiers, array: false, text: name };
}
