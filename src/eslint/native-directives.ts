import type { SourceLocation } from '@eslint/core';
import { Directive } from '@eslint/plugin-kit';
import { rules } from '../../rules/index.ts';
import { reasonOf } from '../directives/parse.ts';
import { lines } from '../lines.ts';
import type { Range } from '../types.ts';
import { type Locate, locator, type SqlComment, type SqlDocument } from './document.ts';

/** What a comment of SQL says to ESLint. */
interface Native {
  readonly comment: SqlComment;
  /** What ESLint takes out when it is of no use. */
  readonly removal: Range;
  readonly kind: Directive['type'];
  readonly names: readonly { readonly name: string; readonly range: Range }[];
  readonly justification: string;
  /** Whether it says why, as it must for rules of ours. */
  readonly hasReason: boolean;
}

const opening = /^[\s*]*eslint-(disable-next-line|disable-line|disable|enable)(?=\s|$)/;
const separator = /(?:^|\s)-{2,}(?=\s|$)/;
const prefix = 'farout-guard/';
const named = (isMeant: (level: number, name: string) => boolean) =>
  Object.keys(rules)
    .filter((name) => isMeant(rules[name]?.level ?? 1, name))
    .map((name) => prefix + name)
    .join(', ');

/**
 * The directives of a file of SQL that ESLint is told of, so that it notes what they silence and which are of no use. Left out is what has
 * no effect: on our rules without a reason, and on those that guard data. One above a statement covers all of it.
 */
export function nativeDirectives(
  { comments, body }: SqlDocument,
  text: string,
): { directives: Directive[]; problems: [] } {
  const places = lines(text);
  const locate = locator(places);
  let isOpen = false;
  const directives: Directive[] = [];
  for (const native of comments.flatMap((comment) => parse(comment, text))) {
    const { kind, comment } = native;
    const made = make(native, locate);
    if (kind === 'disable' || kind === 'enable') {
      isOpen = kind === 'disable';
      directives.push(...made, ...(kind === 'disable' ? exceptions(native, locate(ends(comment.range))) : []));
      continue;
    }
    const { line } = places.locate(comment.range[0]);
    const last = places.locate(comment.range[1]).line;
    const next = body.some(({ range: [start, end] }) => start <= comment.range[0] && comment.range[0] < end)
      ? undefined
      : body.find(({ range: [start] }) => start >= comment.range[1]);
    const span: Range =
      kind === 'disable-line'
        ? [places.startOf(line), places.startOf(line + 1)]
        : [comment.range[1], Math.max(places.startOf(last + 2), next?.range[1] ?? 0)];
    // What ends a line would end a region that is open around it as well.
    const isForOthers = native.names.length > 0 && !native.names.some(({ name }) => name.startsWith(prefix));
    directives.push(...(isOpen || isForOthers ? made : asRegion(native, made, span, locate)));
  }
  return { directives, problems: [] };
}

const ends = ([, end]: Range): Range => [end, end];

function parse(comment: SqlComment, text: string): readonly Native[] {
  const match = opening.exec(comment.value);
  if (!match) return [];
  const [whole, kind] = match;
  const body = comment.value.slice(whole.length);
  const end = separator.exec(body);
  const justification = end ? body.slice(end.index + end[0].length) : '';
  const start = comment.range[0] + 2 + whole.length;
  const list = end ? body.slice(0, end.index) : body.replace(/[\s*]+$/, '');
  const names = Array.from(list.matchAll(/[^\s,'"]+/g), ({ 0: name, index }) => ({
    name,
    range: [start + index, start + index + name.length] as const,
  }));
  const hasReason = reasonOf(justification) !== null;
  return [
    {
      comment,
      removal: withLine(comment.range, text),
      kind: kind as Native['kind'],
      names,
      justification: justification.trim(),
      hasReason,
    },
  ];
}

/** ESLint takes out a comment that is of no use: one that has its line for itself goes with the line, so that what is above stays above. */
function withLine([start, end]: Range, text: string): Range {
  const isAlone = /(?:^|[\r\n])[^\S\r\n]*$/.test(text.slice(Math.max(start - 200, 0), start));
  const [rest = ''] = /^[^\S\r\n]*(?:\r\n|[\r\n])/.exec(text.slice(end, end + 200)) ?? [];
  return [start, isAlone ? end + rest.length : end];
}

function make(native: Native, locate: Locate): readonly Directive[] {
  const { kind, names, comment, removal, justification } = native;
  const kept = names.filter(({ name }) => isEffective(name, native));
  if (kept.length === names.length) {
    const [first, last] = [names[0], names.at(-1)];
    const value = first && last ? textIn(comment, [first.range[0], last.range[1]]) : '';
    // One for all rules begins behind the comment, which may itself be wrong.
    const loc = value === '' && kind === 'disable' ? locate(ends(comment.range)) : comment.loc;
    return [new Directive({ type: kind, node: { ...comment, range: removal, loc }, value, justification })];
  }
  // Each by itself: ESLint would look for the list as a whole when it takes one out.
  return kept.map(({ name, range }) => {
    const node = { ...comment, range, loc: locate(comment.range) };
    return new Directive({ type: kind, node, value: name, justification });
  });
}

const textIn = ({ value, range: [start] }: SqlComment, [from, to]: Range) =>
  value.slice(from - start - 2, to - start - 2);

function isEffective(name: string, { kind, hasReason }: Native): boolean {
  if (!name.startsWith(prefix)) return true;
  const rule = rules[name.slice(prefix.length)];
  return rule !== undefined && name !== `${prefix}directive` && (kind === 'enable' || (hasReason && rule.level < 3));
}

/** Of what silences all rules, ours that it must not silence are switched on again. */
function exceptions({ names, hasReason, comment }: Native, loc: SourceLocation): readonly Directive[] {
  if (names.length > 0) return [];
  const value = named((level, name) => !hasReason || level === 3 || name === 'directive');
  return [new Directive({ type: 'enable', node: { loc, range: comment.range }, value, justification: '' })];
}

/** A directive for a line or a statement as a region from where it begins to where it ends. */
function asRegion(native: Native, made: readonly Directive[], [start, end]: Range, locate: Locate): readonly Directive[] {
  return made.flatMap(({ node, value, justification }) => {
    const place = { ...(node as SqlComment), loc: locate([start, start]) };
    const disable = new Directive({ type: 'disable', node: place, value, justification });
    const enable = new Directive({ type: 'enable', node: { loc: locate([end, end]), range: native.comment.range }, value, justification }); // prettier-ignore
    return [disable, ...exceptions(native, locate([start, start])), enable];
  });
} // prettier-ignore
