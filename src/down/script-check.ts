import { nodesIn } from '../script/path-to.ts';
import type { ScriptRun } from '../script/run-script.ts';
import { textValue } from '../script/string-text.ts';
import { keyOf, type Node, rangeOf, type Tree } from '../script/tree.ts';
import type { FunctionNode, Holder } from '../script/way-form.ts';
import type { Value } from '../script/values.ts';
import type { Line } from './line.ts';
import type { Sender } from './script-sender.ts';

/** What is wrong with a script that got a way back, in words; null when it does what it did, and the way back besides. */
export function harmOf(before: ScriptRun, after: ScriptRun, lines: readonly Line[]): string | null {
  if (isLess(after.comments, before.comments)) return 'a comment of it would be lost';
  if (sentBy(after.up).join('\n;') !== sentBy(before.up).join('\n;')) return 'with it there its up() would do something else';
  const sent = sentBy(after.down ?? []);
  if (sentBy(before.down ?? []).some((each) => !sent.includes(each))) return 'what its down() sends would be lost';
  const isSent = lines.every((line) => line.kind !== 'sql' || sent.includes(lined(line.sql)));
  return isSent ? null : 'in that place it would not send what it should';
} // prettier-ignore

/** Whether some of the comments are gone. */
function isLess(after: ScriptRun['comments'], before: ScriptRun['comments']): boolean {
  const left = after.map(({ text }) => text.trim());
  return before.some(({ text }) => {
    const at = left.indexOf(text.trim());
    return at < 0 || left.splice(at, 1).length === 0;
  });
}

function sentBy(sent: ScriptRun['up']): readonly string[] {
  return sent.map(({ text, unverifiable }) => {
    const own = typeof text === 'function' ? text() : text;
    return unverifiable ? unverifiable.what : lined(textValue(own ?? []));
  });
}

const lined = (sql: string) => sql.trim().replace(/;$/, '').replaceAll(/\s+/g, ' ');

/** Whether a script uses a function in more places than the one that exports it. */
export function isShared({ program }: Tree, { kind, name, range, isExported }: Holder): boolean {
  if (kind !== 'statement') return false;
  const nodes = [...nodesIn(program)];
  const keys = new Set(nodes.flatMap((node): readonly (Node | null)[] => {
    if (node.type === 'MemberExpression') return node.computed ? [] : [node.property];
    if (node.type === 'ExportSpecifier') return [node.exported];
    if (node.type === 'TSDeclareFunction') return [node.id];
    return 'key' in node && !('shorthand' in node && node.shorthand) ? [node.key] : [];
  }));
  const places = nodes.flatMap((node) => (node.type === 'Identifier' && node.name === name && !keys.has(node) ? [rangeOf(node)[0]] : []));
  return new Set(places.filter((at) => at < range[0] || at >= range[1])).size > (isExported ? 0 : 1);
} // prettier-ignore

/** Whether a script gives something a member of that name: `Next.prototype.down = …`. */
export function isAssigned({ program }: Tree, name: string): boolean {
  const targets = [...nodesIn(program)].flatMap((node) => (node.type === 'AssignmentExpression' ? [node.left] : []));
  return targets.some((left) => left.type === 'MemberExpression' && keyOf(left.property, left.computed) === name);
}

/** Whether nobody can tell all that an object has: it takes some of it from what is not known. */
export function isOpenObject(value: Value | null): boolean {
  return value?.kind === 'object' && (value.isOpen || isOpenObject(value.base));
}

/** Whether what sends, or the tag of it, is given another meaning: by a parameter, or where `isKept` by the body. */
export function isHidden({ params, body }: FunctionNode, { by, imported }: Sender, isKept: boolean): boolean {
  const [sender = '', tag = ''] = [by.sender, by.tag].map((words) => words.split('.')[0]);
  const taken = params.flatMap((each: Node) => namesIn(each));
  if (imported && taken.includes(tag)) return true;
  const given = isKept && body ? [...nodesIn(body)].flatMap((node) => givenBy(node)) : [];
  return given.some((name) => name === sender || name === tag);
}

/** The names that a node gives to something. */
function givenBy(node: Node): readonly string[] {
  if (node.type === 'VariableDeclarator') return namesIn(node.id);
  if (node.type === 'AssignmentExpression') return node.left.type === 'MemberExpression' ? [] : namesIn(node.left);
  return (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id ? [node.id.name] : [];
}

const namesIn = (node: Node) => [...nodesIn(node)].flatMap((each) => (each.type === 'Identifier' ? [each.name] : []));
