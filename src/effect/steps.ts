import type { AddConstraint, AlterColumn, AlterTable, Create, Name, ObjectType, Operation, Rename } from '../types.ts';
import { signatureKey } from './signature.ts';
import { defaultName, type DefaultName } from './default-names.ts';

/** Where a thing is found: an object, and the part of it, and the part of that. */
export interface Place {
  readonly object: ObjectType;
  readonly name: Name;
  readonly parts: readonly (readonly [space: string, name: string])[];
}

/** What an operation does to one thing of the database. */
export type Step =
  | {
      readonly kind: 'create';
      readonly place: Place;
      readonly clause: Create['clause'];
      /** PostgreSQL chooses the name; the place has the one that it would choose, as far as that is known. */
      readonly unnamed: DefaultName | null;
      /** What it is dropped together with. */
      readonly owner: Place | null;
      /** The index that a constraint takes over. */
      readonly absorbs: Place | null;
      readonly temporary: boolean;
    }
  | { readonly kind: 'drop'; readonly place: Place; readonly cascade: boolean; readonly ifExists: boolean }
  | { readonly kind: 'rename'; readonly place: Place; readonly to: Name }
  /** The sequence may belong to a table from now on. */
  | { readonly kind: 'own'; readonly place: Place }
  | { readonly kind: 'set'; readonly place: Place; readonly property: string; readonly value: string | null };

/** What an operation does to the things of the database; data and settings are none of them. */
export function stepsOf(operation: Operation): readonly Step[] {
  switch (operation.kind) {
    case 'create':
      return createSteps(operation);
    case 'drop': {
      const { object, names, table, signatures, cascade, ifExists } = operation;
      return names.flatMap((name, index) => [
        {
          kind: 'drop',
          place: signed(placeOf(object, name, table), signatures?.[index] ?? null),
          cascade,
          ifExists,
        } as const,
        ...touchOf(object, name),
      ]);
    }
    case 'rename':
      return [{ kind: 'rename', place: renamedPlace(operation), to: { ...operation.of, name: operation.to } }];
    case 'move': {
      const { object, name, to } = operation;
      return [{ kind: 'rename', place: at(object, name), to: { schema: to, name: name.name } }];
    }
    case 'add-column': {
      const place = at('table', operation.table, ['column', operation.column.name]);
      return [creation(place, operation.ifNotExists ? 'if not exists' : null)];
    }
    case 'drop-column': {
      const { table, column, cascade, ifExists } = operation;
      return [{ kind: 'drop', place: at('table', table, ['column', column]), cascade, ifExists }];
    }
    case 'alter-column-type': {
      const place = at('table', operation.table, ['column', operation.column]);
      return [{ kind: 'set', place, property: 'type', value: null }];
    }
    case 'alter-column':
      return columnSteps(operation);
    case 'add-constraint':
      return constraintSteps(operation);
    case 'drop-constraint': {
      const { object, table, name, cascade, ifExists } = operation;
      return [{ kind: 'drop', place: at(object, table, ['constraint', name]), cascade, ifExists }];
    }
    case 'alter-table':
      return tableSteps(operation);
    case 'alter':
      return alterSteps(operation);
    case 'add-enum-value': {
      const place = at('type', operation.type, ['enum value', operation.value]);
      return [creation(place, operation.ifNotExists ? 'if not exists' : null)];
    }
    case 'rename-enum-value': {
      const { type, from, to } = operation;
      return [{ kind: 'rename', place: at('type', type, ['enum value', from]), to: { schema: null, name: to } }];
    }
    default:
      return [];
  }
}

/** Shorthand for a place. */
export function at(object: ObjectType, name: Name, ...parts: Place['parts']): Place {
  return { object, name, parts };
}

function isPartOfTable(object: Rename['object']): object is 'trigger' | 'policy' | 'rule' {
  return object === 'trigger' || object === 'policy' || object === 'rule';
}

function isRoutine(object: ObjectType): boolean {
  return object === 'function' || object === 'procedure' || object === 'aggregate';
}

function placeOf(object: ObjectType, name: Name, table: Name | null): Place {
  return table && isPartOfTable(object) ? at('table', table, [object, name.name]) : at(object, name);
}

function signed(place: Place, signature: readonly string[] | null): Place {
  return signature ? { ...place, parts: [['signature', signatureKey(signature)]] } : place;
}

function creation(place: Place, clause: Create['clause'] = null): Step & { kind: 'create' } {
  return { kind: 'create', place, clause, unnamed: null, owner: null, absorbs: null, temporary: false };
}

/** ALTER POLICY is known without its table, so creating and dropping one counts for it too. */
function touchOf(object: ObjectType, name: Name): readonly Step[] {
  return object === 'policy' ? [{ kind: 'set', place: at('policy', name), property: 'definition', value: null }] : [];
}

