import { quoteIdentifier, quoteName } from '../sql/quote.ts';
import type { AddColumn, AddConstraint, Create, Migration, Operation, Rename, Statement } from '../types.ts';
import { defaultName } from './default-names.ts';
import { raisedByConstraint, raisedWhenPresent } from './failure.ts';
import { catching, literal, runningIf } from './block-sql.ts';
import { splitColumnSql } from './column-sql.ts';
import { stepsOf } from './steps.ts';

/** An operation with its words. */
export interface Source {
  readonly words: Migration['words'];
  readonly statement: Statement;
  readonly operation: Operation;
  /** Longer statements are shown by their head. */
  readonly longest?: number;
}

/** As much as a message shows. */
const shown = 400;

/** The operation with a guard that lets it run twice, as SQL that is ready to paste; `…` stands for the rest of a long statement. */
export function guardSql(source: Source): string {
  const { operation } = source;
  switch (operation.kind) {
    case 'create':
      return createSql(source, operation);
    case 'drop':
      return `${ownText(source).replace(dropWords, '$1 IF EXISTS ')};`;
    case 'rename':
      return renameSql(source, operation);
    case 'move':
      return `${ownText(source).replace(alterWords, '$1 IF EXISTS ')};`;
    case 'add-column':
      return columnSql(source, operation);
    case 'drop-column':
      return `${action(source, /^DROP\s+(?:COLUMN\s+)?/i, 'DROP COLUMN IF EXISTS ')};`;
    case 'drop-constraint':
      return `${action(source, /^(?:.*\s)?DROP\s+CONSTRAINT\s+/i, 'DROP CONSTRAINT IF EXISTS ')};`;
    case 'alter-column-type':
      return retypeSql(source, operation);
    case 'alter-column':
      return alterColumnSql(source, operation.action);
    case 'add-constraint':
      return constraintSql(source, operation);
    case 'add-enum-value':
      return `${ownText(source).replace(/\bADD\s+VALUE\s+/i, 'ADD VALUE IF NOT EXISTS ')};`;
    case 'rename-enum-value':
      return catching(ownText(source), 'invalid_parameter_value');
    case 'alter-table':
      return catching(action(source), repeated(operation.action));
    case 'insert':
      return insertSql(source, operation);
    case 'update':
      return `UPDATE ${quoteName(operation.table)} SET … WHERE <what is true only of rows that are not done yet>;`;
    case 'call':
      return `SELECT setval('<sequence>', (SELECT max(<column>) FROM <table>));`;
    case 'alter':
      return alterSql(source, operation.action);
    default:
      return runningIf('NOT EXISTS (SELECT FROM <catalog> WHERE <it is there>)', `${headOf(source)} …`);
  }
}

const dropWords =
  /^(DROP\s+(?:(?:FOREIGN\s+DATA|TEXT\s+SEARCH|OPERATOR|MATERIALIZED|FOREIGN|ACCESS|EVENT|USER)\s+)?\w+(?:\s+CONCURRENTLY)?)\s+/i;
const alterWords = /^(ALTER\s+(?:(?:MATERIALIZED|FOREIGN)\s+)?\w+)\s+/i;
/** A word may have holes in it, such as `${prefix}_users`. */
const word = /"[^"]*"|(?:[\w$\u0080-\uffff]|\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})+/.source;
const nameAtEnd = new RegExp(`(?:(?:${word})\\s*\\.\\s*)?(?:${word})$`);

/** The statement's text, if it is one by itself and short; else the operation's words. */
function ownText(source: Source): string {
  const { words, statement, operation, longest = shown } = source;
  const isWhole = operation.context.place === 'plain' && statement.operations.length === 1;
  const whole = words(statement.range);
  return isWhole && whole.length <= longest ? whole : headOf(source);
}

function headOf({ words, operation, longest = shown }: Source): string {
  const head = words(operation.range);
  return head.length <= longest ? head : `${head.slice(0, longest)} …`;
}

