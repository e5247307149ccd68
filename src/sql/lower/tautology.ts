import type { A_Const, A_Expr, BooleanTest, BoolExpr, Node, NullTest, SubLink } from '@pgsql/types';
import type { Name } from '../../types.ts';
import { relationName, strings } from './names.ts';
import { columnNameOf, contains, shape } from './walk.ts';

/** SQL's truth of a condition as far as its text decides it; `unknown` when the rows decide. */
type Truth = 'true' | 'false' | 'null' | 'unknown';

/**
 * Whether a condition lets every row of the table through: `1 = 1`, `id = id`, `NOT false`, `id IN (SELECT id FROM same)`.
 * One that asks nothing of the row (`now() > '2020-01-01'`) lets all through or none, and counts as well.
 */
export function isAlwaysTrue(condition: Node, table: Name): boolean {
  const truth = truthOf(condition, table);
  return truth === 'true' || (truth === 'unknown' && !contains(condition, (type) => ofRow.has(type)));
}

const ofRow: ReadonlySet<string> = new Set(['ColumnRef', 'SubLink', 'ParamRef', 'CurrentOfExpr']);

function truthOf(node: Node, table: Name): Truth {
  if ('A_Const' in node) return truthOfText(constantOf(node.A_Const));
  if ('TypeCast' in node && node.TypeCast.arg) return truthOf(node.TypeCast.arg, table);
  if ('BoolExpr' in node) return truthOfBool(node.BoolExpr, table);
  if ('A_Expr' in node) return truthOfComparison(node.A_Expr);
  if ('NullTest' in node) return truthOfNullTest(node.NullTest);
  if ('BooleanTest' in node) return truthOfBooleanTest(node.BooleanTest, table);
  if ('SubLink' in node) return truthOfSubLink(node.SubLink, table);
  if ('CollateClause' in node && node.CollateClause.arg) return truthOf(node.CollateClause.arg, table);
  return 'unknown';
}

/** The spellings that PostgreSQL's boolean input accepts. */
function truthOfText(value: string | number | boolean | null | undefined): Truth {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return value === 0 ? 'false' : 'true';
  const text = value?.trim().toLowerCase() ?? '';
  if (['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1'].includes(text)) return 'true';
  return ['f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0'].includes(text) ? 'false' : 'unknown';
}

function constantOf(node: A_Const): string | number | boolean | null | undefined {
  if (node.isnull) return null;
  if (node.boolval) return node.boolval.boolval ?? false;
  if (node.ival) return node.ival.ival ?? 0;
  if (node.fval) return Number(node.fval.fval ?? 0);
  return node.sval?.sval ?? (node.sval ? '' : undefined);
}

function truthOfBool(node: BoolExpr, table: Name): Truth {
  const truths = (node.args ?? []).map((arg) => truthOf(arg, table));
  if (node.boolop === 'NOT_EXPR') return negate(truths[0] ?? 'unknown');
  const [decides, neutral] = node.boolop === 'AND_EXPR' ? (['false', 'true'] as const) : (['true', 'false'] as const);
  if (truths.includes(decides)) return decides;
  if (truths.every((truth) => truth === neutral)) return neutral;
  return node.boolop === 'OR_EXPR' && hasOpposites(node.args ?? []) ? 'true' : 'unknown';
}

function negate(truth: Truth): Truth {
  if (truth === 'true') return 'false';
  return truth === 'false' ? 'true' : truth;
}

const opposites: Readonly<Record<string, string>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** `a IS NULL OR a IS NOT NULL`, `a > 0 OR a <= 0`, `x OR NOT x`: all rows but those where the test is null. */
function hasOpposites(args: readonly Node[]): boolean {
  const shapes = new Set(args.map(shape));
  return args.some((arg) => {
    const opposite = oppositeOf(arg);
    return opposite !== null && shapes.has(shape(opposite));
  });
}

function oppositeOf(node: Node): Node | null {
  if ('NullTest' in node) {
    const nulltesttype = node.NullTest.nulltesttype === 'IS_NULL' ? 'IS_NOT_NULL' : 'IS_NULL';
    return { NullTest: { ...node.NullTest, nulltesttype } };
  }
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR') return node.BoolExpr.args?.[0] ?? null;
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return null;
  const opposite = opposites[operatorOf(node.A_Expr)];
  return opposite ? { A_Expr: { ...node.A_Expr, name: [{ String: { sval: opposite } }] } } : null;
}

