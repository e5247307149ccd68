import { nodesIn } from '../script/path-to.ts';
import { bare, keyOf, type Node, type NodeOf, rangeOf, type Tree } from '../script/tree.ts';
import type { Holder } from '../script/way-form.ts';
import type { Comment, Edit, Range } from '../types.ts';
import { applyEdits } from '../fix/apply.ts';
import { indentAt, isFirstInLine, lineEnd } from './script-style.ts';

/** What puts a function behind the one that goes up, and exports it. */
export interface Copied {
  /** The function as it stands then. */
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** Writes a function a second time under the name `down`; `edits` are what is otherwise in it. Null where nobody can tell how it is exported. */
export function copied(holder: Holder, edits: readonly Edit[], { tree, text }: { tree: Tree; text: string }): Copied | null {
  const start = holder.range[0] + (/^\s+/.exec(text.slice(...holder.range))?.[0].length ?? 0);
  const renamed = holder.names.map((range): Edit => ({ range, text: 'down' }));
  const all = [...renamed, ...edits].toSorted((a, b) => a.range[0] - b.range[0]);
  const within = all.map((edit): Edit => ({ ...edit, range: [edit.range[0] - start, edit.range[1] - start] }));
  const own = `${documentation(tree.comments, start, text)}${applyEdits(text.slice(start, holder.range[1]), within)}`;
  const links = holder.isExported ? [] : linksTo(tree, holder.name, text);
  if (!links) return null;
  return { text: own, edits: [...behind(holder, own, start, text), ...links].toSorted((a, b) => a.range[0] - b.range[0]) };
} // prettier-ignore

/** A comment that tells only types goes for both. */
function documentation(comments: readonly Comment[], start: number, text: string): string {
  const own = comments.findLast(({ range }) => range[1] <= start);
  if (own?.style !== 'block' || !/^\*(?:\s*\*?\s*@(?:param|returns?|type)\b[^\n]*)+\s*$/.test(own.text)) return '';
  const between = text.slice(own.range[1], start);
  return /^\r?\n[^\S\r\n]*$/.test(between) ? text.slice(own.range[0], start) : '';
}

function behind({ kind, range: [, end], home }: Holder, own: string, start: number, text: string): readonly Edit[] {
  const isBelow = isFirstInLine(text, start);
  const gap = isBelow ? `\n\n${indentAt(text, start)}` : ' ';
  if (kind !== 'property') {
    const at = isBelow ? pastComment(text, end) : end;
    return [insert(at, `${gap}${own}`)];
  }
  const next = /^(?:\s|\/\/.*(?![^\r\n])|\/\*[^]*?\*\/)*,/.exec(text.slice(end, home ? rangeOf(home)[1] : end));
  if (!next) {
    const at = isBelow ? pastComment(text, end) : end;
    return at === end ? [insert(end, `,${gap}${own}`)] : [insert(end, ','), insert(at, `${gap}${own}`)];
  }
  const comma = end + next[0].length;
  const isLast = home?.type === 'ObjectExpression' && rangeOf(home.properties.at(-1) ?? home)[1] === end;
  // The comma that stands behind the last one stands behind the new one, too.
  return [insert(isBelow ? pastComment(text, comma) : comma, `${gap}${own}${isLast && !isBelow ? '' : ','}`)];
}

/** Behind a comment that ends the line. */
export function pastComment(text: string, at: number): number {
  const end = lineEnd(text, at);
  return /^[^\S\r\n]*(?:\/\/.*|\/\*(?:(?!\*\/).)*\*\/)[^\S\r\n]*$/.test(text.slice(at, end)) ? end : at;
}

/** What exports `down` as the script exports the function of another name as `up`. */
function linksTo({ program }: Tree, local: string, text: string): readonly Edit[] | null {
  const links = [...nodesIn(program)].flatMap((node): readonly Edit[] => {
    if (node.type === 'ExportSpecifier') return keyOf(node.exported, false) === 'up' && keyOf(node.local, false) === local ? [insert(rangeOf(node)[1], ', down')] : [];
    if (node.type === 'Property') return isLink(node, local) ? [insert(rangeOf(node)[1], node.shorthand ? ', down' : ', down: down')] : [];
    return node.type === 'ExpressionStatement' ? assigning(node, local, text) : [];
  });
  return links.length === 1 ? links : null;
} // prettier-ignore

const isLink = ({ key, computed, value }: NodeOf<'Property'>, local: string) =>
  keyOf(key, computed) === 'up' && isNamed(value, local);

const isNamed = (node: Node, name: string) => {
  const value = bare(node);
  return value.type === 'Identifier' && value.name === name;
};

/** `exports.up = up;`. */
function assigning(node: NodeOf<'ExpressionStatement'>, local: string, text: string): readonly Edit[] {
  const { expression } = node;
  if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression') return [];
  const { left, right } = expression;
  if (keyOf(left.property, left.computed) !== 'up' || !isNamed(right, local)) return [];
  const [start, end] = rangeOf(node);
  const [from, to]: Range = rangeOf(left.property);
  const line = `${text.slice(start, from)}${text.slice(from, to).replace('up', 'down')}${text.slice(to, rangeOf(right)[0])}down`;
  return [insert(end, `\n${indentAt(text, start)}${line}${text.slice(start, end).endsWith(';') ? ';' : ''}`)];
}

const insert = (at: number, text: string): Edit => ({ range: [at, at], text });
