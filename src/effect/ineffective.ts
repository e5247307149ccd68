import { quoteName } from '../sql/quote.ts';
import type { AddColumn, Create, Insert, Migration, Operation, Section, Statement } from '../types.ts';
import { withCreatedHere } from './created-here.ts';
import { splitColumnSql } from './column-sql.ts';
import { guardSql } from './guard-sql.ts';
import { secondRun } from './second-run.ts';
import { conflictProblem, keysOf, tableKey } from './unique-keys.ts';
import { placeInWords, subjectInWords } from './words.ts';

/** A guard that does not do what it says. */
export interface Ineffective {
  readonly kind: 'handler' | 'column' | 'conflict' | 'generated' | 'concurrently';
  readonly operation: Operation;
  /** The statement that an index is built by. */
  readonly statement?: Statement;
  /** Values for a message: the `subject`, what is `raised` or left out (`lost`), the `handlers`, and the `sql` that guards. */
  readonly data: Readonly<Record<'subject' | 'lost' | 'raised' | 'handlers' | 'sql', string>>;
}

/** Finds the guards of sections that run one way. */
export function* ineffectiveGuards(sections: readonly Section[], words: Migration['words']): Generator<Ineffective> {
  for (const section of sections) yield* ineffectiveClauses(section, words);
  for (const { statement, operation, obstacle, isHandledWrongly } of secondRun(sections, words)) {
    if (!isHandledWrongly) continue;
    const raised = obstacle.raises.join(' or ');
    const handlers = operation.context.handlers.map(conditionInWords).join(' or ');
    const subject = obstacle.place ? placeInWords(obstacle.place) : subjectInWords(operation);
    yield found('handler', operation, guardSql({ words, statement, operation }), { subject, raised, handlers });
  }
}

function conditionInWords(condition: string): string {
  return /^[0-9a-z]{5}$/.test(condition) && /\d/.test(condition) ? `SQLSTATE ${condition.toUpperCase()}` : condition;
}

function found(kind: Ineffective['kind'], operation: Operation, sql: string, data: Partial<Ineffective['data']> = {}): Ineffective {
  return { kind, operation, data: { subject: subjectInWords(operation), lost: '', raised: '', handlers: '', sql, ...data } };
} // prettier-ignore

function* ineffectiveClauses(section: Section, words: Migration['words']): Generator<Ineffective> {
  const tables = keysOf(section, words);
  const statements = new Map(
    section.statements.flatMap((statement) => statement.operations.map((operation) => [operation, statement] as const)),
  );
  const dropped = new Set<string>();
  for (const [operation, known] of withCreatedHere(section)) {
    noteDrop(operation, dropped);
    if (operation.kind === 'add-column' && !known.hasTable(operation.table)) yield* columnClause(operation, dropped);
    if (operation.kind === 'create') yield* indexClause(operation, dropped, words, statements.get(operation));
    if (operation.kind !== 'insert') continue;
    const kind = conflictProblem(operation, tables.get(tableKey(operation.table)));
    if (kind) yield found(kind, operation, keySql(operation));
  }
}

function noteDrop(operation: Operation, dropped: Set<string>): void {
  if (operation.kind === 'drop') for (const { name } of operation.names) dropped.add(`${operation.object} ${name}`);
  if (operation.kind === 'drop-column') dropped.add(`column ${operation.table.name} ${operation.column}`);
}

function* columnClause(operation: AddColumn, dropped: ReadonlySet<string>): Generator<Ineffective> {
  const { table, column, ifNotExists } = operation;
  if (!ifNotExists || column.constraints.length === 0 || dropped.has(`column ${table.name} ${column.name}`)) return;
  const lost = [...new Set(column.constraints.map(({ type }) => type))].join(' and ');
  yield found('column', operation, splitColumnSql(table, column), { lost });
}

function* indexClause(operation: Create, dropped: ReadonlySet<string>, words: Migration['words'], statement: Statement | undefined): Generator<Ineffective> {
  const { object, name, clause, concurrently } = operation;
  if (object !== 'index' || !concurrently || clause !== 'if not exists' || !name || !statement) return;
  if (!dropped.has(`index ${name.name}`)) yield { ...found('concurrently', operation, guardSql({ words, statement, operation })), statement };
} // prettier-ignore

function keySql({ table }: Insert): string {
  const name = quoteName(table);
  return `-- Name the columns that tell the rows apart:\nCREATE UNIQUE INDEX IF NOT EXISTS … ON ${name} (<key>);\nINSERT INTO ${name} … ON CONFLICT (<key>) DO NOTHING;`;
}
