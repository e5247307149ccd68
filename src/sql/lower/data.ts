import type {
  CopyStmt, DeleteStmt, InsertStmt, MergeStmt, MergeWhenClause, Node, RangeVar, SelectStmt, TruncateStmt, UpdateStmt,
} from '@pgsql/types'; // prettier-ignore
import type { Insert, Operation, Scope } from '../../operation.ts';
import type { Name, Range } from '../../types.ts';
import { isCascade } from './drop.ts';
import { base, findWord, type Frame, nameEnd, span, tokenAtByte, whole, wordAt } from './frame.ts';
import { objectName, relationName, strings } from './names.ts';
import { isRelative } from './relative.ts';
import { isAlwaysTrue } from './tautology.ts';
import { contains, walk } from './walk.ts';

export function truncate(node: TruncateStmt, frame: Frame): Operation[] {
  const tables = (node.relations ?? []).map(objectName);
  const flags = { cascade: isCascade(node.behavior), restartIdentity: node.restart_seqs ?? false };
  return [{ kind: 'truncate', ...base(frame, whole(frame), 'unneeded'), tables, ...flags }];
}

/** The position is the word DELETE. */
export function remove(node: DeleteStmt, frame: Frame): Operation {
  const table = relationName(node.relation);
  const scope = scopeOf(node.whereClause, node.relation, node.usingClause, frame);
  return { kind: 'delete', ...base(frame, verb(frame, 'DELETE', node.relation), 'unneeded'), table, scope };
}

/** The position is the word UPDATE. */
export function update(node: UpdateStmt, frame: Frame): Operation {
  const scope = scopeOf(node.whereClause, node.relation, node.fromClause, frame);
  return updateOf(frame, verb(frame, 'UPDATE', node.relation), relationName(node.relation), node.targetList, scope, node.whereClause);
} // prettier-ignore

function updateOf(frame: Frame, range: Range, table: Name, targets: Node[] | undefined, scope: Scope, where: Node | undefined): Operation {
  const columns = assigned(targets);
  const relative = isRelative(targets ?? [], where);
  return { kind: 'update', ...base(frame, range, relative ? 'impossible' : 'unneeded'), table, columns, scope, relative };
} // prettier-ignore

export function insert(node: InsertStmt, frame: Frame): Operation {
  const select = node.selectStmt && 'SelectStmt' in node.selectStmt ? node.selectStmt.SelectStmt : null;
  const action = node.onConflictClause?.action;
  const infer = node.onConflictClause?.infer;
  const keys = (infer?.indexElems ?? []).flatMap((item) => ('IndexElem' in item ? [item.IndexElem.name ?? '(expression)'] : [])); // prettier-ignore
  return insertInto(frame, verb(frame, 'INSERT', node.relation), relationName(node.relation), {
    columns: assigned(node.cols),
    source: select?.valuesLists || !select ? 'values' : 'query',
    conflict: action === 'ONCONFLICT_UPDATE' ? 'update' : action === 'ONCONFLICT_NOTHING' ? 'nothing' : null,
    conflictTarget: infer?.conname === undefined ? keys : [infer.conname],
    guard: node.onConflictClause || (select && leavesOutExisting(select)) ? 'present' : 'absent',
  });
}

function insertInto(frame: Frame, range: Range, table: Name, details: Pick<Insert, 'source' | 'guard'> & Partial<Insert>): Operation {
  const { guard, ...rest } = details;
  return { kind: 'insert', ...base(frame, range, guard), table, columns: [], conflict: null, conflictTarget: [], ...rest };
} // prettier-ignore

/** `WHERE NOT EXISTS (…)`, `NOT IN (SELECT …)`, an anti-join or EXCEPT: only rows that are not there yet. */
function leavesOutExisting(select: SelectStmt): boolean {
  if (select.op === 'SETOP_EXCEPT') return true;
  const outer = contains(select.fromClause, (type, node) => type === 'JoinExpr' && 'jointype' in node && node.jointype !== 'JOIN_INNER'); // prettier-ignore
  return contains(select.whereClause, (type, node) => {
    if (type === 'BoolExpr') return 'boolop' in node && node.boolop === 'NOT_EXPR' && contains(node, (inner) => inner === 'SubLink'); // prettier-ignore
    return outer && type === 'NullTest';
  });
}

