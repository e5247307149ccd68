import { rules } from '../../rules/index.ts';
import type { Migration } from '../types.ts';
import { type CycleReport, isWrong } from './cycle.ts';

/** What a static rule and a run say of the same thing. */
export interface Opinion {
  readonly about: 'second run' | 'way back';
  readonly rule: string;
  /** Whether the rule finds something wrong. */
  readonly static: boolean;
  /** Whether the run has shown it wrong. */
  readonly run: boolean;
}

/** What both say, where both say something. */
export function opinionsOf(migration: Migration, report: CycleReport): readonly Opinion[] {
  const { again, down } = report;
  const opinions: Opinion[] = [];
  if (again)
    opinions.push({
      about: 'second run',
      rule: 'require-idempotent-guard',
      static: fires('require-idempotent-guard', migration) || fires('no-ineffective-guard', migration, failsAgain),
      run: isWrong(again) || again.data.length > 0,
    });
  if (down) opinions.push({ about: 'way back', rule: 'require-down-migration', static: fires('require-down-migration', migration) || isUnparseable(migration), run: isWrong(down) });
  return opinions;
} // prettier-ignore

/** Messages of `no-ineffective-guard` that speak of a second run of a migration that has run well. */
const failsAgain: ReadonlySet<string> = new Set(['handler', 'conflict', 'generated']);

/** Where the way back is judged by itself, `unparseable-sql` finds what the grammar refuses in it. */
function isUnparseable({ undo }: Migration): boolean {
  const statements = undo.kind === 'section' || undo.kind === 'file' ? undo.statements : [];
  return statements.some(({ operations }) => operations.some(({ kind }) => kind === 'unparseable'));
}

function fires(name: string, migration: Migration, ids: ReadonlySet<string> | null = null): boolean {
  const rule = rules[name];
  const problems = rule ? [...rule.check(migration, rule.defaults)] : [];
  return problems.some(({ messageId }) => ids === null || ids.has(messageId));
}
