import { printable, printableLines } from './printable.ts';

/** What begins markup, HTML, a link, a mention, a reference, an emoji's name or a formula on GitHub or GitLab. */
const active = /[&<>`*[\]{}|~$\\@#!%^]|:(?=\S)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|(?<=www)\./giu;
/** Those that name a person or a thing there, even when written as an entity, unless a character without width parts them. */
const names = /[@#!~$&%^*]/;

/** Text as Markdown that shows exactly it, on one line, whatever it holds, and calls nobody. */
export function plain(text: string): string {
  return printable(text).replace(active, (character: string, at: number, whole: string) => {
    const isCall = names.test(character) && /[\p{L}\p{N}_"]/u.test(whole.charAt(at + 1));
    return `&#${character.charCodeAt(0)};${isCall ? '&#8203;' : ''}`;
  });
}

/** Text as it is, on one line, as code. */
export function code(text: string): string {
  const line = printable(text);
  const tick = '`'.repeat(longestRun(line, 0) + 1);
  return /^`|`$/.test(line) ? `${tick} ${line} ${tick}` : `${tick}${line}${tick}`;
}

const longestRun = (text: string, least: number) =>
  Array.from(text.matchAll(/`+/g), ([run]) => run.length).reduce((a, b) => Math.max(a, b), least);

/** A block of SQL; no text can end it before its time. */
export function sqlBlock(text: string): string {
  const fence = '`'.repeat(longestRun(text, 2) + 1);
  return `${fence}sql\n${printableLines(text).trimEnd()}\n${fence}`;
}

/** Text cut to so many UTF-16 units. */
export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
