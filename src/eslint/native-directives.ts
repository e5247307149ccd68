import type { SourceLocation } from '@eslint/core';
import { Directive } from '@eslint/plugin-kit';
import { rules } from '../../rules/index.ts';
import { ownRule, readWording, type Wording } from '../directives/parse.ts';
import { coveredByNextLine, inOrder, lineOf } from '../directives/statements.ts';
import { lines } from '../lines.ts';
import type { Range } from '../types.ts';
import { type Locate, locator, type SqlComment, type SqlDocument } from './document.ts';

/** What a comment of SQL says to ESLint. */
interface Native extends Wording {
  readonly comment: SqlComment;
  readonly kind: Directive['type'];
  /** What ESLint takes out when it is of no use. */
  readonly removal: Range;
}

const kinds = ['disable-next-line', 'disable-line', 'disable', 'enable'] as const;

const named = (isMeant: (level: number, name: string) => boolean) =>
  Object.keys(rules)
    .filter((name) => isMeant(rules[name]?.level ?? 1, name))
    .map((name) => ownRule + name)
    .join(', ');

/**
 * The directives of a file of SQL that ESLint is told of, so that it notes what they silence and which are of no use. Left out is what has
 * no effect: on our rules without a reason, and on those that guard data. One above a statement covers all of it.
 */
export function nativeDirectives({ comments, body }: SqlDocument, text: string): { directives: Directive[]; problems: [] } {
  const natives = comments.flatMap((comment) => nativeIn(comment, text));
  if (natives.length === 0) return { directives: [], problems: [] };
  const places = lines(text);
  const locate = locator(places);
  const statements = body.flatMap(({ kind, range }) => (kind === 'copy-data' ? [] : [{ range, operations: [] }]));
  const order = inOrder(statements, false);
  let isOpen = false;
  const directives = natives.flatMap((native) => {
    const { kind, comment, names } = native;
    const made = make(native, locate);
    if (kind === 'disable' || kind === 'enable') {
      isOpen = kind === 'disable';
      return isOpen ? [...made, ...exceptions(native, locate(ends(comment.range)))] : made;
    }
    const isForOthers = names.length > 0 && !names.some(({ name }) => name.startsWith(ownRule));
    // What ends a line would end a region that is open around it as well.
    if (isOpen || isForOthers) return made;
    const [span] = kind === 'disable-line' ? lineOf(comment.range, places) : coveredByNextLine(comment.range, [], order, places); // prettier-ignore
    return span ? asRegion(native, made, span, locate) : made;
  });
  return { directives, problems: [] };
} // prettier-ignore

const ends = ([, end]: Range): Range => [end, end];

/** ESLint heeds letter case. */
function nativeIn(comment: SqlComment, text: string): readonly Native[] {
  const { range, value, type } = comment;
  const wording = readWording({ range, text: value, style: type === 'Line' ? 'line' : 'block' }, text);
  const kind = kinds.find((name) => wording?.keyword === `eslint-${name}`);
  return wording && kind ? [{ ...wording, comment, kind, removal: withLine(range, text) }] : [];
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

function isEffective(name: string, { kind, reason }: Native): boolean {
  if (!name.startsWith(ownRule)) return true;
  const rule = rules[name.slice(ownRule.length)];
  return rule !== undefined && name !== `${ownRule}directive` && (kind === 'enable' || (reason !== null && rule.level < 3));
} // prettier-ignore

/** Of what silences all rules, ours that it must not silence are switched on again. */
function exceptions({ names, reason, comment }: Native, loc: SourceLocation): readonly Directive[] {
  if (names.length > 0) return [];
  const value = named((level, name) => reason === null || level === 3 || name === 'directive');
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
