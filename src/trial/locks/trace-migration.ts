import type { Bench } from '../bench.ts';
import { seed } from '../data/seed.ts';
import type { Piece, Runnable } from '../runnable.ts';
import { openTrace, type StatementTrace } from './trace.ts';

/** What a statement has done to relations that were there before. */
export interface Traced {
  readonly piece: Piece;
  readonly trace: StatementTrace;
}

/** Runs a migration up once more, on tables that hold rows, and looks at what each statement locks, rewrites and reads. */
export async function traceLocks(runnable: Runnable, bench: Bench): Promise<readonly Traced[]> {
  return bench.aside(async ({ database }) => {
    // In UTC a change from timestamp to timestamptz rewrites nothing.
    await database.run("SET LOCAL timezone = 'America/New_York'");
    await seed(database);
    const trace = await openTrace(database);
    const found: Traced[] = [];
    for (const { pieces } of runnable.steps)
      for (const piece of pieces) {
        const { failure } = await database.run(piece.sql);
        if (failure) return found;
        found.push({ piece, trace: await trace.after() });
      }
    return found;
  });
}
