import type { Node } from '@pgsql/types';
import { objectName, relationName, strings } from '../lower/names.ts';
import { parse } from '../postgres.ts';
import type { Obstacle } from '../../replay-types.ts';
import { lackOf } from './lacking.ts';
import type { Name } from '../../types.ts';
import { type Draft, find, type Part, partKey } from './shape.ts';

/** What keeps a statement from running over a draft, as far as that is known for sure. */
export function obstacleTo(draft: Draft, sql: string): Obstacle | null {
  const parsed = parse(sql);
  if (!parsed.ok) return null;
  for (const { stmt } of parsed.tree.stmts ?? []) {
    const found =
      stmt &&
      (droppedAbsent(stmt, draft) ??
        droppedUsed(stmt, draft) ??
        referenced(stmt, draft) ??
        calledGone(stmt, draft, sql) ??
        lackOf(stmt, draft));
    if (found) return found;
  }
  return null;
}

/** DROP INDEX without IF EXISTS of one that is not there any more. */
function droppedAbsent(node: Node, draft: Draft): Obstacle | null {
  if (!('DropStmt' in node) || node.DropStmt.removeType !== 'OBJECT_INDEX' || node.DropStmt.missing_ok) return null;
  const names = (node.DropStmt.objects ?? []).map((item) => objectName(item).name);
  const missing = names.find((name) => draft.gone.has(partKey('index', name)) && !hasIndex(draft, name));
  return missing === undefined ? null : { kind: 'absent', what: `index "${missing}"` };
}

/** DROP TYPE without CASCADE of what is the type of a column. */
function droppedUsed(node: Node, draft: Draft): Obstacle | null {
  if (!('DropStmt' in node) || node.DropStmt.removeType !== 'OBJECT_TYPE' || node.DropStmt.behavior === 'DROP_CASCADE') return null;
  for (const item of node.DropStmt.objects ?? []) {
    const { schema, name } = objectName(item);
    const form = `${schema === null || schema === 'public' ? '' : `${schema}.`}${name}()`;
    for (const thing of draft.things.values())
      for (const part of thing.parts.values())
        if (part.kind === 'column' && part.isSure && [form, `${form}[]`].includes(part.facts['type']?.normal ?? ''))
          return { kind: 'used', what: `type "${name}" before column "${part.name}" of "${thing.name.name}"` };
  }
  return null;
} // prettier-ignore

/** DROP TABLE and TRUNCATE without CASCADE of what a foreign key of another table refers to. */
function referenced(node: Node, draft: Draft): Obstacle | null {
  const keys = new Set(takenFrom(node).flatMap((name) => find(draft, 'table', name)?.[0] ?? []));
  if (keys.size === 0) return null;
  for (const [key, { parts, name }] of draft.things)
    for (const part of keys.has(key) ? [] : parts.values()) {
      const [type, , , , target = ''] = part.isSure && part.kind === 'constraint' ? partsOf(part) : [];
      if (type === 'CONSTR_FOREIGN' && keys.has(`relation ${target}`)) return { kind: 'used', what: `table "${target.replace(/^public\./, '')}" before constraint "${part.name}" of "${name.name}"` };
    }
  return null;
} // prettier-ignore

const partsOf = ({ facts }: Part) => JSON.parse(facts['definition']?.normal || '[]') as string[];

function takenFrom(node: Node): readonly Name[] {
  if ('TruncateStmt' in node && node.TruncateStmt.behavior !== 'DROP_CASCADE')
    return (node.TruncateStmt.relations ?? []).flatMap((item) => ('RangeVar' in item ? [relationName(item.RangeVar)] : []));
  const isDrop = 'DropStmt' in node && node.DropStmt.removeType === 'OBJECT_TABLE' && node.DropStmt.behavior !== 'DROP_CASCADE';
  return isDrop ? (node.DropStmt.objects ?? []).map(objectName) : [];
} // prettier-ignore

function hasIndex({ things }: Draft, name: string): boolean {
  const places = [partKey('index', name), partKey('constraint', name)];
  return [...things.values()].some(({ parts }) => places.some((place) => parts.has(place)));
}

/** A call that runs at once or is looked up at once; the body of a function is neither. */
function calledGone(node: Node, { gone }: Draft, sql: string): Obstacle | null {
  const named = [...gone].flatMap((each) => (each.startsWith('function ') ? [each.slice('function '.length)] : []));
  if (!named.some((name) => sql.includes(name))) return null;
  const called: string[] = [];
  JSON.stringify(node, (key, value: unknown) => {
    if (key === 'FuncCall') called.push(strings((value as { funcname?: Node[] }).funcname).at(-1) ?? '');
    return value;
  });
  const found = called.find((name) => named.includes(name));
  return found === undefined ? null : { kind: 'gone', what: `function "${found}"` };
}
