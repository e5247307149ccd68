import type { AlterColumnType, Call, Insert, Name, Operation, Update } from '../types.ts';
import { type Catalog, isThere, temporarySchema } from './catalog.ts';
import { raisedByConstraint, raisedWhenAbsent, raisedWhenPresent } from './failure.ts';
import { adoptPlace, findPlace, renamedPlace } from './place.ts';
import { droppedAt } from './signature.ts';
import { findPart } from './thing.ts';
import { at, type Place, type Step, stepsOf } from './steps.ts';

/** Why an operation that has no clause against it cannot run now, or should not. */
export interface Obstacle {
  /** `exists`, `missing`: it fails; `fails`: it fails for another reason; `duplicates`: it adds the same again; `changes`: it changes data again. */
  readonly kind: 'exists' | 'missing' | 'fails' | 'duplicates' | 'changes';
  /** What is in the way or lacking; null when it is no thing of the catalog. */
  readonly place: Place | null;
  /** The exception conditions that PostgreSQL raises; empty when it does not fail. */
  readonly raises: readonly string[];
}

/** What is in the way of an operation now, or null. */
export function obstacleTo(catalog: Catalog, operation: Operation): Obstacle | null {
  const gone = goneTarget(catalog, operation);
  if (gone)
    return { kind: 'missing', place: gone, raises: [raisedWhenAbsent(gone.parts.at(-1)?.[0] ?? 'table', false)] };
  if (operation.kind === 'alter-column-type' && operation.using === 'expression')
    return rowObstacle(catalog, operation, 'changes');
  if (operation.guard === 'present' || operation.guard === 'unneeded') return null;
  if (operation.kind === 'insert') return rowObstacle(catalog, operation, 'duplicates');
  if (operation.kind === 'update') return rowObstacle(catalog, operation, 'changes');
  if (operation.kind === 'call') return callObstacle(catalog, operation);
  if (operation.kind === 'unparseable' || operation.kind === 'unverifiable') return null;
  const steps = stepsOf(operation).filter(({ kind }) => kind !== 'set' && kind !== 'own');
  for (const step of steps) {
    const found = inTheWay(catalog, operation, step);
    if (found) return found;
  }
  if (steps.length > 0) return null;
  const isPublication = operation.kind === 'alter' && operation.action === 'objects';
  return { kind: 'fails', place: null, raises: isPublication ? ['duplicate_object', 'undefined_object'] : [] };
}

/** A table that has been emptied in this run has no rows of an earlier one. */
function rowObstacle(catalog: Catalog, operation: Insert | Update | AlterColumnType, kind: 'duplicates' | 'changes'): Obstacle | null {
  if (catalog.find('table', operation.table)?.emptyIn === catalog.run) return null;
  const parts = operation.kind === 'alter-column-type' ? ([['column', operation.column]] as const) : [];
  return { kind, place: at('table', operation.table, ...parts), raises: operation.kind === 'insert' ? ['unique_violation'] : [] };
} // prettier-ignore

/** Where a table has been emptied as well, its sequence begins anew. */
function callObstacle(catalog: Catalog, { name }: Call): Obstacle | null {
  const isAnew = name.name === 'setval' && catalog.emptiedIn === catalog.run;
  return isAnew ? null : { kind: 'changes', place: null, raises: [] };
}

function inTheWay(catalog: Catalog, operation: Operation, step: Step): Obstacle | null {
  if (step.kind === 'set' || step.kind === 'own') return null;
  if (step.kind === 'create') return creationObstacle(catalog, operation, step);
  const thing = step.kind === 'drop' ? droppedAt(catalog, step.place) : adoptPlace(catalog, step.place);
  const kind = step.place.parts.at(-1)?.[0] ?? step.place.object;
  if (thing && isThere(catalog, thing) === false)
    return { kind: 'missing', place: step.place, raises: [raisedWhenAbsent(kind, step.kind === 'drop')] };
  if (step.kind === 'drop') return null;
  const target =
    step.place.parts.length > 0 ? renamedPlace(step.place, step.to.name) : { ...step.place, name: step.to };
  const other = findPlace(catalog, target);
  const isTaken = other && other !== thing && isThere(catalog, other) === true;
  return isTaken ? { kind: 'exists', place: target, raises: [raisedWhenPresent(kind)] } : null;
}

function creationObstacle(catalog: Catalog, operation: Operation, step: Step & { kind: 'create' }): Obstacle | null {
  const owner = step.owner && findPlace(catalog, step.owner);
  if (step.temporary || owner?.name.schema === temporarySchema) return null;
  const thing = step.unnamed ? catalog.made.get(operation) : findPlace(catalog, step.place);
  const kind = step.place.parts.at(-1)?.[0] ?? step.place.object;
  const raises = operation.kind === 'add-constraint' ? raisedByConstraint(operation, step) : [raisedWhenPresent(kind)];
  if (thing && isThere(catalog, thing) === true) {
    const repeats = step.unnamed !== null && step.unnamed.ending !== 'pkey';
    return repeats
      ? { kind: 'duplicates', place: step.place, raises: [] }
      : { kind: 'exists', place: step.place, raises };
  }
  const index = step.absorbs && findPlace(catalog, step.absorbs);
  const isGone = index && isThere(catalog, index) === false;
  return isGone ? { kind: 'missing', place: step.absorbs, raises } : null;
}

/** The table or column that an operation works on, when an earlier run has dropped or renamed it. */
function goneTarget(catalog: Catalog, operation: Operation): Place | null {
  const tables = tablesOf(operation);
  // DROP … IF EXISTS also passes over a table that is gone.
  if (operation.kind === 'drop' && operation.ifExists) return null;
  for (const name of tables) {
    const table = catalog.find(
      operation.kind === 'add-constraint' && operation.object === 'domain' ? 'domain' : 'table',
      name,
    );
    if (!table) continue;
    if (isThere(catalog, table) === false) return at('table', name);
    const gone = columnsOf(operation).find((column) => {
      const part = findPart(table, 'column', column);
      return part && isThere(catalog, part) === false;
    });
    if (gone !== undefined) return at('table', name, ['column', gone]);
  }
  return null;
}

function tablesOf(operation: Operation): readonly Name[] {
  if (operation.kind === 'truncate') return operation.tables;
  if (operation.kind === 'rename') return /^(?:column|constraint|trigger|policy|rule)$/.test(operation.object) ? [operation.of] : [];
  return 'table' in operation && operation.table ? [operation.table] : [];
} // prettier-ignore

function columnsOf(operation: Operation): readonly string[] {
  if (operation.kind === 'alter-column' || operation.kind === 'alter-column-type') return [operation.column];
  return operation.kind === 'insert' || operation.kind === 'update' ? operation.columns : [];
}
