import type {
  DeleteStatement,
  DropStatement,
  Expr,
  InsertStatement,
  Statement,
  UpdateStatement,
} from 'pgsql-ast-parser';
import type { Create, ObjectType, Operation, Scope } from '../operation.ts';
import { base, create, nameOf, names } from './second-opinion-base.ts';
import { alterTable, createTable } from './second-opinion-table.ts';

/** The statements that do nothing which the operations of both readers could be compared by. */
const silent: ReadonlySet<Statement['type']> = new Set([
  'select', 'union', 'union all', 'values', 'commit', 'begin', 'start transaction', 'rollback', 'set', 'set timezone', 'set names',
  'comment', 'show', 'deallocate', 'refresh materialized view', 'tablespace',
]); // prettier-ignore

/** What a statement does; null when that is not known of statements of its kind. */
export function operationsOf(statement: Statement): readonly Operation[] | null {
  if (silent.has(statement.type)) return [];
  return rowOperations(statement) ?? creation(statement) ?? otherOperations(statement);
}

function rowOperations(statement: Statement): readonly Operation[] | null {
  switch (statement.type) {
    case 'delete':
      return [remove(statement)];
    case 'update':
      return [update(statement)];
    case 'insert':
      return insert(statement);
    case 'truncate table': {
      const flags = { cascade: statement.cascade === 'cascade', restartIdentity: statement.identity === 'restart' };
      return [{ kind: 'truncate', ...base, tables: statement.tables.map(nameOf), ...flags }];
    }
    case 'with':
      return all([...statement.bind.map((part) => part.statement), statement.in]);
    case 'with recursive':
      return all([statement.bind, statement.in]);
    case 'prepare':
      return operationsOf(statement.statement);
    default:
      return null;
  }
}

function all(statements: readonly Statement[]): readonly Operation[] | null {
  const operations = statements.map(operationsOf);
  return operations.every((list) => list !== null) ? operations.flat() : null;
}

/** A zero range stands for a WHERE that is there. */
const scope = (where: Expr | null | undefined): Scope =>
  where ? { reach: 'some', where: [0, 0] } : { reach: 'all', where: null };

const remove = ({ from, where }: DeleteStatement): Operation => ({
  kind: 'delete',
  ...base,
  table: nameOf(from),
  scope: scope(where),
});

const update = ({ table, sets, where }: UpdateStatement): Operation => ({
  kind: 'update',
  ...base,
  table: nameOf(table),
  columns: names(sets.map(({ column }) => column)),
  scope: scope(where),
  relative: false,
});

function insert({ into, columns, insert: rows, onConflict }: InsertStatement): readonly Operation[] | null {
  const { on, do: action } = onConflict ?? {};
  const target =
    on?.type === 'on expr' ? on.exprs.map((expr) => (expr.type === 'ref' ? expr.name : '(expression)')) : [];
  const own: Operation = {
    kind: 'insert',
    ...base,
    table: nameOf(into),
    columns: names(columns ?? []),
    source: rows.type === 'values' ? 'values' : 'query',
    conflict: action === undefined ? null : action === 'do nothing' ? 'nothing' : 'update',
    conflictTarget: on?.type === 'on constraint' ? [nameOf(on.constraint).name] : target,
  };
  const inner = operationsOf(rows);
  return inner && [...inner, own];
}

function creation(statement: Statement): readonly Operation[] | null {
  switch (statement.type) {
    case 'create table':
      return [createTable(statement)];
    case 'create index': {
      const name = statement.indexName ? nameOf(statement.indexName) : null;
      const table = nameOf(statement.table);
      const flags = {
        ...clause(statement),
        unique: statement.unique ?? false,
        concurrently: statement.concurrently ?? false,
      };
      return [create('index', name && { ...name, schema: table.schema }, { table, ...flags })];
    }
    case 'create view':
      return [create('view', nameOf(statement.name), { ...clause(statement), temporary: statement.temp ?? false })];
    case 'create materialized view':
      return [create('materialized view', nameOf(statement.name), clause(statement))];
    case 'create sequence':
      return [create('sequence', nameOf(statement.name), { ...clause(statement), temporary: statement.temp ?? false })];
    case 'create schema':
      return [create('schema', nameOf(statement.name), clause(statement))];
    case 'create extension':
      return [create('extension', nameOf(statement.extension), clause(statement))];
    case 'create function':
      return [create('function', nameOf(statement.name), clause(statement))];
    case 'create enum':
    case 'create composite type':
      return [create('type', nameOf(statement.name))];
    default:
      return null;
  }
}

function clause({ ifNotExists, orReplace }: { ifNotExists?: boolean; orReplace?: boolean }): Pick<Create, 'clause'> {
  return { clause: orReplace ? 'or replace' : ifNotExists ? 'if not exists' : null };
}

function otherOperations(statement: Statement): readonly Operation[] | null {
  switch (statement.type) {
    case 'drop table':
    case 'drop sequence':
    case 'drop index':
    case 'drop type':
      return [drop(statement)];
    case 'drop function': {
      const flags = { ifExists: statement.ifExists ?? false, cascade: false, concurrently: false };
      return [{ kind: 'drop', ...base, object: 'function', names: [nameOf(statement.name)], table: null, ...flags }];
    }
    case 'alter table':
      return alterTable(statement);
    case 'alter index': {
      const { index, change } = statement;
      return change.type === 'rename' ? [rename('index', nameOf(index), nameOf(change.to).name)] : null;
    }
    case 'alter enum': {
      const { name, change } = statement;
      if (change.type === 'rename') return [rename('type', nameOf(name), nameOf(change.to).name)];
      return [{ kind: 'add-enum-value', ...base, type: nameOf(name), value: change.add.value, ifNotExists: false }];
    }
    default:
      return null;
  }
}

function drop({ type, names: dropped, ifExists, cascade, concurrently }: DropStatement): Operation {
  const flags = { ifExists: ifExists ?? false, cascade: cascade === 'cascade', concurrently: concurrently ?? false };
  return {
    kind: 'drop',
    ...base,
    object: type.slice('drop '.length) as ObjectType,
    names: dropped.map(nameOf),
    table: null,
    ...flags,
  };
}

function rename(object: ObjectType, of: { schema: string | null; name: string }, to: string): Operation {
  return { kind: 'rename', ...base, object, of, from: of.name, to, ifExists: false };
}
