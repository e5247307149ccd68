import { isPlaceholder } from '../header.ts';
import type { Range } from '../types.ts';

/** A piece of a message on one line or more. */
interface Piece {
  readonly text: string;
  readonly range: Range;
}

/** A commit message, taken apart; ranges count in the text that it was read from. */
export interface Message {
  /** The first line that is not blank; null when the message is empty. */
  readonly subject: Piece | null;
  /** A second line that is not blank: git takes it for a part of the first. */
  readonly attached: Piece | null;
  /** What its `Migration:` lines say, one entry for each line or comma. */
  readonly migrations: readonly string[];
  /** What its `Tested:` lines say; each has the range of its whole line. */
  readonly tested: readonly Piece[];
}

interface Field extends Piece {
  readonly name: 'migration' | 'tested';
  /** The lines that it goes on over. */
  readonly more: string[];
}

/** Reads a message. A field may go on over the following lines that are indented or begin with a bullet. */
export function parseMessage(text: string): Message {
  const lines = linesOf(text);
  const first = lines.findIndex((line) => line.text !== '');
  const fields: Field[] = [];
  let open: Field | null = null;
  for (const line of lines.slice(first + 1)) {
    const begun = fieldOf(line);
    if (begun) fields.push(begun);
    else if (!/^(?:\s|[-*•] )/.test(line.text)) open = null;
    else open?.more.push(unbulleted(line.text));
    open = begun ?? open;
  }
  const of = (name: Field['name']) => fields.filter((field) => field.name === name);
  return {
    subject: lines[first] ?? null,
    attached: lines.slice(first + 1, first + 2).find((line) => line.text !== '') ?? null,
    migrations: of('migration').flatMap((field) => [field.text, ...field.more].flatMap(entriesOf)),
    tested: of('tested').map((field) => ({ range: field.range, text: [field.text, ...field.more].join(' ').trim() })),
  };
}

/** The lines without the blanks at their ends. */
function linesOf(text: string): readonly Piece[] {
  return [...text.matchAll(/[^\n]+|(?<=\n)(?=\n)/g)].map(({ 0: line, index }) => {
    const kept = line.trimEnd();
    return { text: kept, range: [index, index + kept.length] };
  });
}

function fieldOf({ text, range }: Piece): Field | null {
  const [, label, value = ''] =
    /^(migrations?|tested(?:[ -](?:on|in|at|with))?)[ \t]*:(.*)$/i.exec(unbulleted(text)) ?? [];
  if (label === undefined) return null;
  return { name: /^t/i.test(label) ? 'tested' : 'migration', text: value.trim(), range, more: [] };
}

const unbulleted = (line: string) => line.replace(/^\s*(?:[-*•]\s+)?/, '');

/** A file's name may hold a comma, so the whole value is an entry, too. */
function entriesOf(value: string): readonly string[] {
  const parts = value.split(',');
  return [...(parts.length > 1 ? [value] : []), ...parts].map((part) => part.trim()).filter(Boolean);
}

/** Whether what stands behind `Tested:` names no place: nothing, what the template has there, or a plain no. */
export function isNowhere(value: string): boolean {
  const isNo = /^(?:no(?:ne|where|t (?:yet|tested))?|never|n\/?a|untested)?[.!]?$/i.test(value);
  return isNo || isPlaceholder(value);
}

/** Messages that git or a person writes about other commits; those were judged by themselves. */
export function isAboutCommits(subject: string): boolean {
  return (
    /^(?:fixup|squash|amend)! |^(?:Revert|Reapply) "/.test(subject) ||
    /^Merge (?:(?:remote-tracking )?branch(?:es)?|tags?|commits?) '|^Merge pull request #\d/.test(subject)
  );
}
