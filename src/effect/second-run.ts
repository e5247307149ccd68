import type { Migration, Operation, Section, Statement } from '../types.ts';
import { apply, empty } from './apply.ts';
import { type Catalog, createCatalog, restart } from './catalog.ts';
import { type Conditions, createConditions, isGuard } from './conditions.ts';
import { isCaught } from './failure.ts';
import { type Obstacle, obstacleTo } from './obstacle.ts';
import { at } from './steps.ts';

/** An operation that a second run of the whole migration cannot repeat without harm. */
export interface Repeat {
  readonly statement: Statement;
  readonly operation: Operation;
  readonly obstacle: Obstacle;
  /** It stands under an exception handler, but for another condition. */
  readonly isHandledWrongly: boolean;
}

/**
 * Runs sections, in their order, twice over an imagined database and tells which operations fail, or change or duplicate something, the
 * second time. Each operation is judged as if those before it had been mended.
 */
export function* secondRun(sections: readonly Section[], words: Migration['words']): Generator<Repeat> {
  const catalog = createCatalog();
  const all = sections.flatMap(({ statements }) =>
    statements.flatMap((statement) => statement.operations.map((operation) => ({ statement, operation }))),
  );
  for (const { operation } of all) apply(catalog, operation);
  restart(catalog);
  const conditions = createConditions(catalog);
  for (const { statement, operation } of all) {
    if (operation.context.conditions.some((condition) => conditions.holds(condition) === false)) continue;
    const obstacle = obstacleTo(catalog, operation);
    if (!obstacle) apply(catalog, operation);
    else if (!isGuarded(operation, obstacle, conditions) && !isOptional(words, statement, obstacle)) yield { statement, operation, obstacle, isHandledWrongly: operation.context.handlers.length > 0 && obstacle.raises.length > 0 };
    if (obstacle) mend(catalog, operation, obstacle);
  }
} // prettier-ignore

function isGuarded(operation: Operation, obstacle: Obstacle, answers: Conditions): boolean {
  const { conditions, handlers } = operation.context;
  const guard = conditions.find((condition) => isGuard(condition, operation, obstacle));
  if (guard && guard.tests !== 'other') answers.fails(guard);
  if (guard) return true;
  return obstacle.kind === 'fails' && obstacle.raises.length === 0
    ? handlers.length > 0
    : isCaught(obstacle.raises, handlers);
}

/** ALTER TABLE IF EXISTS does nothing to a table that is gone. */
function isOptional(words: Migration['words'], { range }: Statement, { kind, place }: Obstacle): boolean {
  if (kind !== 'missing' || place === null || place.parts.length > 0) return false;
  return /^ALTER\s+(?:FOREIGN\s+)?TABLE\s+IF\s+EXISTS\s/i.test(words(range));
}

/** A table whose plain CREATE fails is the finding; the rows put into it are none. */
function mend(catalog: Catalog, operation: Operation, { kind }: Obstacle): void {
  if (kind !== 'exists' || operation.kind !== 'create' || operation.name === null || operation.clause !== null) return;
  if (operation.object === 'table') empty(catalog, at('table', operation.name));
}
