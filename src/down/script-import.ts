import { keyOf, type Node, type NodeOf, rangeOf, type Tree } from '../script/tree.ts';
import type { Edit } from '../types.ts';
import { pastComment } from './script-copy.ts';
import { hasSemicolons } from './script-style.ts';

/** A name of a package, as a script has it. */
export interface Imported {
  /** What the script calls it. */
  readonly local: string;
  /** What imports it; null where the script does. */
  readonly edit: Edit | null;
}

/** What to import. */
interface Wanted {
  readonly name: string;
  readonly from: string;
}

/** What a script calls a name of a package, and what imports it where nothing does. */
export function importedAs(tree: Tree, text: string, wanted: Wanted): Imported {
  const local = importedName(tree, wanted) ?? requiredName(tree, wanted);
  return local === null ? added(tree, text, wanted) : { local, edit: null };
}

function importedName({ program }: Tree, { name, from }: Wanted): string | null {
  for (const specifier of importsOf(program.body, from).flatMap((node) => node.specifiers)) {
    if (specifier.type === 'ImportNamespaceSpecifier') return `${specifier.local.name}.${name}`;
    if (specifier.type === 'ImportSpecifier' && specifier.importKind !== 'type' && keyOf(specifier.imported, false) === name) return specifier.local.name;
  }
  return null;
} // prettier-ignore

/** Imports of a package that are there when the script runs. */
function importsOf(body: readonly Node[], from: string): readonly NodeOf<'ImportDeclaration'>[] {
  return body.flatMap((node) => (node.type === 'ImportDeclaration' && node.source.value === from && node.importKind !== 'type' ? [node] : []));
} // prettier-ignore

/** `const { sql } = require('kysely')`, `const kysely = require('kysely')`. */
function requiredName({ program }: Tree, { name, from }: Wanted): string | null {
  const declared = program.body.flatMap((node) => (node.type === 'VariableDeclaration' ? node.declarations : []));
  for (const { id, init } of declared) {
    if (!init || requiredBy(init) !== from) continue;
    if (id.type === 'Identifier') return `${id.name}.${name}`;
    if (id.type !== 'ObjectPattern') continue;
    for (const part of id.properties)
      if (part.type === 'Property' && keyOf(part.key, part.computed) === name && part.value.type === 'Identifier')
        return part.value.name;
  }
  return null;
}

function requiredBy(node: Node): unknown {
  const [argument] = node.type === 'CallExpression' ? node.arguments : [];
  const isCall = node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require';
  return isCall && argument?.type === 'Literal' ? argument.value : null;
}

/** One more name of an import that is there, else an import of its own. */
function added(tree: Tree, text: string, { name, from }: Wanted): Imported {
  const local = new RegExp(`(?<![\\w$.])${name}\\b(?!\\s*:)`).test(bareOf(tree, text)) ? `${name}Of${from[0]?.toUpperCase()}${from.slice(1).replace(/\W.*/, '')}` : name;
  const renamed = (word: string) => (local === name ? name : `${name}${word}${local}`);
  const { body } = tree.program;
  const [there] = importsOf(body, from).filter(({ specifiers }) => specifiers.some(({ type }) => type === 'ImportSpecifier'));
  const last = there?.specifiers.at(-1);
  if (last) return { local, edit: inserted(rangeOf(last)[1], `, ${renamed(' as ')}`) };
  const isModule = body.some(({ type }) => /^(?:Import|Export)/.test(type));
  const quote = /(?:from|require\()\s*(["'])/.exec(text)?.[1] ?? "'";
  const end = hasSemicolons(text) ? ';' : '';
  const line = isModule ? `import { ${renamed(' as ')} } from ${quote}${from}${quote}${end}` : `const { ${renamed(': ')} } = require(${quote}${from}${quote})${end}`;
  return { local, edit: lineOf(tree, text, line) };
} // prettier-ignore

/** The script without its comments. */
function bareOf({ comments }: Tree, text: string): string {
  return comments.toReversed().reduce((left, { range: [start, end] }) => left.slice(0, start) + left.slice(end), text);
}

/** Behind the last import, else above the first statement with the comment that belongs to it. */
function lineOf({ program, comments }: Tree, text: string, line: string): Edit {
  const last = program.body.findLast(({ type }) => type === 'ImportDeclaration');
  if (last) return inserted(pastComment(text, rangeOf(last)[1]), `\n${line}`);
  const first = program.body.find((node) => !('directive' in node && typeof node.directive === 'string'));
  const start = first ? rangeOf(first)[0] : text.length;
  const own = comments.findLast(({ range }) => range[1] <= start);
  // The first comment is about the whole script, if it tells no types.
  const isOwn = own && (own.range[0] > 0 || /@(?:param|returns?|type)\b/.test(own.text)) && /^[^\S\r\n]*\r?\n?[^\S\r\n]*$/.test(text.slice(own.range[1], start));
  // A line that begins so would go on with this one.
  const isOpen = !line.endsWith(';') && /^[[(`+\-/*]/.test(text.slice(start));
  return inserted(isOwn ? own.range[0] : start, `${line}${isOpen ? ';' : ''}\n\n`);
} // prettier-ignore

const inserted = (at: number, text: string): Edit => ({ range: [at, at], text });
