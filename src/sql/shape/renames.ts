import type { AlterObjectSchemaStmt, RenameStmt } from '@pgsql/types';
import { nameOf, objectName, objectTypeOf, relationName, strings } from '../lower/names.ts';
import { signatureOf } from './objects.ts';
import {
  type Draft,
  type Facts,
  find,
  keyOf,
  type Part,
  partKey,
  type PartKind,
  type Thing,
  withParts,
} from './shape.ts';

/** ALTER … RENAME. */
export function rename(node: RenameStmt, draft: Draft): void {
  const { renameType, subname = '', newname = '' } = node;
  const table = relationName(node.relation);
  switch (renameType) {
    case 'OBJECT_COLUMN':
      return renameColumn(draft, find(draft, 'table', table)?.[0] ?? '', subname, newname);
    case 'OBJECT_TABCONSTRAINT':
      return renamePart(draft, find(draft, 'table', table)?.[0] ?? '', 'constraint', subname, newname);
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE':
      return renamePart(draft, find(draft, 'table', table)?.[0] ?? '', objectTypeOf(renameType) as PartKind, subname, newname);
    case 'OBJECT_INDEX':
      return renameIndex(draft, table.name, newname);
    default:
      return renameObject(node, draft);
  }
} // prettier-ignore

function renameObject(node: RenameStmt, draft: Draft): void {
  const object = objectTypeOf(node.renameType);
  const { object: item } = node;
  if (item && 'ObjectWithArgs' in item) {
    const { schema, name } = nameOf(strings(item.ObjectWithArgs.objname));
    const signature = signatureOf(item.ObjectWithArgs.objargs);
    return moveTo(draft, 'function', { schema, name: name + signature }, { name: (node.newname ?? '') + signature });
  }
  const name = node.relation ? relationName(node.relation) : objectName(item);
  const own = [...draft.things].find(([, { parts }]) => object === 'sequence' && parts.has(partKey('sequence', name.name)));
  if (own) return renamePart(draft, own[0], 'sequence', name.name, node.newname ?? '');
  if (object === 'schema') return;
  moveTo(draft, object, name, { name: node.newname ?? '' });
} // prettier-ignore

/** ALTER … SET SCHEMA. */
export function move(node: AlterObjectSchemaStmt, draft: Draft): void {
  const { object: item, newschema = '' } = node;
  const object = objectTypeOf(node.objectType);
  if (item && 'ObjectWithArgs' in item) {
    const { schema, name } = nameOf(strings(item.ObjectWithArgs.objname));
    return moveTo(draft, 'function', { schema, name: name + signatureOf(item.ObjectWithArgs.objargs) }, { schema: newschema });
  }
  moveTo(draft, object, node.relation ? relationName(node.relation) : objectName(item), { schema: newschema });
} // prettier-ignore

function moveTo(draft: Draft, object: string, name: { schema: string | null; name: string }, to: { schema?: string; name?: string }): void {
  const found = find(draft, object, name);
  if (!found) return;
  const [key, thing] = found;
  const next = { ...thing.name, ...to };
  draft.things.delete(key);
  draft.things.set(keyOf(thing.object, next), { ...thing, name: next });
  if (!/table|view/.test(thing.object)) return;
  const [old, now] = [`"${thing.name.schema}.${thing.name.name}"`, `"${next.schema}.${next.name}"`];
  replaceAll(draft, old, now);
  replaceAll(draft, `"relname":"${thing.name.name}"`, `"relname":"${next.name}"`);
} // prettier-ignore

/** What names the old one in a definition names the new one from now on. */
function replaceAll(draft: Draft, old: string, now: string): void {
  if (old === now) return;
  for (const [key, thing] of draft.things) {
    const isMeant = thing.object.includes('view') || [...thing.parts.values()].some(({ facts }) => facts['definition']?.normal.includes(old));
    if (isMeant) draft.things.set(key, replacedIn(thing, old, now));
  }
} // prettier-ignore

function replacedIn(thing: Thing, old: string, now: string): Thing {
  const parts = new Map([...thing.parts].map(([place, part]) => [place, { ...part, facts: replaced(part.facts, old, now) }]));
  return { ...thing, facts: thing.object.includes('view') ? replaced(thing.facts, old, now) : thing.facts, parts };
} // prettier-ignore

function replaced(facts: Facts, old: string, now: string): Facts {
  const { definition } = facts;
  if (!definition?.normal.includes(old)) return facts;
  return { ...facts, definition: { ...definition, normal: definition.normal.replaceAll(old, now) } };
}

function renameColumn(draft: Draft, key: string, from: string, to: string): void {
  const [old, now] = [JSON.stringify(from), JSON.stringify(to)];
  withParts(draft, key, (all) => {
    for (const [place, part] of [...all]) {
      if (!part.on.includes(from) && !part.facts['definition']?.normal.includes(old)) continue;
      const isIt = part.kind === 'column' && part.name === from;
      all.delete(place);
      const next: Part = { ...part, name: isIt ? to : part.name, on: part.on.map((each) => (each === from ? to : each)), facts: replaced(part.facts, old, now) };
      all.set(partKey(next.kind, next.name), next);
    }
  });
} // prettier-ignore

function renamePart(draft: Draft, key: string, kind: PartKind, from: string, to: string): void {
  withParts(draft, key, (all) => {
    const part = all.get(partKey(kind, from));
    all.delete(partKey(kind, from));
    if (part) all.set(partKey(kind, to), { ...part, name: to });
  });
}

function renameIndex(draft: Draft, from: string, to: string): void {
  for (const [key, { parts }] of draft.things) {
    const kind = (['index', 'constraint'] as const).find((each) => parts.has(partKey(each, from)));
    if (kind) return renamePart(draft, key, kind, from, to);
  }
}
