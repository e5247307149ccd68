import type { Intent } from './intent.ts';

/** A sentence that is understood. */
export interface Phrase {
  readonly kind: Intent['kind'];
  readonly form: RegExp;
}

/** As people write a name: letters, digits and `_`; in double quotes also spaces and dashes. */
const name = String.raw`(?:[\p{L}_][\p{L}\p{N}_]*|"[\p{L}\p{N}_](?:[\p{L}\p{N}_ -]*[\p{L}\p{N}_])?")`;
const dotted = `${name}(?:\\.${name})?`;
const list = String.raw`${name}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+)${name})*`;

/** Types that need no more words; any other is left to be filled in. */
const type = [
  'smallint|int|integer|bigint|real|double precision|text|citext|boolean|bool|uuid|json|jsonb|bytea|date|time|interval|inet',
  'timestamptz|timestamp(?: with(?:out)? time zone)?',
  String.raw`(?:var)?char\(\d{1,7}\)|varchar|(?:numeric|decimal)(?:\(\d{1,3}(?:,\s?\d{1,3})?\))?`,
].join('|');

const parts: Readonly<Record<string, string>> = {
  table: `(?<table>${dotted})(?:~table)?`,
  to: `(?<to>${name})`,
  columns: `(?<columns>${list})`,
  column: `(?<columns>${name})`,
  index: `(?<index>${name})`,
  unique: '(?:(?<unique>unique)~)?',
  type: `(?<type>(?:${type})(?:\\[\\])?)`,
  place: `(?:(?<table>${dotted})\\s*\\(\\s*(?<columns>${list})\\s*\\)|(?<tableDotted>${dotted})\\.(?<columnsDotted>${name}))`,
  target: `(?:(?<target>${dotted})\\s*\\(\\s*(?<targets>${list})\\s*\\)|(?<targetDotted>${name})(?:\\.(?<targetsDotted>${name}))?)`,
};

/** `a|b` is one of these words, `[a|b]` perhaps one of them; `~` becomes white space. */
const sentences: readonly (readonly [Intent['kind'], string])[] = [
  ['add index', 'add|create <unique>index on|to|for [table] <place>'],
  ['add index', 'add|create <unique>index <index> on|to|for [table] <place>'],
  ['add index', 'add|create <unique>index on|for [column|columns] <columns> of|in [table] <table>'],
  ['add index', 'add|create <unique>index to [table] <table> on|for [column|columns] <columns>'],
  ['add index', 'index <place>'],
  ['add index', 'add (?<unique>unique) [constraint|key] on|to|for [table] <place>'],
  ['add index', 'make [column] <columns> (?<unique>unique) in|on|of [table] <table>'],
  ['add foreign key', 'add|create foreign key [constraint] [on|from|to|for] [table] <place> to|references [table] <target>'],
  ['set not null', 'set|add not null on|to|for [column] <place>'],
  ['set not null', 'set|add not null on|to|for [column] <column> of|in|on [table] <table>'],
  ['set not null', 'set|make [column] <place> not null'],
  ['set not null', 'set|make [column] <column> not null in|on|of [table] <table>'],
  ['set not null', 'set|make [column] <column> in|on|of [table] <table> not null'],
  ['rename column', 'rename column <place> to|as <to>'],
  ['rename column', 'rename [column] <column> to|as <to> in|on|of [table] <table>'],
  ['rename column', 'rename [column] <column> in|on|of [table] <table> to|as <to>'],
  ['rename table', 'rename table <table> to|as <to>'],
  ['rename table', 'rename (?<table>' + dotted + ') table to|as <to>'],
  ['drop table', 'drop|remove|delete table <table>'],
  ['drop table', 'drop|remove|delete (?<table>' + dotted + ') table'],
  ['drop column', 'drop|remove|delete column <place>'],
  ['drop column', 'drop|remove|delete [column] <column> [column] from|in|on|of [table] <table>'],
  ['create table', 'create|add table <table>'],
  ['create table', 'create <table>'],
  ['add columns', 'add column <place> [as] <type>'],
  ['add columns', 'add column <place>'],
  ['add columns', 'add [column] <column> [as] <type> [column] to|on|in [table] <table>'],
  ['add columns', 'add <type> column <column> to|on|in [table] <table>'],
  ['add columns', 'add [column|columns] <columns> [column|columns] to|on|in [table] <table>'],
]; // prettier-ignore

/** The sentences that are understood, the more particular ones first. */
export const phrases: readonly Phrase[] = sentences.map(([kind, words]) => ({ kind, form: compile(words) }));

function compile(words: string): RegExp {
  const source = words
    .split(' ')
    .map((word) => {
      if (word.startsWith('[')) return `(?:(?:${word.slice(1, -1)})~)?`;
      if (/^[a-z]+(?:\|[a-z]+)*$/.test(word)) return `(?:${word})~`;
      return `${word.replace(/(?<!\?)<(\w+)>/g, (_, part: string) => parts[part] ?? '')}~`;
    })
    .join('')
    .replace(/~$/, '');
  return new RegExp(`^${source.replaceAll('~', '\\s+')}$`, 'iu');
}
