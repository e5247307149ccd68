import { isScript } from '../config/defaults.ts';
import type { Migration, Operation, Range, Section, Statement } from '../types.ts';
import { downSql } from './down-sql.ts';
import { type Debt, debtsOf, undoneBy } from './undo.ts';
import { otherThanBefore } from './other-than-before.ts';
import { debtInWords } from './words.ts';

/** What is wrong with a migration's way back. */
export interface WayBackProblem {
  readonly messageId: 'missing' | 'throws' | 'empty' | 'incomplete' | 'differs' | 'fails';
  readonly range: Range;
  readonly data: {
    /** The file, section or marker that is meant, ready for a sentence. */
    readonly place: string;
    readonly list: string;
    readonly sql: string;
  };
}

export interface WayBackOptions {
  /** Also ask that inserted, changed and deleted rows are put back. */
  readonly data: boolean;
  /** Also ask where the framework has no way back of its own. */
  readonly frameworksWithoutDown: boolean;
}

/** More changes than these are counted: in the sentence, and in the SQL below it. */
const most = { named: 8, written: 30 };

/** The one thing that is wrong with the way back, or null. */
export function wayBackProblem(migration: Migration, options: WayBackOptions): WayBackProblem | null {
  const { undo } = migration;
  const up = migration.sections.filter(({ direction }) => direction === 'up');
  if (undo.kind === 'itself' || undo.kind === 'irreversible') return null;
  if (undo.kind === 'unsupported' && !options.frameworksWithoutDown) return null;
  if (undo.kind === 'missing' || undo.kind === 'unsupported') {
    const first = up.flatMap(({ statements }) => statements).find(({ operations }) => !operations.every(isIdle));
    // One that stands there all the same is no way back.
    const throws = migration.sections.some(({ direction }) => direction === 'down');
    return first
      ? problem(throws ? 'throws' : 'missing', `\`${undo.expected}\``, debtsOf(up, options), first.range)
      : null;
  }
  const section = isScript(migration.path) ? '`down()`' : 'the down section';
  const place = undo.kind === 'file' ? `\`${undo.path}\`` : section;
  return judge(up, undo.statements, place, options) ?? differing(migration, place);
}

function differing(migration: Migration, place: string): WayBackProblem | null {
  const found = otherThanBefore(migration);
  return found && { ...found, data: { place, ...found.data } };
}

function judge(up: readonly Section[], down: readonly Statement[], place: string, options: WayBackOptions): WayBackProblem | null {
  const debts = undoneBy(up, down, options);
  const [first] = debts;
  if (!first) return null;
  const isEmpty = down.every(({ operations }) => operations.every(isIdle));
  return problem(isEmpty ? 'empty' : 'incomplete', place, debts, first.operation.range);
} // prettier-ignore

/** What leaves the database as it is: `SELECT 1`, SET, BEGIN. */
export function isIdle(operation: Operation): boolean {
  const { kind } = operation;
  return kind === 'transaction' || kind === 'set' || (operation.kind === 'other' && operation.tag === 'SELECT');
}

function problem(messageId: WayBackProblem['messageId'], place: string, debts: readonly Debt[], first: Range): WayBackProblem {
  const subjects = [...new Set(debts.map(debtInWords))];
  const lines = [...new Set(debts.toReversed().map(downSql))];
  const unnamed = subjects.length - most.named;
  const list = subjects.slice(0, most.named).join(', ') + (unnamed > 0 ? ` and ${unnamed} more` : '');
  const unwritten = lines.length - most.written;
  const sql = [...lines.slice(0, most.written), ...(unwritten > 0 ? [`-- and ${unwritten} more`] : [])].join('\n');
  return {
    messageId,
    range: debts[0]?.operation.range ?? first,
    data: { place, list: list || 'what it does', sql: sql || '-- …' },
  };
} // prettier-ignore
