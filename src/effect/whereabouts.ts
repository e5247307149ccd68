import type { Migration, Operation, Section, Statement } from '../types.ts';

/** What an operation stands in. */
export interface Whereabouts {
  readonly section: Section;
  readonly statement: Statement;
}

const known = new WeakMap<Migration, ReadonlyMap<Operation, Whereabouts>>();

/** Finds the statement and the section of an operation of a migration. */
export function whereabouts(migration: Migration, operation: Operation): Whereabouts | undefined {
  const places = known.get(migration) ?? placesIn(migration);
  known.set(migration, places);
  return places.get(operation);
}

function placesIn({ sections }: Migration): ReadonlyMap<Operation, Whereabouts> {
  const places = new Map<Operation, Whereabouts>();
  for (const section of sections)
    for (const statement of section.statements)
      for (const operation of statement.operations) places.set(operation, { section, statement });
  return places;
}
