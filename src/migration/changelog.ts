import type { Range } from '../types.ts';

/** One changeset of Liquibase's formatted SQL. */
export interface Changeset {
  /** Its author and id, `author:id`; empty where the file names none. */
  readonly name: string;
  readonly range: Range;
  /** Whether it runs again whenever it changes, or each time. */
  readonly repeats: boolean;
  readonly transaction: boolean;
  /** The SQL of its preconditions, which stands in comments. */
  readonly checks: readonly Range[];
  /** Its own end delimiters, where they are not semicolons. */
  readonly delimiters: readonly Range[];
  /** The way back, which stands in comments; null without one. */
  readonly rollback: Rollback | null;
  /** Lines that make Liquibase read another file. */
  readonly includes: readonly Range[];
}

/** A changeset's way back. */
interface Rollback {
  readonly range: Range;
  /** The pieces of its SQL; none where it says that nothing is to be done. */
  readonly pieces: readonly Range[];
  /** Whether it is what another changeset does. */
  readonly elsewhere: boolean;
}

/** Lines that mean something to it (AbstractFormattedChangeLogParser.java of liquibase/liquibase). */
const directive =
  /(?<![^\r\n])[^\S\r\n]*(?:--[^\S\r\n]*(changeset|rollback|precondition-sql-check|include|includeall)(?=[^\S\r\n])|\/\*[^\S\r\n]*liquibase[^\S\r\n]*rollback(?=[^\S\r\n]*(?:[\r\n]|$)))([^\r\n]*)(?:\r\n|\r|\n|$)/dgi;

interface Line {
  readonly word: string;
  /** The whole line with its end. */
  readonly range: Range;
  /** What stands after the word. */
  readonly rest: Range;
}

/** The changesets of a file; what stands before the first counts with it. */
export function readChangelog(text: string): readonly Changeset[] {
  const found = Array.from(text.matchAll(directive), toLine);
  const heads = found.filter(({ word, rest }) => word === 'changeset' && text.slice(...rest).includes(':'));
  const starts = [0, ...heads.slice(1).map(({ range }) => range[0])];
  let next = 0;
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? text.length;
    const inside: Line[] = [];
    for (let line = found[next]; line && line.range[0] < end; line = found[++next]) inside.push(line);
    const head = heads[index];
    return toChangeset(text, [start, end], head ? text.slice(...head.rest) : '', inside);
  });
}

function toLine({ 1: word, indices }: RegExpMatchArray): Line {
  const [start, end] = indices?.[0] ?? [0, 0];
  return { word: word?.toLowerCase() ?? 'block', range: [start, end], rest: indices?.[2] ?? [end, end] };
}

function toChangeset(text: string, range: Range, head: string, lines: readonly Line[]): Changeset {
  const of = (...words: readonly string[]) => lines.filter(({ word }) => words.includes(word));
  const [, author = '', id = ''] = /^("[^"]*"|[^:]*):\s*("[^"]*"|\S+)/.exec(head.trim()) ?? [];
  return {
    name: head === '' ? '' : `${author.trim()}:${id}`.replaceAll('"', ''),
    range,
    repeats: /\b(?:runOnChange|runAlways):"?true\b/i.test(head),
    transaction: !/\brunInTransaction:false\b/i.test(head),
    checks: of('precondition-sql-check').flatMap(({ rest }) => checkOf(text, rest)),
    delimiters: delimitersOf(text, range, /\bendDelimiter:(\S+)/i.exec(head)?.[1] ?? ';'),
    rollback: rollbackOf(text, of('rollback', 'block')),
    includes: of('include', 'includeall').map((line): Range => [line.range[0], line.rest[1]]),
  };
}

/** The SQL after the expected result. */
function checkOf(text: string, [start, end]: Range): readonly Range[] {
  const match = /^\s*(?:expectedResult:)?(?:\w+|'[^']+'|"[^"]+") /.exec(text.slice(start, end));
  return match ? [[start + match[0].length, end]] : [];
}

/** Delimiters of a kind that SQL does not have, at the ends of lines. */
function delimitersOf(text: string, [start, end]: Range, delimiter: string): readonly Range[] {
  if (!/^[/@#~%!]+$/.test(delimiter)) return [];
  const ends = text.slice(start, end).matchAll(new RegExp(`${delimiter}(?=[^\\S\\r\\n]*(?:[\\r\\n]|$))`, 'g'));
  return Array.from(ends, ({ index }): Range => [start + index, start + index + delimiter.length]);
}

function rollbackOf(text: string, lines: readonly Line[]): Rollback | null {
  const pieces = lines.flatMap((line): Range[] => {
    if (line.word === 'rollback') return [[line.rest[0], line.range[1]]];
    const end = text.indexOf('*/', line.range[1]);
    return end < 0 ? [] : [[line.range[1], end]];
  });
  const [first] = pieces;
  const last = pieces.at(-1);
  if (!first || !last) return null;
  const words = text.slice(...first).trim();
  const elsewhere = /^changesetid:/i.test(words);
  // Liquibase's words for a way back that does nothing.
  const nothing = /^(?:not required|empty)/i.test(words);
  return { range: [first[0], last[1]], pieces: elsewhere || nothing ? [] : pieces, elsewhere };
}
