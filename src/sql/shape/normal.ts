import type { Node, TypeName } from '@pgsql/types';
import { dataType, strings } from '../lower/names.ts';
import type { Fact } from './shape.ts';

/** A tree as a text that is the same for what PostgreSQL stores alike, whatever its layout. */
export function normal(node: unknown): string {
  return node === undefined ? '' : JSON.stringify(stripped(node));
}

/** Positions say nothing, nor does the type that a constant is cast to: it becomes the type that is wanted there. */
function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped);
  if (typeof value !== 'object' || value === null) return value;
  const node = value as Readonly<Record<string, unknown>>;
  const special = specialForm(node);
  if (special !== undefined) return special;
  const entries = Object.entries(node).filter(([key]) => key !== 'location' && !key.endsWith('_location') && !(key === 'schemaname' && node[key] === 'public'));
  return Object.fromEntries(entries.map(([key, inner]) => [key, (key === 'names' || key === 'funcname') && Array.isArray(inner) ? withoutCatalog(inner as Node[]) : stripped(inner)]));
} // prettier-ignore

function specialForm(node: Readonly<Record<string, unknown>>): unknown {
  if ('TypeCast' in node) {
    const { arg } = node['TypeCast'] as { arg?: Node };
    if (arg && ('A_Const' in arg || 'A_ArrayExpr' in arg)) return stripped(arg);
  }
  if ('A_Const' in node) return { constant: constantOf(node['A_Const'] as ConstantNode) };
  if ('FuncCall' in node) return sequenceCall(node['FuncCall'] as FunctionNode);
  if ('A_Expr' in node) return anyOf(node['A_Expr'] as ExpressionNode);
  return undefined;
}

interface ConstantNode {
  readonly ival?: { readonly ival?: number };
  readonly fval?: { readonly fval?: string };
  readonly sval?: { readonly sval?: string };
  readonly boolval?: { readonly boolval?: boolean };
  readonly bsval?: { readonly bsval?: string };
  readonly isnull?: boolean;
}

function constantOf({ ival, fval, sval, boolval, bsval, isnull }: ConstantNode): string | null {
  if (isnull) return null;
  if (ival) return String(ival.ival ?? 0);
  if (boolval) return boolval.boolval ? 'true' : 'false';
  const text = fval?.fval ?? sval?.sval ?? bsval?.bsval ?? '';
  return text === 't' || text === 'f' ? (text === 't' ? 'true' : 'false') : text;
}

interface FunctionNode {
  readonly funcname?: Node[];
  readonly args?: readonly Node[];
}

/** `nextval('a_seq')` and `nextval('public."a_seq"'::regclass)` are one; a column is cast to what the function takes without a word. */
function sequenceCall(call: FunctionNode): unknown {
  const { funcname, args = [] } = call;
  const bare = args.map((arg) => ('TypeCast' in arg && arg.TypeCast.arg && 'ColumnRef' in arg.TypeCast.arg ? arg.TypeCast.arg : arg));
  if (bare.some((arg, index) => arg !== args[index])) return stripped({ FuncCall: { ...call, args: bare } });
  if (strings(funcname).at(-1) !== 'nextval' || args.length !== 1) return undefined;
  const argument = stripped(args[0]) as { readonly constant?: string };
  return typeof argument.constant === 'string' ? { nextval: sequenceName(argument.constant) } : undefined;
} // prettier-ignore

const sequenceName = (text: string) => text.replace(/^public\./, '').replaceAll('"', '');

interface ExpressionNode {
  readonly kind?: string;
  readonly name?: Node[];
  readonly lexpr?: Node;
  readonly rexpr?: Node;
}

/** PostgreSQL keeps `a IN (1, 2)` as `a = ANY (ARRAY[1, 2])`. */
function anyOf({ kind, lexpr, rexpr }: ExpressionNode): unknown {
  if (!rexpr || (kind !== 'AEXPR_IN' && kind !== 'AEXPR_OP_ANY')) return undefined;
  const array = 'TypeCast' in rexpr && rexpr.TypeCast.arg ? rexpr.TypeCast.arg : rexpr;
  const items = 'List' in array ? array.List.items : 'A_ArrayExpr' in array ? array.A_ArrayExpr.elements : undefined;
  return items && { any: stripped(lexpr), of: items.map(stripped) };
}

function withoutCatalog(names: Node[]): readonly string[] {
  const parts = strings(names);
  return parts[0] === 'pg_catalog' || parts[0] === 'public' ? parts.slice(1) : parts;
}

/** A type with its aliases resolved. */
export function typeFact(type: TypeName | undefined): Fact | null {
  const found = dataType(type);
  if (!found) return null;
  const { schema, name, modifiers, array, text } = found;
  const place = schema === null || schema === 'public' ? '' : `${schema}.`;
  return { normal: `${place}${aliases[name] ?? name}(${modifiers.join()})${array ? '[]' : ''}`, text };
}

const aliases: Readonly<Record<string, string>> = { decimal: 'numeric' };

/** A text without the white space that says nothing. */
export const collapse = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