function operatorOf(node: A_Expr): string {
  return strings(node.name).at(-1) ?? '';
}

function truthOfComparison(node: A_Expr): Truth {
  const { kind, lexpr, rexpr } = node;
  if (!lexpr || !rexpr) return 'unknown';
  if (kind === 'AEXPR_IN') return isIn(lexpr, rexpr, operatorOf(node)) ? 'true' : 'unknown';
  if (kind === 'AEXPR_LIKE' || kind === 'AEXPR_ILIKE')
    return operatorOf(node).startsWith('!') || textOf(rexpr) !== '%' ? 'unknown' : 'true';
  if (kind === 'AEXPR_NOT_DISTINCT') return shape(lexpr) === shape(rexpr) ? 'true' : 'unknown';
  if (kind !== 'AEXPR_OP') return 'unknown';
  if ('ColumnRef' in lexpr && shape(lexpr) === shape(rexpr)) return compare(0, operatorOf(node));
  const [left, right] = [valueOf(lexpr), valueOf(rexpr)];
  if (left === undefined || right === undefined) return 'unknown';
  if (left === null || right === null) return 'null';
  if (typeof left === typeof right) return compare(left < right ? -1 : left > right ? 1 : 0, operatorOf(node));
  const [a, b] = [Number(left), Number(right)];
  return Number.isNaN(a) || Number.isNaN(b) ? 'unknown' : compare(a - b, operatorOf(node));
}

function isIn(left: Node, right: Node, operator: string): boolean {
  const items = 'List' in right ? (right.List.items ?? []) : [];
  return operator === '=' && items.some((item) => shape(item) === shape(left));
}

function valueOf(node: Node): string | number | boolean | null | undefined {
  if ('TypeCast' in node && node.TypeCast.arg) return valueOf(node.TypeCast.arg);
  return 'A_Const' in node ? constantOf(node.A_Const) : undefined;
}

function textOf(node: Node): string | null {
  const value = valueOf(node);
  return typeof value === 'string' ? value : null;
}

function compare(order: number, operator: string): Truth {
  const results: Readonly<Record<string, boolean>> = {
    '=': order === 0,
    '<>': order !== 0,
    '!=': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  };
  const result = results[operator];
  return result === undefined ? 'unknown' : result ? 'true' : 'false';
}

/** A constant's test is decided; a column called `id` is taken for the key, which is never null. */
function truthOfNullTest(node: NullTest): Truth {
  const value = node.arg ? valueOf(node.arg) : undefined;
  const wantsNull = node.nulltesttype === 'IS_NULL';
  if (value !== undefined) return (value === null) === wantsNull ? 'true' : 'false';
  return !wantsNull && columnNameOf(node.arg) === 'id' ? 'true' : 'unknown';
}

function truthOfBooleanTest(node: BooleanTest, table: Name): Truth {
  const truth = node.arg ? truthOf(node.arg, table) : 'unknown';
  if (truth === 'unknown') return 'unknown';
  const wanted = (node.booltesttype ?? '').replace(/^IS_(NOT_)?/, '').toLowerCase();
  const is = truth === (wanted === 'unknown' ? 'null' : wanted);
  return is !== node.booltesttype?.startsWith('IS_NOT_') ? 'true' : 'false';
}

/** `EXISTS (SELECT 1)`, and a look at the same table that leaves no row out. */
function truthOfSubLink(node: SubLink, table: Name): Truth {
  const select = node.subselect && 'SelectStmt' in node.subselect ? node.subselect.SelectStmt : null;
  if (!select || select.whereClause || select.havingClause || select.limitCount || select.limitOffset || select.op !== 'SETOP_NONE')
    return 'unknown'; // prettier-ignore
  const from = select.fromClause ?? [];
  const source = from.length === 1 && from[0] && 'RangeVar' in from[0] ? relationName(from[0].RangeVar) : null;
  const same = source !== null && source.name === table.name && source.schema === table.schema;
  if (node.subLinkType === 'EXISTS_SUBLINK')
    return (from.length === 0 && !select.valuesLists) || same ? 'true' : 'unknown';
  const target = select.targetList?.[0];
  const column = target && 'ResTarget' in target ? columnNameOf(target.ResTarget.val) : null;
  const isAny = node.subLinkType === 'ANY_SUBLINK' && (node.operName ?? []).length === 0;
  return isAny && same && column !== null && column === columnNameOf(node.testexpr) ? 'true' : 'unknown';
}