/** The operation as a statement by itself. */
export function operationSql(source: Source): string {
  const { kind } = source.operation;
  const isAction = /^(?:add-column|drop-column|alter-column|alter-column-type|add-constraint|drop-constraint|alter-table)$/.test(kind);
  return isAction ? action(source) : `${ownText(source)}${rest(source)}`;
} // prettier-ignore

/** Whether what `ownText` gives goes on behind it. */
function rest(source: Source): string {
  const { words, statement, operation } = source;
  const isEnd = words(statement.range).endsWith(words(operation.range));
  return ownText(source) === headOf(source) && !isEnd ? ' …' : '';
}

/** `ALTER TABLE users` with the operation's action, whose first words are exchanged. */
function action(source: Source, words = /^/, others = ''): string {
  const { operation } = source;
  if (!('table' in operation) || operation.table === null) return headOf(source);
  const own = headOf(source);
  if ('object' in operation && operation.object === 'domain') return own.replace(words, others);
  const before = operation.context.place === 'plain' ? beforeActions(source) : '';
  const table =
    /^ALTER\s/i.test(before) && !/--|\/\*/.test(before) ? before : `ALTER TABLE ${quoteName(operation.table)}`;
  return `${table} ${own.replace(words, others)}`;
}

/** What stands in a statement before its first operation. */
function beforeActions({ words, statement: { range, operations } }: Source): string {
  const first = words(operations[0]?.range ?? range);
  const whole = words(range);
  return whole.slice(0, Math.max(whole.indexOf(first), 0)).trim();
}

function repeated(action: string): string {
  if (action === 'attach partition') return 'wrong_object_type';
  return action === 'inherit' ? 'duplicate_table' : 'undefined_table';
}

function createSql(source: Source, operation: Create): string {
  const { object, name, table, concurrently, guard } = operation;
  const own = ownText(source);
  if (object === 'index') return indexSql(source, operation);
  if (object === 'database' && name)
    return `SELECT ${literal(own)} WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name.name)}) \\gexec`;
  if (guard !== 'absent' || concurrently) return catching(`${own}${rest(source)}`, raisedWhenPresent(object));
  if (/^(?:view|function|procedure|trigger|rule|aggregate|language|transform)$/.test(object))
    return `${own.replace(/^CREATE\s+/i, 'CREATE OR REPLACE ')}${rest(source)};`;
  const head = headOf(source);
  const guarded = head.replace(nameAtEnd, (found) => `IF NOT EXISTS ${found}`);
  const intoTable = !/^CREATE/i.test(head) && name !== null;
  if (intoTable) return `CREATE TABLE IF NOT EXISTS ${quoteName(name)} AS SELECT …;`;
  return `${own.startsWith(head) ? guarded + own.slice(head.length) : guarded}${rest(source)};${table ? '' : ''}`;
}

/** An index that was built concurrently may be there and invalid, so it is dropped first. */
function indexSql(source: Source, { name, table, concurrently, constraints }: Create): string {
  const own = ownText(source);
  const given = name?.name ?? defaultName('index', table?.name ?? '', constraints[0]?.columns ?? plainColumns(own)).name;
  const index = quoteName({ schema: table?.schema ?? null, name: given });
  const named = name ? own : own.replace(/^(CREATE\s+(?:UNIQUE\s+)?INDEX(?:\s+CONCURRENTLY)?)/i, `$1 ${quoteIdentifier(given)}`);
  if (concurrently)
    return `DROP INDEX CONCURRENTLY IF EXISTS ${index};\n${named.replace(/ IF\s+NOT\s+EXISTS/i, '')}${rest(source)};`;
  return `${named.replace(/^(CREATE\s+(?:UNIQUE\s+)?INDEX)/i, '$1 IF NOT EXISTS')}${rest(source)};`;
} // prettier-ignore

