import type { AlterTableCmd, AlterTableStmt } from '@pgsql/types';
import { objectTypeOf, relationName, strings } from '../lower/names.ts';
import { alterConstraint } from './alter-constraint.ts';
import { changed, defaultFact, notNull, putColumn, sequencePart, setColumn } from './columns.ts';
import { normal, typeFact } from './normal.ts';
import { type Draft, fact, find, type Fact, type Part, partKey, putPart, relation, withParts } from './shape.ts';
import type { Source } from './source.ts';
import { addConstraint, optionFacts } from './tables.ts';

/** ALTER TABLE: its actions one after the other. What has no part in definitions changes nothing here. */
export function alterTable(node: AlterTableStmt, draft: Draft, source: Source): void {
  const object = objectTypeOf(node.objtype);
  if (object === 'type' || object === 'index') return blurOther(draft, object, node);
  const [key] = relation(draft, relationName(node.relation), object);
  for (const item of node.cmds ?? []) if ('AlterTableCmd' in item) action(item.AlterTableCmd, draft, key, source);
}

/** Of a composite type whose attributes have changed, no more is known. */
function blurOther(draft: Draft, object: string, node: AlterTableStmt): void {
  const found = object === 'type' ? find(draft, 'type', relationName(node.relation)) : null;
  if (found) draft.things.set(found[0], { ...found[1], isSure: false });
}

function action(node: AlterTableCmd, draft: Draft, key: string, source: Source): void {
  const column = node.name ?? '';
  const parts = draft.things.get(key)?.parts;
  switch (node.subtype) {
    case 'AT_AddColumn':
      if (!node.def || !('ColumnDef' in node.def) || (node.missing_ok && parts?.has(partKey('column', node.def.ColumnDef.colname ?? '')))) return;
      return putColumn(draft, key, node.def.ColumnDef, source);
    case 'AT_DropColumn':
      return dropColumn(draft, key, column);
    case 'AT_AlterColumnType':
      if (!node.def || !('ColumnDef' in node.def)) return;
      return retype(draft, key, column, typeFact(node.def.ColumnDef.typeName));
    case 'AT_SetNotNull':
      return setColumn(draft, key, column, { 'not null': notNull });
    case 'AT_DropNotNull':
      return setColumn(draft, key, column, { 'not null': null });
    case 'AT_ColumnDefault':
      return setColumn(draft, key, column, { default: node.def ? defaultFact(node.def, defaultWords(node, source)) : null });
    case 'AT_AddConstraint':
      return node.def && 'Constraint' in node.def ? addConstraint(draft, key, node.def.Constraint, source) : undefined;
    case 'AT_DropConstraint':
      return withParts(draft, key, (all) => all.delete(partKey('constraint', column)));
    case 'AT_ValidateConstraint':
      return changePart(draft, key, partKey('constraint', column), { 'not valid': null });
    case 'AT_AlterConstraint':
      return alterConstraint(node, draft, key);
    default:
      return otherAction(node, draft, key);
  }
} // prettier-ignore

