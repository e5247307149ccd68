import type { Direction, Migration, Operation, Section, Statement } from '../types.ts';

/** Where an operation stands. */
interface Standing {
  readonly statement: Statement;
  readonly direction: Direction;
}

interface Index {
  readonly standings: ReadonlyMap<Operation, Standing>;
  /** Names that are given to something, by direction: by its creation or by a new name. */
  readonly made: Readonly<Record<Direction, ReadonlySet<string>>>;
}

/** Long migrations are asked for each of their operations. */
const indexes = new WeakMap<Migration, Index>();

function indexOf(migration: Migration): Index {
  const known = indexes.get(migration);
  if (known) return known;
  const { sections } = migration;
  const made = (direction: Direction) =>
    new Set(sections.filter((section) => section.direction === direction).flatMap(namesMadeIn));
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

/** Of an operation, the statement that it is part of. */
export function statementOf(migration: Migration, operation: Operation): Statement | undefined {
  return indexOf(migration).standings.get(operation)?.statement;
}

/** Whether what runs in the same direction gives this name to something. */
export function isMadeBeside(migration: Migration, operation: Operation, name: string): boolean {
  const { standings, made } = indexOf(migration);
  return made[standings.get(operation)?.direction ?? 'up'].has(name);
}
