import type { ColumnDef, Node } from '@pgsql/types';
import type { Column, Constraint } from '../../operation.ts';
import { constraintOf, dataType, nameOf, strings } from './names.ts';

const serials: Readonly<Record<string, string>> = {
  serial: 'int4', serial4: 'int4', bigserial: 'int8', serial8: 'int8', smallserial: 'int2', serial2: 'int2',
}; // prettier-ignore

/** A column definition; a serial is an integer with a default that is not null. */
export function columnOf(node: ColumnDef): Column {
  const parts = (node.constraints ?? []).flatMap((item) => ('Constraint' in item ? [item.Constraint] : []));
  const has = (...types: string[]) => parts.some((part) => types.includes(part.contype ?? ''));
  const { name } = nameOf(strings(node.typeName?.names));
  const serial = Object.hasOwn(serials, name) ? serials[name] : undefined;
  const type = dataType(node.typeName);
  const column = node.colname ?? '';
  const stored = parts.find((part) => part.contype === 'CONSTR_GENERATED');
  return {
    name: column,
    type: type && serial ? { ...type, schema: null, name: serial } : type,
    notNull: has('CONSTR_NOTNULL', 'CONSTR_PRIMARY', 'CONSTR_IDENTITY') || serial !== undefined,
    hasDefault: has('CONSTR_DEFAULT') || serial !== undefined,
    generated: has('CONSTR_IDENTITY')
      ? 'identity'
      : stored
        ? stored.generated_kind === 'v'
          ? 'virtual'
          : 'stored'
        : null,
    constraints: parts.flatMap((part) => (part.contype === 'CONSTR_NOTNULL' ? [] : (constraintOf(part, column) ?? []))),
  };
}

/** The constraints that a CREATE TABLE lists beside its columns. */
export function constraintsOf(elements: readonly Node[] | undefined): Constraint[] {
  return (elements ?? []).flatMap((item) => ('Constraint' in item ? (constraintOf(item.Constraint, null) ?? []) : []));
}
