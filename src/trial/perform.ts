import type { Failure } from '../engine/database.ts';
import type { OpenDatabase, SentText } from '../engine/engine.ts';
import type { Piece, Runnable, Step } from './runnable.ts';
import type { Stage } from './stage.ts';

/** Where a run came to its end before its time: at a piece, or (null) when its transaction was to end. */
export interface Stumble {
  readonly piece: Piece | null;
  readonly failure: Failure;
  /** Of a script: the text that PostgreSQL refused. */
  readonly sent?: SentText | null;
}

/** Is told of each piece that has run. */
export type Observer = (piece: Piece) => Promise<void>;

/** Does to the stage's database what the tool would do; null when all went well. After a stumble the stage must go back. */
export async function perform(runnable: Runnable, stage: Stage, observe: Observer | null = null): Promise<Stumble | null> {
  for (const step of runnable.steps) {
    const stumble = await performStep(step, stage, observe);
    if (stumble) return stumble;
  }
  const stumble = stage.kind === 'copies' ? await endOpenTransaction(stage) : null;
  await resetSession(stage);
  return stumble;
} // prettier-ignore

async function performStep({ sending, pieces }: Step, stage: Stage, observe: Observer | null): Promise<Stumble | null> {
  if (stage.kind === 'savepoints') return (await each(pieces, stage, observe)) ?? atEnd(await stage.commit());
  const isOne = sending === 'transaction' || (sending === 'batch' && pieces.length > 1);
  return isOne ? inTransaction(pieces, stage) : each(pieces, stage, observe);
}

/** All at once: to go to and fro for each would take longer than most statements. */
async function inTransaction(pieces: readonly Piece[], { database }: Stage): Promise<Stumble | null> {
  const answers = await database.runAll(['BEGIN', ...pieces.map(({ sql }) => sql), 'COMMIT']);
  const failure = answers.at(-1)?.failure;
  if (!failure) return null;
  await database.run('ROLLBACK');
  return { piece: pieces[answers.length - 2] ?? null, failure };
}

const atEnd = (failure: Failure | null): Stumble | null => failure && { piece: null, failure };

async function each(pieces: readonly Piece[], { database }: Stage, observe: Observer | null): Promise<Stumble | null> {
  if (!observe) return all(pieces, database);
  for (const piece of pieces) {
    const stumble = await all([piece], database);
    if (stumble) return stumble;
    await observe(piece);
  }
  return null;
}

async function all(pieces: readonly Piece[], database: OpenDatabase): Promise<Stumble | null> {
  const answers = await database.runAll(pieces.map(({ sql }) => sql));
  const failure = answers.at(-1)?.failure;
  return failure ? { piece: pieces[answers.length - 1] ?? null, failure } : null;
}

/** COMMIT warns where there is nothing to commit: without the warning the migration has left a transaction open, which its tool drops. */
async function endOpenTransaction({ database }: Stage): Promise<Stumble | null> {
  const { failure, notices } = await database.run('COMMIT');
  if (failure) {
    await database.run('ROLLBACK');
    return { piece: null, failure };
  }
  if (notices.some(({ code }) => code === '25P01')) return null;
  return { piece: null, failure: { kind: 'refused', code: '25001', message: 'the migration leaves a transaction open' } };
} // prettier-ignore

/** What it set for its session is gone with it; inside a transaction not all of it can be at once. */
async function resetSession({ kind, database }: Stage): Promise<void> {
  await database.run(kind === 'copies' ? 'DISCARD ALL' : 'DISCARD TEMP; DEALLOCATE ALL; CLOSE ALL; UNLISTEN *; RESET ROLE; RESET ALL');
} // prettier-ignore
