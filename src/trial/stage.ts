import { asDeclared } from '../engine/as-declared.ts';
import type { Database, Failure } from '../engine/database.ts';
import type { Copy, Engine, OpenDatabase } from '../engine/engine.ts';
import { databaseLost } from '../engine/failure.ts';

/** A database on which one can go back. */
export interface Stage {
  /**
   * `savepoints`: all happens in one transaction, which is quick; what cannot happen there needs `copies`, where each step is committed
   * and going back opens a copy.
   */
  readonly kind: 'savepoints' | 'copies';
  readonly database: OpenDatabase;
  /** Of `savepoints`: does what the end of a transaction does; what fails only then (deferred constraints) is the answer. */
  commit(): Promise<Failure | null>;
  /** Remembers the state. */
  mark(): Promise<Mark>;
  /** Goes back to a state; it may be gone back to again. */
  back(mark: Mark): Promise<void>;
}

/** A state to go back to. */
interface Mark {
  readonly name: string;
  readonly copy: Copy | null;
}

/** A stage in one transaction of the database, which is open until `end`. */
export async function savepoints(database: OpenDatabase): Promise<Stage & { end(): Promise<void> }> {
  let made = 0;
  await must(database, 'BEGIN');
  const mark = async (): Promise<Mark> => {
    const name = `farout_guard_${made++}`;
    await must(database, `SAVEPOINT ${name}`);
    return { name, copy: null };
  };
  return {
    kind: 'savepoints',
    database,
    async commit() {
      const answers = await database.runAll(['SET CONSTRAINTS ALL IMMEDIATE', asDeclared]);
      return answers.at(-1)?.failure ?? null;
    },
    mark,
    back: async ({ name }) => must(database, `ROLLBACK TO SAVEPOINT ${name}`),
    end: async () => must(database, 'ROLLBACK'),
  };
}

/** A stage whose steps are committed; `base` is a copy of the database as it is now. `forget` lets go of the copies that it has made. */
export function copies(
  engine: Engine,
  opened: OpenDatabase,
  base: Copy | null = null,
): Stage & { forget(): Promise<void> } {
  let database = opened;
  const made: Copy[] = [];
  // The first mark is made before anything is done.
  let first = base;
  return {
    kind: 'copies',
    get database() {
      return database;
    },
    commit: async () => null,
    async mark() {
      const known = first;
      first = null;
      if (known) return { name: '', copy: known };
      const copy = await database.copy();
      made.push(copy);
      return { name: '', copy };
    },
    async back({ copy }) {
      database = await engine.open(copy);
    },
    async forget() {
      for (const copy of made.splice(0)) await engine.forget(copy);
    },
  };
}

async function must(database: Database, sql: string): Promise<void> {
  const { failure } = await database.run(sql);
  if (failure) throw failure.kind === 'refused' ? new Error(failure.message, { cause: failure }) : databaseLost(failure.message, failure);
} // prettier-ignore