/** COPY … FROM adds rows; COPY … TO runs its query. */
export function copy(node: CopyStmt, frame: Frame): Operation[] {
  if (!node.is_from) return [{ kind: 'other', ...base(frame, whole(frame), 'unneeded'), tag: 'COPY' }];
  const details = { columns: strings(node.attlist), source: 'copy', guard: 'impossible' } as const;
  return [insertInto(frame, verb(frame, 'COPY', node.relation), relationName(node.relation), details)];
}

/** One operation for each action of the MERGE that deletes, updates or inserts. */
export function merge(node: MergeStmt, frame: Frame): Operation[] {
  const table = relationName(node.relation);
  let from = tokenAtByte(frame, node.relation?.location ?? 0);
  const joined = node.joinCondition && !isAlwaysTrue(node.joinCondition, table);
  return (node.mergeWhenClauses ?? []).flatMap((item) => {
    if (!('MergeWhenClause' in item)) return [];
    const clause = item.MergeWhenClause;
    const then = findWord(frame, 'THEN', from);
    from = then + 1;
    const matched = joined === true && clause.matchKind === 'MERGE_WHEN_MATCHED';
    return mergeAction(clause, frame, table, span(frame, from, from), matched);
  });
}

function mergeAction(clause: MergeWhenClause, frame: Frame, table: Name, range: Range, matched: boolean): Operation[] {
  const { condition } = clause;
  const reach = !condition ? 'all' : isAlwaysTrue(condition, table) ? 'tautology' : 'some';
  const scope: Scope = { reach, where: null };
  if (clause.commandType === 'CMD_DELETE') return [{ kind: 'delete', ...base(frame, range, 'unneeded'), table, scope }];
  // A MERGE's update of matched rows has the join for a condition.
  if (clause.commandType === 'CMD_UPDATE')
    return [updateOf(frame, range, table, clause.targetList, matched ? { ...scope, reach: 'some' } : scope, condition)];
  if (clause.commandType !== 'CMD_INSERT') return [];
  return [insertInto(frame, range, table, { source: 'merge', guard: 'present', columns: assigned(clause.targetList) })];
}

function assigned(targets: readonly Node[] | undefined): string[] {
  return (targets ?? []).flatMap((item) => ('ResTarget' in item ? [item.ResTarget.name ?? ''] : []));
}

/** How many rows a WHERE lets through; one about other tables only lets all or none through. */
function scopeOf(where: Node | undefined, relation: RangeVar | undefined, others: Node[] | undefined, frame: Frame): Scope {
  if (!where) return { reach: 'all', where: null };
  const aside = (others ?? []).length > 0 && !mentions(where, relation);
  const reach = aside || isAlwaysTrue(where, relationName(relation)) ? 'tautology' : 'some';
  return { reach, where: frame.source.map.toSource(conditionRange(frame, relation)) };
} // prettier-ignore

/** Whether a condition can be about the relation: a column without table, or with this one; a subquery may be. */
function mentions(where: Node, relation: RangeVar | undefined): boolean {
  const own = relation?.alias?.aliasname ?? relation?.relname ?? '';
  let found = false;
  walk(where, (type, node) => {
    if (type === 'SubLink' || type === 'CurrentOfExpr') found = true;
    if (type !== 'ColumnRef' || !('fields' in node)) return;
    const parts = strings(node.fields as Node[]);
    found ||= parts.length < 2 || parts.at(-2) === own;
  });
  return found;
}

function conditionRange(frame: Frame, relation: RangeVar | undefined): Range {
  const where = findWord(frame, 'WHERE', tokenAtByte(frame, relation?.location ?? 0));
  const end = findWord(frame, 'RETURNING', where + 1);
  return where < 0 ? whole(frame) : span(frame, where, end < 0 ? frame.tokens.length - 1 : end - 1);
}

/** The verb is the last such word before its relation; for INSERT and COPY the words go on to the relation's name. */
function verb(frame: Frame, word: string, relation: RangeVar | undefined): Range {
  const at = tokenAtByte(frame, relation?.location ?? 0);
  for (let index = at; index >= 0; index--)
    if (wordAt(frame, index) === word)
      return word === 'INSERT' || word === 'COPY' ? span(frame, index, nameEnd(frame, at)) : span(frame, index, index);
  return whole(frame);
}
