import type { AlterSeqStmt, CreateSeqStmt, Node } from '@pgsql/types';
import { nameOf, relationName, strings } from '../lower/names.ts';
import type { Name } from '../../types.ts';
import { type Draft, find, full, keyOf, partKey, putPart, withParts } from './shape.ts';
import type { Source } from './source.ts';

/** CREATE SEQUENCE. */
export function createSequence(node: CreateSeqStmt, draft: Draft, source: Source): void {
  const name = relationName(node.sequence);
  if (node.sequence?.relpersistence === 't') return;
  if (node.if_not_exists && (find(draft, 'sequence', name) ?? ownerOf(draft, name.name))) return;
  const thing = { object: 'sequence', name: full(draft, name), facts: {}, isWhole: true, isSure: true, parts: new Map(), sql: source.text };
  draft.things.set(keyOf('sequence', name, draft.search), thing);
  own(draft, name, node.options);
} // prettier-ignore

/** ALTER SEQUENCE … OWNED BY: it goes with the column from now on. */
export function alterSequence(node: AlterSeqStmt, draft: Draft): void {
  own(draft, relationName(node.sequence), node.options);
}

/** The relation whose part the sequence is. */
export function ownerOf(draft: Draft, name: string): string | null {
  const place = partKey('sequence', name);
  for (const [key, { parts }] of draft.things) if (parts.has(place)) return key;
  return null;
}

function own(draft: Draft, name: Name, options: readonly Node[] | undefined): void {
  const owner = (options ?? []).flatMap((option) => ('DefElem' in option && option.DefElem.defname === 'owned_by' ? [option.DefElem.arg] : []));
  const list = owner[0] && 'List' in owner[0] ? strings(owner[0].List.items) : [];
  const table = list.length > 1 ? find(draft, 'table', nameOf(list.slice(0, -1))) : null;
  const column = list.at(-1);
  if (!table || column === undefined) return;
  const found = find(draft, 'sequence', name);
  const before = ownerOf(draft, name.name);
  if (before !== null) withParts(draft, before, (parts) => parts.delete(partKey('sequence', name.name)));
  if (found) draft.things.delete(found[0]);
  putPart(draft, table[0], { kind: 'sequence', name: name.name, on: [column], facts: {}, isWhole: true, isSure: true, sql: found?.[1].sql ?? null });
} // prettier-ignore