/** The columns of `… ON t (a, b)`, when there is nothing else in the parentheses. */
function plainColumns(sql: string): readonly string[] {
  const list = /\(([\w\s,]+)\)\s*$/.exec(sql)?.[1]?.split(',').map((column) => column.trim());
  return list?.every((column) => /^[a-z_]\w*$/i.test(column)) ? list.map((column) => column.toLowerCase()) : ['<column>'];
} // prettier-ignore

function renameSql(source: Source, { object, of, from, to }: Rename): string {
  const own = ownText(source);
  if (object === 'column') {
    const schema = of.schema === null ? '' : ` AND table_schema = ${literal(of.schema)}`;
    const found = `SELECT FROM information_schema.columns WHERE table_name = ${literal(of.name)} AND column_name = ${literal(from)}${schema}`;
    return runningIf(`EXISTS (${found})`, own);
  }
  if (/^(?:table|view|materialized view|index|sequence|foreign table)$/.test(object))
    return `${own.replace(alterWords, '$1 IF EXISTS ')};`;
  const step = stepsOf(source.operation)[0];
  const isRoutine = /^(?:function|procedure|aggregate|routine)$/.test(object);
  const raised = isRoutine ? 'undefined_function' : object === 'schema' ? 'invalid_schema_name' : object === 'attribute' ? 'undefined_column' : 'undefined_object'; // prettier-ignore
  return step && to ? catching(own, raised) : own;
}

function columnSql(source: Source, { table, column }: AddColumn): string {
  const clause = action(source, /^ADD\s+(?:COLUMN\s+)?/i, 'ADD COLUMN IF NOT EXISTS ');
  if (column.constraints.length === 0) return `${clause};`;
  return splitColumnSql(table, column);
}

function retypeSql(source: Source, { table, column, type }: Operation & { kind: 'alter-column-type' }): string {
  const udt = `${type.array ? '_' : ''}${type.name}`;
  const found = `table_name = ${literal(table.name)} AND column_name = ${literal(column)} AND udt_name <> ${literal(udt)}`;
  return runningIf(`EXISTS (SELECT FROM information_schema.columns WHERE ${found})`, action(source));
}

function alterSql(source: Source, what: string): string {
  if (what === 'add attribute') return catching(ownText(source), 'duplicate_column');
  if (what === 'drop attribute') return `${action(source, /^DROP\s+ATTRIBUTE\s+/i, 'DROP ATTRIBUTE IF EXISTS ')};`;
  return catching(ownText(source), /\bDROP\b/i.test(headOf(source)) ? 'undefined_object' : 'duplicate_object');
}

function alterColumnSql(source: Source, what: string): string {
  if (what === 'add identity') return catching(action(source), 'object_not_in_prerequisite_state');
  return `${action(source, /$/, ' IF EXISTS')};`;
}

function constraintSql(source: Source, operation: AddConstraint): string {
  const { constraint, table, object } = operation;
  const name = constraint.name ?? constraint.usingIndex ?? defaultName(constraint.type, table.name, constraint.columns).name;
  const named = constraint.name === null ? `ADD CONSTRAINT ${quoteIdentifier(name)} ` : 'ADD ';
  const sql = action(source, /^ADD\s+/i, named);
  const [step] = stepsOf(operation);
  if (constraint.usingIndex !== null && object === 'table')
    return runningIf(
      `NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = ${literal(quoteName(table))}::regclass AND conname = ${literal(name)})`,
      sql,
    );
  const raised = step ? raisedByConstraint(operation, step) : [];
  return catching(sql, ...raised, ...(raised[0] === 'duplicate_table' ? ['duplicate_object'] : []));
} // prettier-ignore

function insertSql(source: Source, { source: from, conflict }: Operation & { kind: 'insert' }): string {
  const head = headOf(source);
  if (from === 'copy' || conflict) return `-- COPY into a temporary table, then:\nINSERT INTO … SELECT … ON CONFLICT (<key>) DO NOTHING;`;
  return `${head} … ON CONFLICT (<key>) DO NOTHING;`;
} // prettier-ignore
