import type { A_Expr, Node, NullTest, RangeVar, SubLink } from '@pgsql/types';
import type { Condition } from '../../operation.ts';
import type { Range } from '../../types.ts';
import { strings } from './names.ts';
import { columnNameOf, walk } from './walk.ts';

type Tests = Condition['tests'];

/** What earlier statements of a block put into variables that later conditions ask for: `FOUND`, `table_exists`. */
export type KnownTests = ReadonlyMap<string, Condition>;

/** A condition as a guard: whether it holds while something is there, while it is not, or for other reasons. */
export function conditionOf(expression: Node | undefined, range: Range, known: KnownTests): Condition {
  const { reads, literals } = mentionsOf(expression);
  for (const variable of variablesOf(expression)) {
    reads.push(...(known.get(variable)?.reads ?? []));
    literals.push(...(known.get(variable)?.literals ?? []));
  }
  return { tests: testsOf(expression, known), reads, literals, range };
}

/** The condition of a loop over a query: its body runs for what is there. */
export function loopCondition(query: unknown, range: Range): Condition {
  return { tests: 'present', ...mentionsOf(query), range };
}

/** What the rows of a query tell: what it finds is there, unless it asks whether something is not. */
export function questionOf(query: Node, range: Range): Condition {
  if (!('SelectStmt' in query)) return { tests: 'other', reads: [], literals: [], range };
  const answer = testsOf(targetOf(query), new Map());
  return { ...loopCondition(query, range), tests: answer === 'absent' ? 'absent' : 'present' };
}

/** The condition of the ELSE branch. */
export function inverse(condition: Condition): Condition {
  return { ...condition, tests: flip(condition.tests) };
}

function flip(tests: Tests): Tests {
  if (tests === 'absent') return 'present';
  return tests === 'present' ? 'absent' : 'other';
}

function testsOf(node: Node | undefined, known: KnownTests): Tests {
  if (!node) return 'other';
  if ('TypeCast' in node) return testsOf(node.TypeCast.arg, known);
  if ('ColumnRef' in node) return known.get(columnNameOf(node) ?? '')?.tests ?? 'other';
  if ('SubLink' in node) return subLinkTests(node.SubLink, known);
  if ('NullTest' in node) return nullTests(node.NullTest);
  if ('A_Expr' in node) return comparisonTests(node.A_Expr, known);
  if ('BooleanTest' in node) {
    const positive = node.BooleanTest.booltesttype === 'IS_TRUE' || node.BooleanTest.booltesttype === 'IS_NOT_FALSE';
    const tests = testsOf(node.BooleanTest.arg, known);
    return positive ? tests : flip(tests);
  }
  if (!('BoolExpr' in node)) return 'other';
  const all = (node.BoolExpr.args ?? []).map((arg) => testsOf(arg, known));
  if (node.BoolExpr.boolop === 'NOT_EXPR') return flip(all[0] ?? 'other');
  const decided = all.filter((tests) => tests !== 'other');
  // With AND one guard is enough; with OR every side must be one.
  if (node.BoolExpr.boolop === 'OR_EXPR' && decided.length < all.length) return 'other';
  return decided.every((tests) => tests === decided[0]) ? (decided[0] ?? 'other') : 'other';
}

function subLinkTests(node: SubLink, known: KnownTests): Tests {
  if (node.subLinkType === 'EXISTS_SUBLINK' || node.subLinkType === 'ANY_SUBLINK') return 'present';
  if (node.subLinkType !== 'EXPR_SUBLINK') return 'other';
  // `(SELECT NOT EXISTS (…))`, `(SELECT count(*) > 0 FROM …)`
  return testsOf(targetOf(node.subselect), known);
}

/** The first thing that a query selects. */
function targetOf(query: Node | undefined): Node | undefined {
  const target = query && 'SelectStmt' in query ? query.SelectStmt.targetList?.[0] : undefined;
  return target && 'ResTarget' in target ? target.ResTarget.val : undefined;
}

/** `to_regclass('users') IS NULL`, `(SELECT 1 FROM …) IS NULL`. */
function nullTests(node: NullTest): Tests {
  const looksUp = node.arg !== undefined && ('FuncCall' in node.arg || 'SubLink' in node.arg || 'ColumnRef' in node.arg || 'TypeCast' in node.arg); // prettier-ignore
  if (!looksUp) return 'other';
  return node.nulltesttype === 'IS_NULL' ? 'absent' : 'present';
}

/** `(SELECT count(*) …) = 0`, `n < 1`, `'x' NOT IN (SELECT …)`. */
function comparisonTests(node: A_Expr, known: KnownTests): Tests {
  const operator = strings(node.name).at(-1) ?? '';
  const amount = integerOf(node.rexpr);
  const counted = node.lexpr && ('SubLink' in node.lexpr || known.has(columnNameOf(node.lexpr) ?? '') || isCount(node.lexpr)); // prettier-ignore
  if (counted && amount !== null) {
    if ((operator === '=' && amount === 0) || (operator === '<' && amount === 1) || (operator === '<=' && amount === 0))
      return 'absent';
    if (operator === '>' || operator === '>=' || operator === '<>' || operator === '=') return 'present';
  }
  const boolean = booleanOf(node.rexpr);
  if (boolean === null || (operator !== '=' && operator !== '<>')) return 'other';
  const tests = testsOf(node.lexpr, known);
  return boolean === (operator === '=') ? tests : flip(tests);
}

function isCount(node: Node): boolean {
  return 'FuncCall' in node && strings(node.FuncCall.funcname).at(-1) === 'count';
}

function integerOf(node: Node | undefined): number | null {
  return node && 'A_Const' in node && node.A_Const.ival ? (node.A_Const.ival.ival ?? 0) : null;
}

function booleanOf(node: Node | undefined): boolean | null {
  return node && 'A_Const' in node && node.A_Const.boolval ? (node.A_Const.boolval.boolval ?? false) : null;
}

function mentionsOf(tree: unknown): { reads: string[]; literals: string[] } {
  const reads: string[] = [];
  const literals: string[] = [];
  walk(tree, (type, node) => {
    if (type === 'RangeVar') reads.push((node as RangeVar).relname ?? '');
    if (type === 'FuncCall' && 'funcname' in node) reads.push(strings(node.funcname as Node[]).at(-1) ?? '');
    if (type === 'A_Const' && 'sval' in node) literals.push((node.sval as { sval?: string }).sval ?? '');
  });
  return { reads, literals };
}

function variablesOf(tree: unknown): string[] {
  const names: string[] = [];
  walk(tree, (type, node) => {
    if (type === 'ColumnRef') names.push(columnNameOf({ ColumnRef: node }) ?? '');
  });
  return names;
}
