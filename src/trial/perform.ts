import type { Failure } from '../engine/database.ts';
import type { SentText } from '../engine/engine.ts';
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

const silent: Observer = async () => {};

/** Does to the stage's database what the tool would do; null when all went well. After a stumble the stage must go back. */
export async function perform(runnable: Runnable, stage: Stage, observe: Observer = silent): Promise<Stumble | null> {
  for (const step of runnable.steps) {
    const stumble = await performStep(step, stage, observe);
    if (stumble) return stumble;
  }
  const stumble = stage.kind === 'copies' ? await endOpenTransaction(stage) : null;
  await resetSession(stage);
  return stumble;
}

async function performStep({ sending, pieces }: Step, stage: Stage, observe: Observer): Promise<Stumble | null> {
  const isOne = sending === 'transaction' || (sending === 'batch' && pieces.length > 1);
  if (stage.kind === 'copies' && isOne) {
    await stage.begin();
    const stumble = await each(pieces, stage, observe);
    if (stumble) await stage.rollback();
    return stumble ?? atEnd(await stage.commit());
  }
  return (await each(pieces, stage, observe)) ?? (stage.kind === 'savepoints' ? atEnd(await stage.commit()) : null);
}

const atEnd = (failure: Failure | null): Stumble | null => failure && { piece: null, failure };

async function each(pieces: readonly Piece[], { database }: Stage, observe: Observer): Promise<Stumble | null> {
  for (const piece of pieces) {
    const { failure } = await database.run(piece.sql);
    if (failure) return { piece, failure };
    await observe(piece);
  }
  return null;
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

/** What it set for its session is gone with it. */
async function resetSession({ kind, database }: Stage): Promise<void> {
  if (kind === 'copies') await database.run('DISCARD ALL');
  await database.run('DISCARD TEMP; DEALLOCATE ALL; CLOSE ALL; UNLISTEN *; RESET ROLE; RESET ALL');
}
