import type { Name } from '../types.ts';
import { phrases } from './phrases.ts';

/** A column as far as the words name it. */
export interface WantedColumn {
  readonly name: string;
  /** As SQL, or null when the words do not tell it. */
  readonly type: string | null;
}

/** Columns of a table. */
export interface Place {
  readonly table: Name;
  readonly columns: readonly string[];
}

/** What a migration shall do, as far as its words say it without doubt. */
export type Intent =
  | { readonly kind: 'add columns'; readonly table: Name; readonly columns: readonly WantedColumn[] }
  | { readonly kind: 'create table' | 'drop table'; readonly table: Name }
  | { readonly kind: 'rename table'; readonly table: Name; readonly to: string }
  | { readonly kind: 'drop column' | 'set not null'; readonly table: Name; readonly column: string }
  | { readonly kind: 'rename column'; readonly table: Name; readonly column: string; readonly to: string }
  | ({ readonly kind: 'add index'; readonly unique: boolean; readonly name: string | null } & Place)
  | ({ readonly kind: 'add foreign key'; readonly target: Place } & Place)
  | { readonly kind: 'other' };

/** What the words mean; `other` unless one phrase fits them as a whole. */
export function readIntent(words: string): Intent {
  const sentence = spelledOut(words.trim())
    .replace(/[.!;\s]+$/, '')
    .replace(/\b(?:the|an?)\s+(?=[\p{L}_"])/giu, '');
  for (const { kind, form } of phrases) {
    const groups = form.exec(sentence)?.groups;
    if (!groups) continue;
    const names = Object.entries(groups).flatMap(([group, said]) => namesIn(group, said));
    if (names.every(isPlausible)) return intentOf(kind, groups);
  }
  return { kind: 'other' };
}

type Groups = Readonly<Record<string, string | undefined>>;

function intentOf(kind: Intent['kind'], groups: Groups): Intent {
  const { type = null, to = '', unique, index } = groups;
  const place = placeOf(groups, 'table', 'columns');
  const { table, columns } = place;
  const [column = ''] = columns;
  switch (kind) {
    case 'add columns':
      return { kind, table, columns: columns.map((name) => ({ name, type: type?.toLowerCase() ?? null })) };
    case 'create table':
    case 'drop table':
      return { kind, table };
    case 'rename table':
      return { kind, table, to: unquoted(to) };
    case 'drop column':
    case 'set not null':
      return { kind, table, column };
    case 'rename column':
      return { kind, table, column, to: unquoted(to) };
    case 'add index':
      return { kind, ...place, unique: unique !== undefined, name: index === undefined ? null : unquoted(index) };
    case 'add foreign key':
      return { kind, ...place, target: placeOf(groups, 'target', 'targets') };
    case 'other':
      return { kind };
  }
}

function placeOf(groups: Groups, table: string, columns: string): Place {
  const list = groups[columns] ?? groups[`${columns}Dotted`] ?? '';
  return { table: nameOf(groups[table] ?? groups[`${table}Dotted`] ?? ''), columns: listOf(list) };
}

function nameOf(said: string): Name {
  const parts = said.split('.').map(unquoted);
  const [schema = null, name = ''] = parts.length > 1 ? parts : [null, parts[0]];
  return { schema, name };
}

const listOf = (said: string) =>
  said === '' ? [] : said.split(/\s*,\s*(?:and\s+)?|\s+and\s+/i).map((name) => unquoted(name.trim()));

const unquoted = (name: string) => (name.startsWith('"') ? name.slice(1, -1) : name);

/** `add_rank_image_to_users` and `add-rank-image-to-users` as a sentence. */
function spelledOut(words: string): string {
  if (/\s/.test(words)) return words;
  const plain = words.replaceAll('-', '_');
  const change = /^(add|drop|remove)_(\w+?)_(to|from)_(\w+)$/.exec(plain);
  if (change) return change.slice(1).join(' ');
  return words.replace(/^create[_-](\w+?)(?:[_-]table)?$/, 'create $1');
}

function namesIn(group: string, said: string | undefined): readonly string[] {
  if (said === undefined || group === 'type' || group === 'unique') return [];
  return listOf(said).flatMap((name) => name.split('.'));
}

/** Whoever writes a word of the language of databases as a name means something else. */
const noName =
  /^(?:table|columns?|index|indexes|view|function|procedure|trigger|type|enum|schema|sequence|policy|role|extension|domain|constraint|key|foreign|unique|primary|check|default|materialized|and|to|on|in|of|from|for|not|null|if|exists)$/i;

/** PostgreSQL would cut a longer name, and two long ones could become one. */
const isPlausible = (name: string) => name !== '' && !noName.test(name) && Buffer.byteLength(name) <= 63;
