import type { AlterObjectSchemaStmt, RenameStmt } from '@pgsql/types';
import { nameOf, objectName, objectTypeOf, relationName, strings } from '../lower/names.ts';
import type { Name } from '../../types.ts';
import { signatureOf } from './objects.ts';
import { type Draft, type Facts, find, keyOf, type Part, partKey, type PartKind, withParts } from './shape.ts';

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
    const start = `function ${schema ?? draft.search}.${name}(`;
    const alone = item.ObjectWithArgs.args_unspecified ? [...draft.things.keys()].find((key) => key.startsWith(start)) : undefined;
    const signature = alone === undefined ? signatureOf(item.ObjectWithArgs.objargs) : alone.slice(start.length - 1);
    return moveTo(draft, 'function', { schema, name: name + signature }, { name: (node.newname ?? '') + signature });
  }
  const name = node.relation ? relationName(node.relation) : objectName(item);
  const own = [...draft.things].find(([, { parts }]) => object === 'sequence' && parts.has(partKey('sequence', name.name)));
  if (object === 'sequence') replaceAll(draft, `"nextval":"${name.name}"`, `"nextval":"${node.newname ?? ''}"`);
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

function moveTo(draft: Draft, object: string, name: Name, to: { schema?: string; name?: string }): void {
  const found = find(draft, object, name);
  if (!found) return;
  const [key, thing] = found;
  const next = { ...thing.name, ...to };
  draft.things.delete(key);
  draft.gone.add(key);
  draft.things.set(keyOf(thing.object, next), { ...thing, name: next });
  const [old, now] = [formsOf(thing.object, thing.name), formsOf(thing.object, next)];
  for (const [index, form] of old.entries()) replaceAll(draft, form, now[index] ?? form);
}

/** How definitions name an object. */
function formsOf(object: string, { schema, name }: Name): readonly string[] {
  const short = schema === 'public' ? '' : `${schema}.`;
  if (object === 'type' || object === 'domain') return [`${short}${name}()`];
  if (object === 'function' || object === 'procedure') return [`"funcname":"${name.replace(/\(.*/s, '')}"`];
  return [`"${schema}.${name}"`, `"relname":"${name}"`];
}

/** What names the old one in a definition, a default or a type names the new one from now on. */
function replaceAll(draft: Draft, old: string, now: string): void {
  if (old === now) return;
  const isIn = (facts: Facts) => Object.values(facts).some(({ normal }) => normal.includes(old));
  for (const [key, thing] of draft.things) {
    const isView = thing.object.includes('view');
    if (!(isView && isIn(thing.facts)) && ![...thing.parts.values()].some((part) => isIn(part.facts))) continue;
    const parts = new Map([...thing.parts].map(([place, part]) => [place, isIn(part.facts) ? renamedIn(part, old, now) : part]));
    draft.things.set(key, { ...thing, facts: isView ? replaced(thing.facts, old, now) : thing.facts, parts });
  }
} // prettier-ignore

/** Its words have the old name still. */
function renamedIn(part: Part, old: string, now: string): Part {
  return { ...part, facts: replaced(part.facts, old, now), sql: null };
}

function replaced(facts: Facts, old: string, now: string): Facts {
  const entries = Object.entries(facts);
  return Object.fromEntries(entries.map(([name, fact]) => [name, fact.normal.includes(old) ? { text: renamedText(fact.text, old, now), normal: fact.normal.replaceAll(old, now) } : fact]));
} // prettier-ignore

/** A type and a sequence stand in the words as well. */
function renamedText(text: string, old: string, now: string): string {
  const [before = '', after = ''] = [old, now].map((form) => /([\w$]+)(?:"|\(\))?$/.exec(form)?.[1] ?? '');
  return before === '' ? text : text.replaceAll(before, after);
}

function renameColumn(draft: Draft, key: string, from: string, to: string): void {
  const view = draft.things.get(key);
  if (view?.columns) draft.things.set(key, { ...view, columns: view.columns.map((each) => (each === from ? to : each)) });
  const [old, now] = [JSON.stringify(from), JSON.stringify(to)];
  withParts(draft, key, (all) => {
    const before = [...all.values()];
    // The order of columns stays.
    all.clear();
    for (const part of before) {
      const isIt = part.kind === 'column' && part.name === from;
      const isOn = part.on.includes(from) || part.facts['definition']?.normal.includes(old);
      const next: Part = isOn ? { ...part, name: isIt ? to : part.name, on: part.on.map((each) => (each === from ? to : each)), facts: replaced(part.facts, old, now) } : part;
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
