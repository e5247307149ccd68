import { asDeclared } from '../engine/as-declared.ts';
import type { Failure, Notice } from '../engine/database.ts';
import type { Piece } from '../trial/runnable.ts';
import { transactionOf } from './fate.ts';
import { does, type Batch } from './plan.ts';
import type { ExecSession } from './session.ts';

/** A statement that has run. */
export interface Ran {
  readonly piece: Piece;
  readonly milliseconds: number;
  readonly notices: readonly Notice[];
}

/** How far a run came. Every statement of the plan is in one of the lists, or is the one that failed. */
export interface Course {
  /** What is done for good. */
  readonly done: readonly Ran[];
  /** What ran, and was rolled back. */
  readonly undone: readonly Ran[];
  /** What nobody knows of whether it is done: the session was lost while it was to become final. It may be what failed. */
  readonly unsure: readonly Ran[];
  readonly failed: Failed | null;
  readonly left: readonly Piece[];
  /** Of a dry run: what cannot run in a transaction. */
  readonly untried: readonly Piece[];
}

/** What stopped a run: a statement, or without one, in words, where it was. */
export type Failed = { readonly failure: Failure } & (
  { readonly piece: Piece } | { readonly piece: null; readonly when: string }
);

/** How to run. */
export interface Manner {
  /** Nothing is committed: all happens in a transaction that is open, and that somebody else rolls back. */
  readonly isDry: boolean;
  isStopped(): boolean;
  /** What became of a transaction whose session was lost. */
  fateOf(transaction: string | null): Promise<'committed' | 'aborted' | null>;
  /** Is told of each statement that has run. */
  observe(ran: Ran): Promise<void>;
}

interface Run extends Manner {
  readonly session: ExecSession;
  readonly course: { [List in keyof Omit<Course, 'failed'>]: Course[List][number][] } & { failed: Course['failed'] };
  /** What has run in the open transaction. */
  pending: Ran[];
}

/** Runs the batches until one fails; of what fails nothing is left behind that PostgreSQL can take back. */
export async function perform(batches: readonly Batch[], session: ExecSession, manner: Manner): Promise<Course> {
  const course = { done: [], undone: [], unsure: [], failed: null, left: [], untried: [] };
  const run: Run = { ...manner, session, course, pending: [] };
  for (const batch of batches) {
    if (run.course.failed) run.course.left.push(...batch.pieces);
    else if (run.isDry && batch.manner !== 'transaction') run.course.untried.push(...batch.pieces);
    else await performBatch(batch, run);
  }
  return run.course;
}

async function performBatch(batch: Batch, run: Run): Promise<void> {
  const { session, course } = run;
  const isOne = batch.manner === 'transaction';
  const { failure } = isOne && !run.isDry ? await session.run(batch.begin) : { failure: null };
  if (failure) course.failed = { piece: null, when: 'at BEGIN', failure };
  for (const [index, piece] of batch.pieces.entries()) {
    course.failed ??= run.isStopped() ? { piece: null, when: 'before the next statement', failure: stopped } : null;
    if (course.failed) {
      course.left.push(...batch.pieces.slice(index));
      break;
    }
    await performPiece(piece, batch, run);
  }
  if (course.failed) await giveUp(run);
  else await finish(batch, run);
}

const stopped: Failure = { kind: 'refused', code: '57014', message: 'stopped' };

async function performPiece(piece: Piece, { manner }: Batch, run: Run): Promise<void> {
  const { session, course, pending } = run;
  const [started, wasOpen] = [performance.now(), session.status() === 'T'];
  const { failure, notices } = await session.run(piece.sql);
  const ran: Ran = { piece, milliseconds: performance.now() - started, notices };
  if (failure) {
    course.failed = { piece, failure };
    const isFinal = !wasOpen || does(piece, 'commit');
    if (failure.kind === 'died' && isFinal) course.unsure.push(...pending.splice(0), ran);
    return;
  }
  pending.push(ran);
  settle(ran, run);
  if (manner === 'transaction' && session.status() !== 'T')
    course.failed = { piece, failure: { kind: 'refused', code: '', message: 'the migration has ended its own transaction' } };
  await run.observe(ran);
} // prettier-ignore

/** What has become final with a statement of the file's own. */
function settle({ piece }: Ran, { course, pending, session }: Run): void {
  const isOpen = session.status() !== 'I';
  if (does(piece, 'rollback') && !/\bto\b/i.test(piece.sql)) course.undone.push(...pending.splice(0));
  else if (does(piece, 'commit') || !isOpen) course.done.push(...pending.splice(0));
}

/** Takes back what is open. */
async function giveUp({ session, course, pending, isDry }: Run): Promise<void> {
  course.undone.push(...pending.splice(0));
  if (!isDry && !session.isLost() && session.status() !== 'I') await session.run('ROLLBACK');
}

async function finish({ manner }: Batch, run: Run): Promise<void> {
  const { session, course, pending } = run;
  if (run.isDry) return endDry(run);
  if (manner === 'own' && session.status() !== 'I') {
    course.failed = { piece: null, when: 'at its end', failure: { kind: 'refused', code: '25001', message: 'the migration leaves a transaction open' } };
    return giveUp(run);
  }
  if (manner !== 'transaction') return;
  const id = await transactionOf(session);
  const { failure } = await session.run('COMMIT');
  if (failure) course.failed = { piece: null, when: 'at COMMIT', failure };
  const fate = !failure ? 'committed' : failure.kind === 'died' ? await run.fateOf(id) : 'aborted';
  if (fate === 'committed') course.done.push(...pending.splice(0));
  if (fate === null) course.unsure.push(...pending.splice(0));
  if (failure) await giveUp(run);
} // prettier-ignore

/** What would fail only at COMMIT fails here. */
async function endDry({ session, course, pending }: Run): Promise<void> {
  course.undone.push(...pending.splice(0));
  const { failure } = await session.run('SET CONSTRAINTS ALL IMMEDIATE');
  if (failure) course.failed = { piece: null, when: 'where COMMIT would be', failure };
  else await session.run(asDeclared);
}
