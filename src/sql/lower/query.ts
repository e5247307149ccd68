import type { SelectStmt } from '@pgsql/types';
import type { Operation } from '../../operation.ts';
import { call } from './call.ts';
import { createInto } from './create.ts';
import { insert, merge, remove, update } from './data.ts';
import { base, type Frame, whole, wordAt } from './frame.ts';
import { walk } from './walk.ts';

/**
 * What running a query does, wherever it stands in it: data-changing WITH parts, the statement itself, the functions it calls.
 * `SELECT` alone is one `other` operation.
 */
export function lowerQuery(tree: unknown, frame: Frame): Operation[] {
  const operations: Operation[] = [];
  walk(tree, (type, node) => operations.push(...inQuery(type, node, frame)));
  if (operations.length > 0) return operations;
  return [{ kind: 'other', ...base(frame, whole(frame), 'unneeded'), tag: wordAt(frame, 0) }];
}

function inQuery(type: string, node: object, frame: Frame): Operation[] {
  switch (type) {
    case 'DeleteStmt':
      return [remove(node, frame)];
    case 'UpdateStmt':
      return [update(node, frame)];
    case 'InsertStmt':
      return [insert(node, frame)];
    case 'MergeStmt':
      return merge(node, frame);
    case 'SelectStmt': {
      const { intoClause } = node as SelectStmt;
      // In PL/pgSQL, INTO names variables.
      return intoClause && frame.context.place === 'plain' ? [createInto(intoClause, frame)] : [];
    }
    case 'FuncCall':
      return call(node, frame);
    default:
      return [];
  }
}
