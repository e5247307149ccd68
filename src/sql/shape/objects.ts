import type {
  AlterFunctionStmt, CompositeTypeStmt, CreateDomainStmt, CreateFunctionStmt, CreatePolicyStmt,
  CreateTrigStmt, DefElem, Node,
} from '@pgsql/types'; // prettier-ignore
import { nameOf, relationName, strings } from '../lower/names.ts';
import type { Name } from '../../types.ts';
import { changed } from './columns.ts';
import { namedIn } from './constraints.ts';
import { collapse, normal, typeFact } from './normal.ts';
import { doubt, type Draft, type Fact, type Facts, fact, find, full, keyOf, putPart, relation } from './shape.ts';
import type { Source } from './source.ts';

/** Puts an object that is wholly known. */
export function put(draft: Draft, object: string, name: Name, facts: Facts, sql: string): void {
  draft.things.set(keyOf(object, name, draft.search), { object, name: full(draft, name), facts, isWhole: true, isSure: true, parts: new Map(), sql });
} // prettier-ignore

const isDefined = (element: Node): element is { DefElem: DefElem } => 'DefElem' in element;

/** The arguments by which PostgreSQL tells functions of one name apart. */
export function signatureOf(parameters: readonly Node[] | undefined): string {
  const types = (parameters ?? []).flatMap((item) => {
    if ('TypeName' in item) return [typeFact(item.TypeName)?.normal ?? ''];
    if (!('FunctionParameter' in item)) return [];
    const { mode, argType } = item.FunctionParameter;
    return mode === 'FUNC_PARAM_OUT' || mode === 'FUNC_PARAM_TABLE' ? [] : [typeFact(argType)?.normal ?? ''];
  });
  return `(${types.join(', ')})`.replaceAll('()', (all, at: number) => (at === 0 ? all : ''));
}

/** CREATE FUNCTION or PROCEDURE: one thing for each list of arguments. */
export function createFunction(node: CreateFunctionStmt, draft: Draft, source: Source): void {
  const { schema, name } = nameOf(strings(node.funcname));
  const own = { schema, name: `${name}${signatureOf(node.parameters)}` };
  if (node.replace && !isNameKnown(draft, name)) doubt(draft, 'function', own);
  const facts: Record<string, Fact> = {
    parameters: fact(normal((node.parameters ?? []).map(parameterOf))),
    returns: { normal: `${node.returnType?.setof ?? false} ${typeFact(node.returnType)?.normal ?? ''}`, text: typeFact(node.returnType)?.text ?? '' },
    ...(node.sql_body ? { body: fact(normal(node.sql_body)) } : {}),
  };
  for (const option of (node.options ?? []).filter(isDefined)) Object.assign(facts, functionOption(option.DefElem));
  put(draft, node.is_procedure ? 'procedure' : 'function', own, facts, source.text);
  draft.gone.delete(`function ${name}`);
} // prettier-ignore

/** Where other signatures are known, this one would be too. */
function isNameKnown({ things, gone }: Draft, name: string): boolean {
  return gone.has(`function ${name}`) || [...things.values()].some((thing) => thing.name.name.startsWith(`${name}(`));
}

function parameterOf(item: Node): unknown {
  if (!('FunctionParameter' in item)) return item;
  const { name, argType, mode = 'FUNC_PARAM_DEFAULT', defexpr } = item.FunctionParameter;
  const way = mode === 'FUNC_PARAM_DEFAULT' ? 'FUNC_PARAM_IN' : mode;
  return [name ?? null, typeFact(argType)?.normal, way, defexpr ?? null];
}

/** Options that are PostgreSQL's default are as if they were not written. */
const usual = new Set([
  'volatility volatile',
  'strict false',
  'security false',
  'leakproof false',
  'parallel unsafe',
  'window false',
]);

function functionOption({ defname = '', arg }: DefElem): Readonly<Record<string, Fact>> {
  if (defname === 'as' && arg && 'List' in arg) return { body: fact(collapse(strings(arg.List.items).join('\n'))) };
  if (defname === 'set' && arg && 'VariableSetStmt' in arg) {
    const { name = '', args } = arg.VariableSetStmt;
    return { [`SET ${name}`]: fact(normal(args) || 'current') };
  }
  const value = arg && 'String' in arg ? (arg.String.sval ?? '').toLowerCase() : arg && 'Boolean' in arg ? String(arg.Boolean.boolval ?? false) : normal(arg);
  return usual.has(`${defname} ${value}`) ? {} : { [defname]: fact(value) };
} // prettier-ignore

/** ALTER FUNCTION … with options. */
export function alterFunction({ func, actions }: AlterFunctionStmt, draft: Draft): void {
  const { schema, name } = nameOf(strings(func?.objname));
  const found = find(draft, 'function', { schema, name: `${name}${signatureOf(func?.objargs)}` });
  if (!found) return;
  const [key, thing] = found;
  const facts = (actions ?? []).filter(isDefined).reduce<Facts>((before, { DefElem }) => {
    const set = DefElem.arg && 'VariableSetStmt' in DefElem.arg ? DefElem.arg.VariableSetStmt : undefined;
    if (set && set.kind !== 'VAR_SET_VALUE') return changed(before, { [`SET ${set.name ?? ''}`]: null }, true);
    const made = functionOption(DefElem);
    return Object.keys(made).length > 0 ? { ...before, ...made } : changed(before, { [DefElem.defname ?? '']: null }, true);
  }, thing.facts);
  draft.things.set(key, { ...thing, facts });
} // prettier-ignore

/** CREATE TRIGGER. */
export function createTrigger(node: CreateTrigStmt, draft: Draft, source: Source): void {
  const [key] = relation(draft, relationName(node.relation));
  const { replace: _, ...rest } = node;
  const columns = [...strings(node.columns), ...namedIn(node.whenClause)];
  const definition = { normal: normal({ ...rest, trigname: null, relation: null, funcname: strings(node.funcname).at(-1), args: strings(node.args) }), text: source.text };
  putPart(draft, key, { kind: 'trigger', name: node.trigname ?? '', on: columns, facts: { definition }, isWhole: true, isSure: true, sql: source.text });
} // prettier-ignore

/** CREATE POLICY. */
export function createPolicy(node: CreatePolicyStmt, draft: Draft, source: Source): void {
  const [key] = relation(draft, relationName(node.table));
  const { cmd_name = 'all', permissive = false, roles, qual, with_check } = node;
  const definition = { normal: normal([cmd_name, permissive, roles, qual, with_check]), text: source.text };
  putPart(draft, key, { kind: 'policy', name: node.policy_name ?? '', on: [], facts: { definition }, isWhole: true, isSure: true, sql: source.text });
} // prettier-ignore

/** CREATE DOMAIN and CREATE TYPE … AS ( … ). */
export function createDomain(node: CreateDomainStmt, draft: Draft, source: Source): void {
  const definition = { normal: normal([typeFact(node.typeName)?.normal, node.constraints]), text: source.text };
  put(draft, 'domain', nameOf(strings(node.domainname)), { definition }, source.text);
}

export function createComposite(node: CompositeTypeStmt, draft: Draft, source: Source): void {
  put(draft, 'type', relationName(node.typevar), { definition: { normal: normal(node.coldeflist), text: source.text } }, source.text);
} // prettier-ignore
