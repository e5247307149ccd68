import type { Comment, Header, HeaderField } from '../types.ts';

/** A line of the header's comments, without comment signs and decoration at its start. */
interface Line {
  readonly text: string;
  readonly at: number;
  /** How far its first word stands from where the comment's lines begin. */
  readonly indent: number;
  /** Whether a documentation comment's `@` stands before it. */
  readonly isTag: boolean;
}

/** The comment block at the very top of a file; what speaks to a tool is skipped. Comments are in the order of the text. */
export function readHeader(text: string, comments: readonly Comment[], directive: RegExp | null): Header | null {
  const block = topBlock(text, comments, directive);
  const first = block[0];
  const last = block.at(-1);
  if (!first || !last) return null;
  return { range: [first.range[0], last.range[1]], fields: readFields(block.flatMap(linesOf)) };
}

/** What may stand before the header: white space, and how a script is run. */
const idle = /^(?:#![^\r\n]*)?(?:\s|(?:'use strict'|"use strict");?)*$/;

/** Comments that speak to us, to linters, to compilers and to formatters. */
const toTools =
  /^[\s*/]*(?:farout-guard|eslint(?:-|\s|$)|@ts-|<reference\b|<amd-|prettier-ignore|@prettier|@jest|@type\s*\{|@typedef\s*\{|jshint\b|tslint:|istanbul\b|biome-)/;

/** The comments from the top on, up to the first blank line after one that speaks to people. */
function topBlock(text: string, comments: readonly Comment[], directive: RegExp | null): readonly Comment[] {
  const block: Comment[] = [];
  let end = 0;
  for (const comment of comments) {
    const gap = text.slice(end, comment.range[0]);
    if (!idle.test(gap) || (block.length > 0 && hasBlankLine(gap))) break;
    if (!directive?.test(comment.text) && !toTools.test(comment.text)) block.push(comment);
    end = comment.range[1];
  }
  return block;
}

function hasBlankLine(gap: string): boolean {
  return gap.replace(/\r\n?/g, '\n').split('\n').length > 2;
}

function linesOf({ text, style, range }: Comment): readonly Line[] {
  const start = range[0] + 2;
  const isDocumentation = text.startsWith('*');
  const decoration = style === 'line' ? /^(?:-+|\/+)/ : /^[^\S\r\n]*\*+/;
  return Array.from(text.matchAll(/[^\r\n]+/g), ({ 0: line, index }) => {
    const lead = decoration.exec(line)?.[0].length ?? 0;
    // `@author Jo` of a documentation comment is the field `author`.
    const opened = isDocumentation ? (/^[^\S\r\n]*@(?=\p{L})/u.exec(line.slice(lead))?.[0].length ?? 0) : 0;
    const sign = lead + opened;
    const words = line.slice(sign).trimEnd();
    const opening = index === 0 ? 2 : 0;
    const indent = opening + sign + words.length - words.trimStart().length - Number(opened > 0);
    return { text: words, at: start + index + sign, indent, isTag: opened > 0 };
  });
}

const field = /^([^\S\r\n]*)(\p{L}[\p{L}\p{N} _./()-]{0,39}?)[^\S\r\n]{0,20}:(?:[^\S\r\n]+(\S.*))?$/u;

/** `author Jo` of `@author Jo`. */
const tag = /^()(\p{L}[\w-]{0,39}):?[^\S\r\n]+(\S.*)$/u;

interface Draft {
  readonly name: string;
  readonly indent: number;
  readonly values: string[];
  readonly range: [number, number];
}

/** A field's value goes on over the lines that are indented deeper than its name; any other line ends it. */
function readFields(lines: readonly Line[]): readonly HeaderField[] {
  const drafts: Draft[] = [];
  let open: Draft | undefined;
  for (const { text, at, indent, isTag } of lines) {
    if (text === '') continue;
    if (open && indent > open.indent) {
      open.values.push(text.trim());
      open.range[1] = at + text.length;
      continue;
    }
    open = toDraft((isTag ? tag : field).exec(text), at, indent);
    if (open) drafts.push(open);
  }
  return drafts.map(({ name, values, range }) => ({ name, value: values.join('\n'), range }));
}

function toDraft(match: RegExpExecArray | null, at: number, indent: number): Draft | undefined {
  if (!match) return undefined;
  const [line, space = '', name = '', value] = match;
  return {
    name,
    indent,
    values: value === undefined ? [] : [value],
    range: [at + space.length, at + line.length],
  };
}
