import type { Direction, Migration, Operation, Section, Statement } from '../types.ts';

/** Where an operation stands. */
interface Standing {
  readonly statement: Statement;
  readonly direction: Direction;
}

interface Index {
  readonly standings: ReadonlyMap<Operation, Standing>;
  /** How often names are given to something, by direction: by its creation or by a new name. */
  readonly made: Readonly<Record<Direction, ReadonlyMap<string, number>>>;
}

/** Long migrations are asked for each of their operations. */
const indexes = new WeakMap<Migration, Index>();

function indexOf(migration: Migration): Index {
  const known = indexes.get(migration);
  if (known) return known;
  const { sections } = migration;
  const made = (direction: Direction) =>
    amounts(sections.filter((section) => section.direction === direction).flatMap(namesMadeIn));
  const index = { standings: new Map(sections.flatMap(standingsIn)), made: { up: made('up'), down: made('down') } };
  indexes.set(migration, index);
  return index;
}

function standingsIn({ direction, statements }: Section) {
  return statements.flatMap((statement) =>
    statement.operations.map((operation) => [operation, { statement, direction }] as const),
  );
}

function namesMadeIn({ statements }: Section): readonly string[] {
  return statements.flatMap(({ operations }) =>
    operations.flatMap((operation) => {
      if (operation.kind === 'create') return operation.name?.name ?? [];
      return operation.kind === 'rename' ? operation.to : [];
    }),
  );
}

function amounts(names: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}

/** Of an operation, the statement that it is part of. */
export function statementOf(migration: Migration, operation: Operation): Statement | undefined {
  return indexOf(migration).standings.get(operation)?.statement;
}

/** Whether what runs in the same direction gives this name to something. */
export function isMadeBeside(migration: Migration, operation: Operation, name: string): boolean {
  const { standings, made } = indexOf(migration);
  return made[standings.get(operation)?.direction ?? 'up'].has(name);
}

/** Whether what runs in the same direction gives this name to more than one thing: a guard would leave out the second, whatever it is. */
export function isMadeTwice(migration: Migration, operation: Operation, name: string): boolean {
  const { standings, made } = indexOf(migration);
  return (made[standings.get(operation)?.direction ?? 'up'].get(name) ?? 0) > 1;
}
