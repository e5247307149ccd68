import { standsAlone } from '../trial/stands-alone.ts';
import type { Piece, Step } from '../trial/runnable.ts';

/**
 * Statements that are run in one manner. `transaction`: all in one; `alone`: each by itself, since PostgreSQL or the migration's tool wants no
 * transaction around it; `own`: one after the other, with the transactions that the file itself begins and ends.
 */
export interface Batch {
  readonly manner: 'transaction' | 'alone' | 'own';
  /** What begins the transaction. */
  readonly begin: string;
  readonly pieces: readonly Piece[];
}

/** What is run in which manner, or why it must not be run at all. */
export type Plan = { readonly batches: readonly Batch[] } | { readonly refusal: string; readonly at: number | null };

/** Tools whose migrations say themselves that they want no transaction; all others have no rule, and get one wherever PostgreSQL allows it. */
const optOut = new Set(['atlas', 'flyway', 'goose', 'liquibase', 'sql-migrate', 'tern']);

/** Plans how a migration is run, in the way of its tool. */
export function planOf(steps: readonly Step[], adapter: string): Plan {
  const batches: Batch[] = [];
  for (const { sending, pieces } of steps) {
    const unread = pieces.find(({ operations }) => operations.some(({ kind }) => kind === 'unparseable'));
    if (unread) return { refusal: 'it cannot be read, so nobody can tell what it does', at: unread.range[0] };
    const twoPhase = pieces.find(isTwoPhase);
    if (twoPhase) return { refusal: 'a transaction of two phases outlives the migration', at: twoPhase.range[0] };
    const own = pieces.find(isControl);
    if (!own) batches.push(...withoutControl(pieces, sending === 'statements', optOut.has(adapter)));
    else if (sending === 'transaction')
      return { refusal: `it ends the transaction that ${adapter} has opened around it`, at: own.range[0] };
    else batches.push(withControl(pieces));
  }
  return { batches: batches.filter(({ pieces }) => pieces.length > 0) };
}

/** Releasing a savepoint and going back to one are not read apart from what ends a transaction. */
const keepsTransaction = /^(?:release|rollback\b.*\bto)\b/is;

/** What a DO block commits is its own affair: it only must not be in a transaction. */
const isControl = ({ operations, sql }: Piece) =>
  operations.some(
    (operation) =>
      operation.kind === 'transaction' && operation.action !== 'savepoint' && operation.context.place === 'plain',
  ) && !keepsTransaction.test(sql);

const isTwoPhase = (piece: Piece) =>
  isControl(piece) && /^(?:prepare\s+transaction|(?:commit|rollback)\s+prepared)\b/i.test(piece.sql);

/** What the model of operations does not tell. */
const concurrently = /^(?:reindex|alter\s+table)\b.*\bconcurrently\b/is;

const isAlone = ({ sql, operations }: Piece) =>
  concurrently.test(sql) || (!keepsTransaction.test(sql) && operations.some(standsAlone));

function withoutControl(pieces: readonly Piece[], isSingle: boolean, wantsNone: boolean): readonly Batch[] {
  if (isSingle && wantsNone) return [{ manner: 'alone', begin: '', pieces }];
  if (!isSingle) return pieces.length === 1 ? cut(pieces) : [transaction(pieces)];
  return cut(pieces);
}

const transaction = (pieces: readonly Piece[], begin = 'BEGIN'): Batch => ({ manner: 'transaction', begin, pieces });

/** Neighbours that can be in a transaction are in one. */
function cut(pieces: readonly Piece[]): readonly Batch[] {
  const batches: Batch[] = [];
  for (const piece of pieces) {
    const last = batches.at(-1);
    const manner = isAlone(piece) ? 'alone' : 'transaction';
    if (last?.manner === manner) batches[batches.length - 1] = { ...last, pieces: [...last.pieces, piece] };
    else batches.push(manner === 'alone' ? { manner, begin: '', pieces: [piece] } : transaction([piece]));
  }
  return batches;
}

/** BEGIN at the start and COMMIT at the end are one transaction around all. */
function withControl(pieces: readonly Piece[]): Batch {
  const [first, last] = [pieces[0], pieces.at(-1)];
  const inner = pieces.slice(1, -1);
  const isWhole = first && last && does(first, 'begin') && does(last, 'commit') && !inner.some(isControl);
  return isWhole ? transaction(inner, first.sql) : { manner: 'own', begin: '', pieces };
}

/** Whether it is a statement that begins or ends a transaction in that way. */
export function does({ operations }: Piece, action: 'begin' | 'commit' | 'rollback'): boolean {
  return operations.some((operation) => operation.kind === 'transaction' && operation.action === action);
}
