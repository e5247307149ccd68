import type { Problem } from '../rule.ts';
import type { Edit, Migration, Suggestion } from '../types.ts';
import { withClause, withReplace } from './clause-guard.ts';
import { isGuardedByItself, repeatProblem } from './repeat-problem.ts';
import type { Repeat } from './second-run.ts';
import { isExact, replaceStatement } from './whole-statement.ts';

/** What mends an operation that cannot be repeated: its own clause, or else another statement that a person may choose. */
export function guardMends(repeat: Repeat, migration: Migration): Pick<Problem, 'fix' | 'suggestions'> {
  return {
    fix: () => clauseEdits(repeat, migration),
    suggestions: () => {
      if (clauseEdits(repeat, migration)) return [];
      return [replaced(repeat, migration) ?? guarded(repeat, migration)];
    },
  };
}

function clauseEdits(repeat: Repeat, { words, rewrite }: Migration): readonly Edit[] | null {
  const { operation, statement } = repeat;
  if (!isGuardedByItself(repeat) || !isExact(operation, statement)) return null;
  const sql = withClause(operation, words(operation.range));
  return sql === null ? null : rewrite(operation.range, sql);
}

function replaced(repeat: Repeat, { words, rewrite }: Migration): Suggestion | null {
  const { operation, statement } = repeat;
  const isPlain = operation.context.place === 'plain' && statement.operations.length === 1;
  const sql = isPlain && isGuardedByItself(repeat) ? withReplace(operation, words(operation.range)) : null;
  const edits = sql === null ? null : rewrite(operation.range, sql);
  return edits && { message: 'Replace what is there: CREATE OR REPLACE', edits, mends: true };
}

function guarded(repeat: Repeat, migration: Migration): Suggestion | null {
  const { sql } = repeatProblem(repeat, migration.words, Infinity).data;
  const edits = replaceStatement(migration, repeat.statement, sql);
  if (!edits) return null;
  const [first = ''] = /^(?:DO|\w+ \w+(?: CONCURRENTLY)?(?: IF(?: NOT)? EXISTS)?)/i.exec(sql) ?? [];
  return { message: first === 'DO' ? 'Guard it in a DO block' : `Guard it: ${first} …`, edits };
}