/** A call of the type's own name on the column does nothing any more: PostgreSQL keeps `date(day)` of a date as the column itself. */
function retype(draft: Draft, key: string, column: string, type: Fact | null): void {
  setColumn(draft, key, column, { type });
  const isOn = (part: Part) => part.kind === 'index' && part.on.includes(column) && part.facts['definition']?.normal.includes('FuncCall');
  if (![...(draft.things.get(key)?.parts.values() ?? [])].some(isOn)) return;
  const name = type?.normal.replace(/\(.*/, '') ?? '';
  const called = `"column":null,"expr":${normal({ FuncCall: { funcname: [{ String: { sval: name } }], args: [{ ColumnRef: { fields: [{ String: { sval: column } }] } }], funcformat: 'COERCE_EXPLICIT_CALL' } })}`;
  withParts(draft, key, (all) => {
    for (const [place, part] of all) {
      const { definition } = part.facts;
      if (part.kind !== 'index' || !definition?.normal.includes(called)) continue;
      const plain = definition.normal.replaceAll(called, `"column":${JSON.stringify(column)},"expr":null`);
      all.set(place, { ...part, facts: { ...part.facts, definition: { ...definition, normal: plain } } });
    }
  });
} // prettier-ignore

/** The words of `SET DEFAULT …` cannot be had by position: an expression tells where its parts are, not where it begins. */
function defaultWords({ name = '' }: AlterTableCmd, { text }: Source): string {
  const column = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\b${column}"?\\s+SET\\s+DEFAULT\\s+((?:[^,()]|\\([^()]*\\))*)`, 'i').exec(text)?.[1]?.trim() ?? '…';
} // prettier-ignore

function otherAction(node: AlterTableCmd, draft: Draft, key: string): void {
  const column = node.name ?? '';
  const def = node.def;
  switch (node.subtype) {
    case 'AT_AddIdentity': {
      const table = draft.things.get(key);
      if (table) putPart(draft, key, sequencePart(table, column));
      const kind = def && 'Constraint' in def && def.Constraint.generated_when === 'a' ? 'ALWAYS' : 'BY DEFAULT';
      return setColumn(draft, key, column, { identity: fact(kind) });
    }
    case 'AT_DropIdentity':
      withParts(draft, key, (all) => {
        for (const [place, part] of all) if (part.kind === 'sequence' && part.on.includes(column)) all.delete(place);
      });
      return setColumn(draft, key, column, { identity: null });
    case 'AT_DropExpression':
      return setColumn(draft, key, column, { generated: null });
    case 'AT_SetRelOptions':
      return changeThing(draft, key, optionFacts(def && 'List' in def ? def.List.items : []));
    case 'AT_ResetRelOptions':
      return changeThing(draft, key, Object.fromEntries(Object.keys(optionFacts(def && 'List' in def ? def.List.items : [])).map((name) => [name, null])));
    default:
      return switched(node, draft, key);
  }
} // prettier-ignore

const switches: Readonly<Record<string, readonly [property: string, text: string | null]>> = {
  AT_SetUnLogged: ['persistence', 'UNLOGGED'],
  AT_SetLogged: ['persistence', null],
  AT_EnableRowSecurity: ['row level security', 'ENABLE ROW LEVEL SECURITY'],
  AT_DisableRowSecurity: ['row level security', null],
  AT_ForceRowSecurity: ['forced row level security', 'FORCE ROW LEVEL SECURITY'],
  AT_NoForceRowSecurity: ['forced row level security', null],
};

function switched(node: AlterTableCmd, draft: Draft, key: string): void {
  const column = node.name ?? '';
  const found = switches[node.subtype ?? ''];
  if (found) return changeThing(draft, key, { [found[0]]: found[1] === null ? null : fact(found[1]) });
  if (node.subtype === 'AT_SetStatistics' || node.subtype === 'AT_SetStorage' || node.subtype === 'AT_SetCompression') {
    const text = node.def && 'String' in node.def ? strings([node.def]).join('').toLowerCase() : normal(node.def);
    const usual = text === 'default' || text.includes('-1');
    return setColumn(draft, key, column, { [node.subtype.slice(6).toLowerCase()]: usual ? null : fact(text) });
  }
  if (node.subtype !== 'AT_ReplicaIdentity') return;
  const isUsual = node.def && 'ReplicaIdentityStmt' in node.def && node.def.ReplicaIdentityStmt.identity_type === 'd';
  changeThing(draft, key, { 'replica identity': isUsual ? null : fact(normal(node.def)) });
} // prettier-ignore

/** Sets or takes away properties of a relation. */
function changeThing(draft: Draft, key: string, changes: Readonly<Record<string, Fact | null>>): void {
  const thing = draft.things.get(key);
  if (thing) draft.things.set(key, { ...thing, facts: changed(thing.facts, changes, thing.isWhole) });
}

function changePart(draft: Draft, key: string, place: string, changes: Readonly<Record<string, Fact | null>>): void {
  const part = draft.things.get(key)?.parts.get(place);
  if (part) putPart(draft, key, { ...part, facts: changed(part.facts, changes, part.isWhole) });
}

/** With a column go all parts that are on it. */
function dropColumn(draft: Draft, key: string, column: string): void {
  withParts(draft, key, (all) => {
    for (const [place, part] of all) {
      if (!part.on.includes(column) || part.kind === 'policy') continue;
      all.delete(place);
      if (part.kind === 'index') draft.gone.add(place);
      if (part.kind === 'constraint') draft.gone.add(`${place} ${key}`);
    }
    // That it is gone is known even where it never was met.
    all.delete(partKey('column', column));
  });
}
