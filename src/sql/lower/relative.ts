import type { A_Expr, Node } from '@pgsql/types';
import { strings } from './names.ts';
import { columnNameOf, contains } from './walk.ts';

const arithmetic: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '||']);
const appending: ReadonlySet<string> = new Set([
  'array_append',
  'array_prepend',
  'array_cat',
  'concat',
  'jsonb_insert',
]);

/**
 * Whether an assignment computes a column's new value from its old one in a way that a second run repeats: `n = n + 1`.
 * A condition on the same column is taken for the guard against that.
 */
export function isRelative(targets: readonly Node[], where: Node | undefined): boolean {
  return targets.some((target) => {
    if (!('ResTarget' in target)) return false;
    const { name = '', val } = target.ResTarget;
    return !mentions(where, name) && contains(val, (type, node) => changesAgain(type, node, name));
  });
}

function changesAgain(type: string, node: object, column: string): boolean {
  if (type === 'FuncCall' && 'funcname' in node)
    return appending.has(strings(node.funcname as Node[]).at(-1) ?? '') && mentions(node, column);
  if (type !== 'A_Expr') return false;
  const { name, kind, lexpr, rexpr } = node as A_Expr;
  const operator = strings(name).at(-1) ?? '';
  if (kind !== 'AEXPR_OP' || !arithmetic.has(operator)) return false;
  if (columnNameOf(lexpr) !== column && columnNameOf(rexpr) !== column) return false;
  return !isDocument(columnNameOf(lexpr) === column ? rexpr : lexpr, operator);
}

/** Merging a JSON object into another or removing a key gives the same the second time. */
function isDocument(node: Node | undefined, operator: string): boolean {
  if (!node) return true;
  if ('A_Const' in node) return node.A_Const.sval !== undefined && (operator === '-' || /[{[]/.test(node.A_Const.sval.sval ?? '')); // prettier-ignore
  if ('TypeCast' in node) return /^jsonb?$/.test(strings(node.TypeCast.typeName?.names).at(-1) ?? '') || isDocument(node.TypeCast.arg, operator); // prettier-ignore
  return 'FuncCall' in node && /^(to_)?jsonb?(_|$)/.test(strings(node.FuncCall.funcname).at(-1) ?? '');
}

function mentions(tree: unknown, column: string): boolean {
  return contains(tree, (type, node) => type === 'ColumnRef' && columnNameOf({ ColumnRef: node }) === column);
}
