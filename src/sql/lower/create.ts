import type {
  CompositeTypeStmt, CreateForeignTableStmt, CreateFunctionStmt, CreateSeqStmt, CreateStmt, CreateTableAsStmt, CreateTrigStmt,
  DefineStmt, IndexStmt, IntoClause, RuleStmt, ViewStmt,
} from '@pgsql/types'; // prettier-ignore
import type { Create, ObjectType, Operation } from '../../operation.ts';
import type { Name } from '../../types.ts';
import { base, type Frame, head } from './frame.ts';
import { creationGuard } from './guard.ts';
import { argumentType, bare, nameOf, objectTypeOf, relationName, strings } from './names.ts';
import { columnOf, constraintsOf } from './table.ts';

/** What a CREATE may say beyond the object's kind and name. */
export type CreateDetails = Partial<Omit<Create, 'kind' | 'object' | 'name' | 'range' | 'guard' | 'context'>>;

/** A create operation with everything unsaid at its default. */
export function create(frame: Frame, object: ObjectType, name: Name | null, details: CreateDetails = {}): Create {
  const clause = details.clause ?? null;
  const temporary = details.temporary ?? false;
  return {
    kind: 'create',
    ...base(frame, head(frame, name), creationGuard(object, clause, temporary)),
    object,
    name,
    table: null,
    clause,
    temporary,
    concurrently: false,
    unique: false,
    source: 'definition',
    partitionOf: null,
    columns: [],
    constraints: [],
    signature: null,
    body: [],
    ...details,
  };
}

/** The clause of a statement that has IF NOT EXISTS or OR REPLACE. */
function clauseOf(node: { if_not_exists?: boolean; replace?: boolean }): Create['clause'] {
  if (node.replace) return 'or replace';
  return node.if_not_exists ? 'if not exists' : null;
}

export function createTable(node: CreateStmt, frame: Frame): Operation[] {
  const columns = (node.tableElts ?? []).flatMap((element) =>
    'ColumnDef' in element ? [columnOf(element.ColumnDef)] : [],
  );
  const parent = (node.inhRelations ?? []).flatMap((item) => ('RangeVar' in item ? [relationName(item.RangeVar)] : []));
  return [
    create(frame, 'table', relationName(node.relation), {
      clause: clauseOf(node),
      temporary: isTemporary(node.relation),
      partitionOf: node.partbound ? (parent[0] ?? null) : null,
      columns,
      constraints: constraintsOf(node.tableElts),
    }),
  ];
}

export function createForeignTable(node: CreateForeignTableStmt, frame: Frame): Operation[] {
  const operations = node.base ? createTable(node.base, frame) : [];
  return operations.map((operation) =>
    operation.kind === 'create' ? { ...operation, object: 'foreign table' as const } : operation,
  );
}

/** CREATE TABLE AS, CREATE MATERIALIZED VIEW and, through `into`, SELECT INTO. */
export function createTableAs(node: CreateTableAsStmt, frame: Frame): Operation[] {
  const object = objectTypeOf(node.objtype);
  return [createInto(node.into, frame, object, clauseOf(node))];
}

export function createInto(
  into: IntoClause | undefined,
  frame: Frame,
  object: ObjectType = 'table',
  clause: Create['clause'] = null,
): Operation {
  const name = relationName(into?.rel);
  return create(frame, object, name, { clause, temporary: isTemporary(into?.rel), source: 'query' });
}

export function createIndex(node: IndexStmt, frame: Frame): Operation[] {
  const table = relationName(node.relation);
  const name = node.idxname === undefined ? null : { schema: table.schema, name: node.idxname };
  const named = node.idxname === undefined ? null : bare(node.idxname);
  const columns = (node.indexParams ?? []).flatMap((item) =>
    'IndexElem' in item && item.IndexElem.name !== undefined ? [item.IndexElem.name] : [],
  );
  const type = node.unique ? ('unique' as const) : null;
  return [
    {
      ...create(frame, 'index', name, {
        table,
        clause: clauseOf(node),
        concurrently: node.concurrent ?? false,
        unique: node.unique ?? false,
        constraints: type
          ? [{ type, name: node.idxname ?? null, columns, references: null, notValid: false, usingIndex: null }]
          : [],
      }),
      ...base(frame, head(frame, named ?? table), creationGuard('index', clauseOf(node), false)),
    },
  ];
}

export function createView(node: ViewStmt, frame: Frame): Operation[] {
  const details = { clause: clauseOf(node), temporary: isTemporary(node.view), source: 'query' as const };
  return [create(frame, 'view', relationName(node.view), details)];
}

export function createSequence(node: CreateSeqStmt, frame: Frame): Operation[] {
  const details = { clause: clauseOf(node), temporary: isTemporary(node.sequence) };
  return [create(frame, 'sequence', relationName(node.sequence), details)];
}

export function createCompositeType(node: CompositeTypeStmt, frame: Frame): Operation[] {
  const columns = (node.coldeflist ?? []).flatMap((item) => ('ColumnDef' in item ? [columnOf(item.ColumnDef)] : []));
  return [create(frame, 'type', relationName(node.typevar), { columns })];
}

/** CREATE AGGREGATE, OPERATOR, TYPE (shell and base), COLLATION and TEXT SEARCH objects. */
export function define(node: DefineStmt, frame: Frame): Operation[] {
  const object = objectTypeOf(node.kind);
  return [create(frame, object, nameOf(strings(node.defnames)), { clause: clauseOf(node) })];
}

/** Name and argument types; the body is read by another. */
export function createFunction(node: CreateFunctionStmt, frame: Frame, body: readonly Operation[]): Operation[] {
  const signature = (node.parameters ?? []).flatMap((item) => {
    if (!('FunctionParameter' in item)) return [];
    const { mode, argType } = item.FunctionParameter;
    return mode === 'FUNC_PARAM_OUT' || mode === 'FUNC_PARAM_TABLE' ? [] : [argumentType(argType)];
  });
  const object = node.is_procedure ? 'procedure' : 'function';
  return [create(frame, object, nameOf(strings(node.funcname)), { clause: clauseOf(node), signature, body })];
}

/** OR REPLACE exists for triggers since PostgreSQL 14, and never for constraint triggers. */
export function createTrigger(node: CreateTrigStmt, frame: Frame): Operation[] {
  const table = relationName(node.relation);
  const operation = create(frame, 'trigger', bare(node.trigname), { table, clause: clauseOf(node) });
  const impossible = operation.guard === 'absent' && (node.isconstraint === true || frame.world.postgres < 14);
  return [impossible ? { ...operation, guard: 'impossible' } : operation];
}

export function createRule(node: RuleStmt, frame: Frame, body: readonly Operation[]): Operation[] {
  const details = { table: relationName(node.relation), clause: clauseOf(node), body };
  return [create(frame, 'rule', bare(node.rulename), details)];
}

function isTemporary(relation: { relpersistence?: string } | undefined): boolean {
  return relation?.relpersistence === 't';
}
