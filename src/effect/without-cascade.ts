import { tokenize } from '../sql/tokens.ts';
import type { Migration, Operation, Suggestion } from '../types.ts';
import { statementOf } from './statement-of.ts';
import { isExact } from './whole-statement.ts';

/** An operation without the CASCADE at its end. */
export function withoutCascade(migration: Migration, operation: Operation): Suggestion | null {
  const statement = statementOf(migration, operation);
  const written = migration.words(operation.range);
  const [before, last] = tokenize(written).slice(-2);
  if (!statement || !isExact(operation, statement)) return null;
  if (!before || !last || !/^CASCADE$/i.test(written.slice(last.start))) return null;
  const edits = migration.rewrite(operation.range, written.slice(0, before.end));
  return (
    edits && { message: 'Leave out CASCADE: PostgreSQL then refuses while something depends on it', edits, mends: true }
  );
}
