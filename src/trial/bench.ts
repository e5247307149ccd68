import type { Engine, OpenDatabase } from '../engine/engine.ts';
import { isLost } from '../engine/failure.ts';
import { cycle, isFatal, type CycleReport, type Runner } from './cycle.ts';
import type { Stumble } from './perform.ts';
import { copies, savepoints, type Stage } from './stage.ts';

/** Where migrations are tried: a database that holds all migrations before the next one. */
export interface Bench {
  readonly engine: Engine;
  readonly database: OpenDatabase;
  /** Runs a migration up, up again, down and up; the database is then as it was, unless the report is fatal: then it is gone. */
  tryOut(trial: Trial): Promise<CycleReport>;
  /** Runs a migration up for good. */
  advance(runner: Runner): Promise<Stumble | null>;
  /** Does something in a transaction that is rolled back. */
  aside<T>(act: (stage: Stage) => Promise<T>): Promise<T>;
}

/** What is tried. */
interface Trial {
  readonly runner: Runner;
  /** Whether it is known that it cannot run inside one transaction. */
  readonly needsCopies: boolean;
}

/** Refusals that come of having everything in one transaction: what fails so is tried again on copies (manual, "PostgreSQL Error Codes"). */
const artefacts: ReadonlySet<string> = new Set(['25001', '25P01', '25P02', '2D000', '3B001', '55006', '55P04']);

/** A bench at a database. `ignore`: names of tables that are the tool's own. */
export function benchAt(engine: Engine, opened: OpenDatabase, ignore: readonly string[]): Bench {
  let database = opened;
  const onCopies = async ({ runner }: Trial) => {
    const base = await database.copy();
    const stage = copies(engine, database, base);
    try {
      return await cycle(runner, stage, ignore);
    } finally {
      database = await engine.open(base);
      await stage.forget();
      await engine.forget(base);
    }
  };
  const inOneTransaction = async ({ runner }: Trial): Promise<CycleReport | null> => {
    const stage = await savepoints(database);
    try {
      const report = await cycle(runner, stage, ignore);
      if (isFatal(report)) return report;
      const isArtefact = stumblesIn(report).some(({ failure }) => artefacts.has(failure.code));
      await stage.end();
      return isArtefact ? null : report;
    } catch (error) {
      // Its transaction is over: the migration ended it.
      if (!(error instanceof Error) || isLost(error) || (await database.run('ROLLBACK')).failure) throw error;
      return null;
    }
  };
  return {
    engine,
    get database() {
      return database;
    },
    async tryOut(trial) {
      return (trial.needsCopies ? null : await inOneTransaction(trial)) ?? onCopies(trial);
    },
    async advance(runner) {
      const stage = copies(engine, database);
      const stumble = await runner.up(stage);
      database = stage.database;
      // It may have left a transaction that has failed.
      if (stumble?.failure.kind === 'refused') await database.run('ROLLBACK');
      return stumble;
    },
    async aside(act) {
      const stage = await savepoints(database);
      try {
        return await act(stage);
      } finally {
        await database.run('ROLLBACK');
      }
    },
  };
}

function stumblesIn({ up, onRows, again, down, downOnRows, once }: CycleReport): readonly Stumble[] {
  const all = [up, onRows, again?.stumble, down?.stumble, downOnRows, once?.stumble];
  return all.filter((stumble) => stumble !== null && stumble !== undefined);
}
