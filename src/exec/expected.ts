import { stepsOf, type Place, type Step } from '../effect/steps.ts';
import type { Operation } from '../types.ts';

/** What must be there, or gone, after the migration. */
export interface Expectation {
  readonly place: Place;
  readonly isThere: boolean;
  /** Whether its kind is known for sure: ALTER TABLE renames views and sequences too. */
  readonly isExact: boolean;
  /** Whether it must be usable as well: an index may be there and not be valid. */
  readonly isValid: boolean;
  /** Where a name without schema was looked for. */
  readonly schemas: readonly string[];
}

interface Noted extends Expectation {
  /** What it is dropped together with. */
  readonly owner: string | null;
}

/** Gathers what a migration's operations create and drop, the last word counting. */
export function expectations(): { note(operations: readonly Operation[], schemas: readonly string[]): void; all(): readonly Expectation[] } {
  const noted = new Map<string, Noted>();
  return {
    note(operations, schemas) {
      for (const operation of operations.filter(isSure))
        for (const step of stepsOf(operation)) noteStep(step, operation, schemas, noted);
    },
    all: () => [...noted.values()],
  };
} // prettier-ignore

/** What stands under a condition may not have happened, and what fails may be caught. */
function isSure({ context: { place, dynamic, conditions, handlers } }: Operation): boolean {
  return place === 'plain' && !dynamic && conditions.length === 0 && handlers.length === 0;
}

function noteStep(step: Step, operation: Operation, schemas: readonly string[], noted: Map<string, Noted>): void {
  if (step.kind === 'set' || step.kind === 'own') return;
  const { place } = step;
  const plain = { isExact: true, isValid: false, schemas, owner: null };
  if (step.kind === 'create') {
    if (step.absorbs) noted.delete(keyOf(step.absorbs));
    if (step.unnamed || step.temporary) return;
    const isValid = operation.kind === 'create' && operation.concurrently;
    noted.set(keyOf(place), { ...plain, place, isThere: true, isValid, owner: step.owner && keyOf(step.owner) });
    return;
  }
  forget(step, noted);
  noted.set(keyOf(place), { ...plain, place, isThere: false });
  if (step.kind === 'rename') {
    const renamed = { ...place, ...renamedTo(place, step.to) };
    noted.set(keyOf(renamed), { ...plain, place: renamed, isThere: true, isExact: false });
  }
}

/** What is known of the parts of what goes, and of what may go with it, holds no longer. */
function forget(step: Step & { kind: 'drop' | 'rename' }, noted: Map<string, Noted>): void {
  const key = keyOf(step.place);
  const holder = keyOf({ ...step.place, parts: [] });
  const takesAll = step.kind === 'drop' && step.cascade;
  const isColumn = step.place.parts.length > 0;
  for (const [each, { isThere, owner, place }] of noted) {
    const isPart = place.parts.length > 0 && keyOf({ ...place, parts: [] }) === holder;
    const isBeside = isThere && (isPart || owner === holder);
    if (each.startsWith(`${key}\0`) || (takesAll && isThere) || (isColumn ? isBeside && each !== key : owner === key || isPart)) noted.delete(each);
  }
} // prettier-ignore

function renamedTo({ name, parts }: Place, to: Place['name']): Pick<Place, 'name' | 'parts'> {
  const last = parts.at(-1);
  return last ? { name, parts: [...parts.slice(0, -1), [last[0], to.name]] } : { name: to, parts };
}

const keyOf = ({ object, name: { schema, name }, parts }: Place): string =>
  [object, schema ?? '', name, ...parts.flat()].join('\0');
