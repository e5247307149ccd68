import type { Node } from '@pgsql/types';
import { objectName, strings } from '../lower/names.ts';
import { parse } from '../postgres.ts';
import type { Obstacle } from '../../replay-types.ts';
import { type Draft, partKey } from './shape.ts';

/** What keeps a statement from running over a draft, as far as that is known for sure. */
export function obstacleTo(draft: Draft, sql: string): Obstacle | null {
  const parsed = parse(sql);
  if (!parsed.ok) return null;
  for (const { stmt } of parsed.tree.stmts ?? []) {
    const found = stmt && (droppedAbsent(stmt, draft) ?? droppedUsed(stmt, draft) ?? calledGone(stmt, draft, sql));
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
          return { kind: 'used', what: `type "${name}", the type of column "${part.name}" of "${thing.name.name}"` };
  }
  return null;
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