function createSteps(operation: Create): readonly Step[] {
  const { object, name, table, clause, temporary, partitionOf, signature } = operation;
  if (object === 'index' && table) {
    const unnamed = name === null ? defaultName('index', table.name, operation.constraints[0]?.columns ?? []) : null;
    const place = at('index', name ?? { schema: table.schema, name: unnamed?.name ?? '' });
    return [{ ...creation(place, clause), unnamed, owner: at('table', table) }];
  }
  if (name === null) return [];
  const place = signed(placeOf(object, name, table), isRoutine(object) ? signature : null);
  const holder = object === 'statistics' ? table : partitionOf;
  const owner = holder ? at('table', holder) : null;
  return [{ ...creation(place, clause), owner, temporary }, ...touchOf(object, name)];
}

function constraintSteps({ object, table, constraint }: AddConstraint): readonly Step[] {
  const { name, type, columns, usingIndex } = constraint;
  const unnamed = name === null && usingIndex === null ? defaultName(type, table.name, columns) : null;
  const place = at(object, table, ['constraint', name ?? usingIndex ?? unnamed?.name ?? '']);
  const absorbs = usingIndex === null ? null : at('index', { schema: table.schema, name: usingIndex });
  const notNull = (type === 'not null' ? columns : []).map((column): Step => ({
    kind: 'set',
    place: at('table', table, ['column', column]),
    property: 'not null',
    value: 'set',
  }));
  return [{ ...creation(place), unnamed, absorbs }, ...notNull];
}

function renamedPlace({ object, of, from }: Rename): Place {
  switch (object) {
    case 'column':
    case 'constraint':
    case 'trigger':
    case 'policy':
    case 'rule':
      return at('table', of, [object, from]);
    case 'attribute':
      return at('type', of, [object, from]);
    default:
      return at(object, { ...of, name: from });
  }
}

function columnSteps({ table, column, action }: AlterColumn): readonly Step[] {
  const place = at('table', table, ['column', column]);
  const part = (name: string) => at('table', table, ['column', column], [name, '']);
  switch (action) {
    case 'set not null':
    case 'drop not null':
    case 'set default':
    case 'drop default': {
      const [value = '', ...property] = action.split(' ');
      return [{ kind: 'set', place, property: property.join(' '), value }];
    }
    case 'add identity':
      return [creation(part('identity'))];
    case 'drop identity':
    case 'drop expression':
      return [{ kind: 'drop', place: part(action.slice('drop '.length)), cascade: false, ifExists: false }];
    default:
      return [];
  }
}

/** Pairs of ALTER TABLE actions that undo each other; those about a partition or parent also fail when repeated. */
function tableSteps({ table, action, subject }: AlterTable): readonly Step[] {
  const other = subject ? `${subject.schema ?? 'public'}.${subject.name}` : '';
  switch (action) {
    case 'attach partition':
    case 'inherit':
      return [creation(at('table', table, [action === 'inherit' ? 'parent' : 'partition', other]))];
    case 'detach partition':
    case 'no inherit': {
      const place = at('table', table, [action === 'no inherit' ? 'parent' : 'partition', other]);
      return [{ kind: 'drop', place, cascade: false, ifExists: false }];
    }
  }
  const [, value, property] = /^(enable|disable|force|no force|set) (.*)$/.exec(action) ?? [];
  if (value === undefined || property === undefined) return [];
  if (/row level security|trigger|rule/.test(property)) {
    const what = property.replace(/^(always|replica) /, '');
    const isForce = value.endsWith('force');
    return [{ kind: 'set', place: at('table', table), property: `${isForce ? 'force ' : ''}${what} ${subject?.name ?? ''}`, value }];
  } // prettier-ignore
  const isLogging = property === 'logged' || property === 'unlogged';
  return isLogging ? [{ kind: 'set', place: at('table', table), property: 'logging', value: property }] : [];
}

function alterSteps({ object, name, action, subject, cascade }: Operation & { kind: 'alter' }): readonly Step[] {
  const attribute = at('type', name, ['attribute', subject ?? '']);
  switch (action) {
    case 'add attribute':
      return [creation(attribute)];
    case 'drop attribute':
      return [{ kind: 'drop', place: attribute, cascade, ifExists: false }];
    case 'alter attribute':
      return [{ kind: 'set', place: attribute, property: 'type', value: null }];
    case 'options':
      return object === 'sequence' ? [{ kind: 'own', place: at(object, name) }] : [];
    case 'definition':
    case 'objects':
    case 'members':
      return [{ kind: 'set', place: at(object, name), property: action, value: null }];
    case 'set not null':
    case 'drop not null':
      return [{ kind: 'set', place: at(object, name), property: 'not null', value: action.slice(0, action.indexOf(' ')) }];
    default:
      return [];
  }
} // prettier-ignore
