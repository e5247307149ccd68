import { UserError } from '../errors.ts';
import { printable } from '../files/path.ts';
import type { Naming } from '../project/framework-kinds.ts';

const longest = { description: 200, name: 60 };

/**
 * What a person says, as one line that is safe in any comment: no tool finds a marker or a variable of its own in it, and one that splits
 * at each semicolon finds none.
 */
export function cleanWords(given: string): string {
  const line = given
    .normalize('NFC')
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replace(/-{2,}/g, '-')
    .replaceAll(';', ',')
    .replace(/[$#{](?=\{)|[<{](?=%)|\/(?=\*)|\*(?=\/)/g, '$& ')
    .trim();
  const characters = [...line];
  return characters.length > longest.description ? `${characters.slice(0, longest.description).join('')}…` : line;
}

/** The words of a name, in lower case a-z and digits; what is none of these falls away. A `UserError` when nothing is left. */
export function nameWords(given: string): readonly string[] {
  const words = given
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/['’\p{M}]/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  if (words.length > 0) return shortened(words);
  const what = `${JSON.stringify(printable(given))} makes no file name`;
  throw new UserError(`new: ${what}: name the migration in letters a-z, with --name add_email_to_users`);
}

function shortened(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const word of words) {
    if ([...kept, word].join('_').length > longest.name) break;
    kept.push(word);
  }
  return kept.length > 0 ? kept : [words.join('_').slice(0, longest.name)];
}

/** Words as a framework puts them into a name: `add_email`, `add-email`, `AddEmail`. */
export function joinWords(words: readonly string[], style: Naming['words']): string {
  return style === 'Camel'
    ? words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
    : words.join(style);
}
