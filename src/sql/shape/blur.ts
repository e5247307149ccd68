import type { Operation } from '../../operation.ts';
import type { Name } from '../../types.ts';
import { doubt, type Draft, find, keyOf, type Part, partKey, type PartKind, withParts } from './shape.ts';

/** What such an operation is about is not known from now on: it ran under a condition, or its words cannot be read. */
export function blur(draft: Draft, operation: Operation): void {
  switch (operation.kind) {
    case 'create':
      return blurObject(draft, operation.object, operation.name, operation.table);
    case 'drop':
      for (const name of operation.names) blurObject(draft, operation.object, name, operation.table);
      return;
    case 'add-column':
      return blurPart(draft, operation.table, 'column', operation.column.name);
    case 'drop-column':
    case 'alter-column':
    case 'alter-column-type':
      return blurPart(draft, operation.table, 'column', operation.column);
    case 'add-constraint':
      return operation.constraint.name === null ? blurTable(draft, operation.table) : blurPart(draft, operation.table, 'constraint', operation.constraint.name);
    case 'drop-constraint':
      return blurPart(draft, operation.table, 'constraint', operation.name);
    case 'alter-table':
      return blurTable(draft, operation.table);
    case 'rename':
      return blurRename(draft, operation);
    case 'move':
      blurObject(draft, operation.object, operation.name, null);
      return blurObject(draft, operation.object, { schema: operation.to, name: operation.name.name }, null);
    case 'add-enum-value':
    case 'rename-enum-value':
      return blurThing(draft, 'type', operation.type);
    case 'alter':
      return blurThing(draft, operation.object, operation.name);
  }
} // prettier-ignore

function blurRename(draft: Draft, { object, of, from, to }: Operation & { kind: 'rename' }): void {
  if (object === 'column' || object === 'constraint' || object === 'attribute') return blurTable(draft, of);
  const isPart = object === 'trigger' || object === 'policy' || object === 'rule';
  for (const name of [from, to]) blurObject(draft, object, { schema: of.schema, name }, isPart ? of : null);
}

function blurObject(draft: Draft, object: string, name: Name | null, table: Name | null): void {
  if (name === null) return table ? blurTable(draft, table) : undefined;
  if (object === 'trigger' || object === 'policy' || object === 'rule') return table ? blurPart(draft, table, object, name.name) : undefined;
  if (object === 'index') return blurIndex(draft, name.name, table);
  if (/function|procedure|routine/.test(object)) return blurRoutines(draft, name);
  if (object === 'table') return blurTable(draft, name);
  blurThing(draft, object, name);
} // prettier-ignore

function blurIndex(draft: Draft, name: string, table: Name | null): void {
  draft.gone.delete(`index ${name}`);
  if (table) return blurPart(draft, table, 'index', name);
  for (const { name: holder, parts } of draft.things.values()) if (parts.has(partKey('index', name))) blurPart(draft, holder, 'index', name);
} // prettier-ignore

function blurRoutines(draft: Draft, { name }: Name): void {
  draft.gone.delete(`function ${name}`);
  draft.doubtful.add(`function ${name}`);
  for (const [key, thing] of draft.things) if (key.startsWith('function ') && thing.name.name.startsWith(`${name}(`)) draft.things.set(key, { ...thing, isSure: false });
} // prettier-ignore

function blurThing(draft: Draft, object: string, name: Name): void {
  const found = find(draft, object, name);
  if (!found) return mayBe(draft, object, name);
  draft.things.set(found[0], { ...found[1], isSure: false });
}

/** It may have been made here. */
function mayBe(draft: Draft, object: string, name: Name): void {
  draft.gone.delete(keyOf(object, name, draft.search));
  doubt(draft, object, name);
}

/** Of a table that may have changed all is unsure. */
function blurTable(draft: Draft, name: Name): void {
  const found = find(draft, 'table', name);
  if (!found) return mayBe(draft, 'table', name);
  const [key, thing] = found;
  const parts = new Map([...thing.parts].map(([place, part]) => [place, { ...part, isSure: false }]));
  draft.things.set(key, { ...thing, isSure: false, parts });
}

/** With a column, all that is on it. */
function blurPart(draft: Draft, table: Name, kind: PartKind, name: string): void {
  const found = find(draft, 'table', table);
  if (!found) return;
  withParts(draft, found[0], (parts) => {
    const place = partKey(kind, name);
    const unknown: Part = { kind, name, on: [], facts: {}, isWhole: false, isSure: false, sql: null };
    parts.set(place, parts.get(place) ?? unknown);
    for (const [other, part] of parts)
      if (other === place || (kind === 'column' && part.on.includes(name)))
        parts.set(other, { ...part, isSure: false });
  });
}
