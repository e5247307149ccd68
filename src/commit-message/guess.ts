import { baseOf, folderOf } from '../migration/path.ts';
import type { Unit } from './units.ts';

const verbs =
  'add|allow|alter|backfill|change|convert|create|delete|disable|drop|enable|fix|init|insert|introduce|make|merge|migrate|move|remove|rename|replace|seed|set|split|update';
const nouns =
  'tables?|columns?|index(?:es)?|constraints?|views?|types?|enums?|triggers?|functions?|schemas?|keys?|polic(?:y|ies)|unique|primary|foreign|nullable';
const links = 'to|from|in|into|on|of|for|and|or|with|by|as|not|null|default|if';
const separate = new RegExp(`^(?:${nouns}|${links})$`);
const leadingVerb = new RegExp(`^(?:${verbs})$`);

/** The part of a name that orders it, with the separators behind it. */
const version = /^(?:(?:migration|[vurb])?\d+(?:[._-]\d+)*(?:t\d+(?:\.\d+)*)?(?:[._-]+|$)|r__)/i;

/** What a migration does, as its name says it: `20240131_add_rank_image_to_users.sql` gives `add rank_image to users`. */
export function guessSubject(units: readonly Unit[]): string {
  const [unit] = units;
  if (units.length !== 1 || !unit) return '<what changes>';
  const words = nameOf(unit)
    .replace(version, '')
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, '_')
    .toLowerCase()
    .split(/[\s_.,?-]+/)
    .filter(Boolean);
  return joined(words) || '<what changes>';
}

/** Words between a verb and a link are one name: a column's or a table's. */
function joined(words: readonly string[]): string {
  const isSeparate = (index: number) =>
    (index === 0 && leadingVerb.test(words[0] ?? '')) || separate.test(words[index] ?? '');
  return words
    .map((word, index) => (index === 0 ? '' : isSeparate(index) || isSeparate(index - 1) ? ' ' : '_') + word)
    .join('');
}

/** A unit's key is its path without direction and extension, in lower case: the file knows the letters' case. */
function nameOf({ key, name, paths: [path = ''] }: Unit): string {
  const stem = baseOf(key);
  const inCase = [name, baseOf(folderOf(path))].map(baseOf).find((part) => part.toLowerCase().startsWith(stem));
  return inCase?.slice(0, stem.length) ?? stem;
}
