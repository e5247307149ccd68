import type { Problem } from '../rule.ts';
import type { Edit, Migration, Suggestion } from '../types.ts';
import { withClause, withReplace } from './clause-guard.ts';
import { isGuardedByItself, repeatProblem } from './repeat-problem.ts';
import type { Repeat } from './second-run.ts';
import { isMadeTwice } from './statement-of.ts';
import { isExact, replaceStatement } from './whole-statement.ts';

/** What mends an operation that cannot be repeated: its own clause, or else another statement that a person may choose. */
export function guardMends(repeat: Repeat, migration: Migration): Pick<Problem, 'fix' | 'suggestions'> {
  return {
    fix: () => clauseEdits(repeat, migration),
    suggestions: () => {
      if (clauseEdits(repeat, migration)) return [];
      return [replaced(repeat, migration) ?? guarded(repeat, migration) ?? beforeHole(repeat, migration)];
    },
  };
}

/** A person knows whether what stands behind the clause is always a name. */
function beforeHole(repeat: Repeat, migration: Migration): Suggestion | null {
  const edits = clauseEdits(repeat, migration, true);
  return edits && { message: 'Guard it: the value behind must be a name', edits };
}

function clauseEdits(repeat: Repeat, migration: Migration, mayBeHole = false): readonly Edit[] | null {
  const { words, rewrite } = migration;
  const { operation, statement } = repeat;
  if (!isGuardedByItself(repeat) || !isExact(operation, statement)) return null;
  if (operation.kind === 'create' && operation.name && isMadeTwice(migration, operation, operation.name.name))
    return null;
  const old = words(operation.range);
  const sql = withClause(operation, old);
  return sql === null || (!mayBeHole && isBeforeHole(old, sql)) ? null : rewrite(operation.range, sql);
}

/** Whether what is put in stands before a value that is not known: that may be empty, or have such a clause itself. */
function isBeforeHole(old: string, wanted: string): boolean {
  let same = 0;
  while (same < old.length && old.at(-1 - same) === wanted.at(-1 - same)) same += 1;
  return /^\s*(?:\$\{|\{\{|<%|:\w)/.test(old.slice(old.length - same));
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
