import type { DropStmt, Node } from '@pgsql/types';
import { nameOf, objectName, objectTypeOf, strings } from '../lower/names.ts';
import type { Name } from '../../types.ts';
import { signatureOf } from './objects.ts';
import { ownerOf } from './sequences.ts';
import { doubt, type Draft, find, partKey, type PartKind, withParts } from './shape.ts';

/** DROP of any objects. */
export function drop(node: DropStmt, draft: Draft): void {
  const object = objectTypeOf(node.removeType);
  const isCascade = node.behavior === 'DROP_CASCADE';
  for (const item of node.objects ?? []) dropOne(object, item, draft, isCascade);
}

function dropOne(object: string, item: Node, draft: Draft, isCascade: boolean): void {
  switch (object) {
    case 'trigger':
    case 'policy':
    case 'rule':
      return dropPart(draft, object, 'List' in item ? strings(item.List.items) : []);
    case 'index':
      return dropIndex(draft, objectName(item));
    case 'function':
    case 'procedure':
    case 'routine':
    case 'aggregate':
      return dropRoutine(draft, item, isCascade);
    case 'schema':
      return dropSchema(draft, objectName(item).name);
    default:
      return dropObject(draft, object, objectName(item), isCascade);
  }
}

function dropPart(draft: Draft, kind: PartKind, names: readonly string[]): void {
  const found = find(draft, 'table', nameOf(names.slice(0, -1)));
  if (found) withParts(draft, found[0], (parts) => parts.delete(partKey(kind, names.at(-1) ?? '')));
}

/** An index is in the schema of its table. */
function dropIndex(draft: Draft, { schema, name }: Name): void {
  const place = partKey('index', name);
  for (const [key, thing] of draft.things)
    if (thing.parts.has(place) && thing.name.schema === (schema ?? draft.search)) {
      draft.gone.add(place);
      return withParts(draft, key, (all) => all.delete(place));
    }
} // prettier-ignore

function dropRoutine(draft: Draft, item: Node, isCascade: boolean): void {
  if (!('ObjectWithArgs' in item)) return;
  const { objname, objargs, args_unspecified } = item.ObjectWithArgs;
  const { schema, name } = nameOf(strings(objname));
  const start = `function ${schema ?? draft.search}.${name}(`;
  const keys = [...draft.things.keys()].filter((key) => key.startsWith(start));
  const wanted = `${start.slice(0, -1)}${signatureOf(objargs)}`;
  const gone = args_unspecified ? keys : keys.filter((key) => key === wanted);
  for (const key of gone) draft.things.delete(key);
  if (gone.length === keys.length && gone.length > 0) draft.gone.add(`function ${name}`);
  if (gone.length === 0) draft.doubtful.add(wanted);
  if (isCascade) dropParts(draft, (kind, definition) => kind === 'trigger' && definition.includes(`"funcname":"${name}"`));
} // prettier-ignore

function dropParts(draft: Draft, isMeant: (kind: PartKind, definition: string) => boolean): void {
  for (const [key, { parts }] of draft.things)
    for (const [place, part] of parts)
      if (isMeant(part.kind, part.facts['definition']?.normal ?? '')) withParts(draft, key, (all) => all.delete(place));
} // prettier-ignore

function dropSchema(draft: Draft, name: string): void {
  for (const [key, thing] of draft.things) if (thing.name.schema === name) draft.things.delete(key);
}

/** CASCADE takes foreign keys to a table and views of it along. */
function dropObject(draft: Draft, object: string, name: Name, isCascade: boolean): void {
  const found = find(draft, object, name);
  const owner = object === 'sequence' && !found ? ownerOf(draft, name.name) : null;
  if (owner !== null) withParts(draft, owner, (parts) => parts.delete(partKey('sequence', name.name)));
  if (!found) return doubt(draft, object, name);
  const [key, thing] = found;
  draft.things.delete(key);
  draft.gone.add(key);
  for (const [place, { kind }] of thing.parts) if (kind === 'index') draft.gone.add(place);
  if (!isCascade) return;
  const target = `"${thing.name.schema}.${thing.name.name}"`;
  dropParts(draft, (kind, definition) => kind === 'constraint' && definition.startsWith('["CONSTR_FOREIGN') && definition.includes(target));
  const shown = `"relname":"${thing.name.name}"`;
  for (const [other, { object: kind, facts }] of draft.things)
    if (kind.includes('view') && facts['definition']?.normal.includes(shown)) draft.things.delete(other);
} // prettier-ignore
