import { operationSql } from '../effect/guard-sql.ts';
import type { Name, Operation } from '../types.ts';
import { placesIn } from './about.ts';
import { isSameKind, isSameName, madeBy, type Made, type Past, type Subject, tableAfter, type Told } from './past.ts';

/** What an earlier migration made, as statements that make it again: its own, then what has been done to it since. */
export interface Restored {
  readonly made: Made;
  readonly statements: readonly string[];
}

/** Finds how an object came to be what it is at the end of the past; null where no earlier migration tells. */
export function restored(past: Past, subject: Subject): Restored | null {
  const made = madeBy(past, subject);
  if (!made) return null;
  const since = pruned(follow(past.slice(made.at + 1), made));
  return { made, statements: [wordsOf(made.told), ...textsOf(since)] };
}

/** The words of the statement that an operation is of. */
export const wordsOf = ({ migration, statement }: Told): string => migration.words(statement.range);

/** An action as a statement by itself, else the words of its whole statement where it is all of it. */
export function textOf(told: Told): string | null {
  const { migration, statement, operation } = told;
  if (statement.operations.length === 1) return wordsOf(told);
  if (operation.context.place !== 'plain' || !isAction(operation)) return null;
  return operationSql({ words: migration.words, statement, operation, longest: Infinity });
}

function isAction({ kind }: Operation): boolean {
  return /^(?:add-column|drop-column|alter-column|alter-column-type|add-constraint|drop-constraint|alter-table)$/.test(
    kind,
  );
}

/** The statements of these operations; one whose operations are all among them stands once, as it is written. */
function textsOf(all: readonly Told[]): readonly string[] {
  const found = new Set(all.map(({ operation }) => operation));
  return all.flatMap((told) => {
    const { operations } = told.statement;
    if (!operations.every((operation) => found.has(operation))) return textOf(told) ?? [];
    return operations[0] === told.operation ? [wordsOf(told)] : [];
  });
}

/** What was done to a thing since it was made. */
function follow(since: Past, { create }: Made): readonly Told[] {
  let name = create.name ?? { schema: null, name: '' };
  const table = create.table;
  const indexes = new Set<string>();
  return since.filter((told) => {
    const { operation } = told;
    if (operation.kind === 'drop' && operation.object === 'index' && operation.names.some((each) => indexes.has(each.name))) return true;
    const found = isAbout(told, { object: create.object, name, table });
    if (found && operation.kind === 'create' && operation.object === 'index' && operation.name) indexes.add(operation.name.name);
    name = isRelation(create.object) ? tableAfter(operation, name) : found ? nameAfter(operation, name) : name;
    return found;
  });
} // prettier-ignore

const isRelation = (object: string) => /^(?:table|view|materialized view|foreign table|sequence|index)$/.test(object);

function nameAfter(operation: Operation, name: Name): Name {
  if (operation.kind === 'move') return { schema: operation.to, name: name.name };
  const isOwn = operation.kind === 'rename' && !['column', 'attribute', 'constraint'].includes(operation.object);
  return isOwn ? { schema: name.schema, name: operation.to } : name;
}

interface Now extends Subject {
  readonly table: Name | null;
}

function isAbout(told: Told, { object, name, table }: Now): boolean {
  const { operation } = told;
  switch (operation.kind) {
    case 'other': {
      const isPart = table !== null && !isRelation(object);
      const places = told.statement.operations.length === 1 ? placesIn(wordsOf(told)) : [];
      return places.some((place) =>
        isPart
          ? isSameName(place.name, table) && place.parts.some(([kind, own]) => kind === object && own === name.name)
          : isRelation(object) === isRelation(place.object) && isSameName(place.name, name),
      );
    }
    case 'rename':
      if (operation.object === object && table) return isSameName(operation.of, table) && operation.from === name.name;
      return isRelation(object) || operation.object === 'attribute'
        ? isSameName(operation.of, name)
        : isSameKind(operation.object as typeof object, object) && isSameName({ ...operation.of, name: operation.from }, name);
    case 'move':
    case 'alter':
      return isSameKind(operation.object, object) && isSameName(operation.name, name);
    case 'add-enum-value':
    case 'rename-enum-value':
      return object === 'type' && isSameName(operation.type, name);
    case 'insert':
    case 'update':
    case 'delete':
      return false;
    default:
      return 'table' in operation && operation.table !== null && isRelation(object) && isSameName(operation.table, name);
  }
} // prettier-ignore

/** What was made and dropped again need not be made. */
function pruned(all: readonly Told[]): readonly Told[] {
  const left: Told[] = [];
  for (const told of all) {
    const partner = left.findLastIndex((other) => isUndoneBy(other.operation, told.operation));
    if (partner < 0 || told.statement.operations.length > 1) left.push(told);
    else left.splice(partner, 1);
  }
  return left;
}

function isUndoneBy(made: Operation, dropped: Operation): boolean {
  if (dropped.kind === 'drop')
    return made.kind === 'create' && made.object === dropped.object && dropped.names.some(({ name }) => name === made.name?.name);
  if (dropped.kind === 'drop-constraint') return made.kind === 'add-constraint' && made.constraint.name === dropped.name;
  return dropped.kind === 'drop-column' && made.kind === 'add-column' && made.column.name === dropped.column;
} // prettier-ignore
