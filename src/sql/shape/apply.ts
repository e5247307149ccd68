import type { Node } from '@pgsql/types';
import { parse } from '../postgres.ts';
import { alterTable } from './alter-table.ts';
import { comment } from './comments.ts';
import { drop } from './drops.ts';
import { createIndex } from './indexes.ts';
import { move, rename } from './renames.ts';
import { alterEnum, createEnum } from './enums.ts';
import { alterFunction, createComposite, createDomain, createFunction, createPolicy, createTrigger } from './objects.ts'; // prettier-ignore
import { alterSequence, createSequence } from './sequences.ts';
import type { Draft } from './shape.ts';
import { type Source, sourceOf } from './source.ts';
import { createTable } from './tables.ts';
import { createTableAs, createView } from './views.ts';

/** Runs a statement over a draft. False where the grammar refuses it. */
export function applySql(draft: Draft, sql: string): boolean {
  const parsed = parse(sql);
  if (!parsed.ok) return false;
  const source = sourceOf(sql.trim());
  for (const { stmt } of parsed.tree.stmts ?? []) if (stmt) applyNode(stmt, draft, source);
  return true;
}

function applyNode(node: Node, draft: Draft, source: Source): void {
  if ('CreateStmt' in node) return createTable(node.CreateStmt, draft, source);
  if ('AlterTableStmt' in node) return alterTable(node.AlterTableStmt, draft, source);
  if ('IndexStmt' in node) return createIndex(node.IndexStmt, draft, source);
  if ('DropStmt' in node) return drop(node.DropStmt, draft);
  if ('RenameStmt' in node) return rename(node.RenameStmt, draft);
  if ('AlterObjectSchemaStmt' in node) return move(node.AlterObjectSchemaStmt, draft);
  if ('CreateFunctionStmt' in node) return createFunction(node.CreateFunctionStmt, draft, source);
  if ('AlterFunctionStmt' in node) return alterFunction(node.AlterFunctionStmt, draft);
  if ('ViewStmt' in node) return createView(node.ViewStmt, draft, source);
  if ('CreateTableAsStmt' in node) return createTableAs(node.CreateTableAsStmt, draft, source);
  if ('CreateTrigStmt' in node) return createTrigger(node.CreateTrigStmt, draft, source);
  applyOther(node, draft, source);
}

function applyOther(node: Node, draft: Draft, source: Source): void {
  if ('CreatePolicyStmt' in node) return createPolicy(node.CreatePolicyStmt, draft, source);
  if ('CreateEnumStmt' in node) return createEnum(node.CreateEnumStmt, draft, source);
  if ('AlterEnumStmt' in node) return alterEnum(node.AlterEnumStmt, draft);
  if ('CreateDomainStmt' in node) return createDomain(node.CreateDomainStmt, draft, source);
  if ('CompositeTypeStmt' in node) return createComposite(node.CompositeTypeStmt, draft, source);
  if ('CreateSeqStmt' in node) return createSequence(node.CreateSeqStmt, draft, source);
  if ('AlterSeqStmt' in node) return alterSequence(node.AlterSeqStmt, draft);
  if ('CommentStmt' in node) return comment(node.CommentStmt, draft);
  if ('CreateSchemaStmt' in node) for (const element of node.CreateSchemaStmt.schemaElts ?? []) applyNode(element, draft, source);
  if ('VariableSetStmt' in node && node.VariableSetStmt.name === 'search_path') {
    const [first] = node.VariableSetStmt.args ?? [];
    const name = first && 'A_Const' in first ? first.A_Const.sval?.sval : undefined;
    draft.search = name === undefined || name.startsWith('$') || name === '' ? 'public' : name;
  }
} // prettier-ignore
