import type { CommentStmt } from '@pgsql/types';
import { nameOf, objectName, objectTypeOf, strings } from '../lower/names.ts';
import { changed, setColumn } from './columns.ts';
import { type Draft, type Fact, find, partKey, putPart } from './shape.ts';

const parts = { OBJECT_TABCONSTRAINT: 'constraint', OBJECT_TRIGGER: 'trigger', OBJECT_POLICY: 'policy' } as const;

/** COMMENT ON a relation, a type, or a part of a relation; an empty one is none. */
export function comment({ objtype, object, comment: text }: CommentStmt, draft: Draft): void {
  const fact: Fact | null = text === undefined || text === '' ? null : { normal: JSON.stringify(text), text: `'${text.replaceAll("'", "''")}'` };
  const names = object && 'List' in object ? strings(object.List.items) : [];
  const holder = find(draft, 'table', nameOf(names.slice(0, -1)));
  if (objtype === 'OBJECT_COLUMN') {
    // Of a view, no columns are kept.
    const isTable = holder?.[1].object === 'table' && (!holder[1].isWhole || holder[1].parts.has(partKey('column', names.at(-1) ?? '')));
    return isTable ? setColumn(draft, holder[0], names.at(-1) ?? '', { comment: fact }) : undefined;
  }
  const kind = objtype !== undefined && Object.hasOwn(parts, objtype) ? parts[objtype as keyof typeof parts] : null;
  if (kind) {
    const part = holder?.[1].parts.get(partKey(kind, names.at(-1) ?? ''));
    if (holder && part) putPart(draft, holder[0], { ...part, facts: changed(part.facts, { comment: fact }, part.isWhole) });
    return;
  }
  const found = find(draft, objectTypeOf(objtype), objectName(object));
  if (found) draft.things.set(found[0], { ...found[1], facts: changed(found[1].facts, { comment: fact }, found[1].isWhole) });
} // prettier-ignore
